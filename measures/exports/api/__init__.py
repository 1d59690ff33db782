"""The JSON API: the shapes of its objects, its operations, and their description (OpenAPI).

A shape is declared once, member by member, and gives both the answers and their JSON Schema;
an operation is declared once, and gives its address, its parameters and its description. What
describes a measure or a recommendation are the columns of the files of data.
"""
