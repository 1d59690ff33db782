"""What everybody may read: published evaluations, by page.

No user, message, token or nonce stands in these pages: a cache may hold them for all. Each
takes the same number of queries whatever the number of measures.
"""
