"""The list of measures that comes from a spreadsheet."""
