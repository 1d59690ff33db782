"""The whole database in one file, and back: on the same database, or on the other kind.

`write` reads one moment of the database while others go on writing; `restore` puts every row back
with its key, in one transaction, after the whole file was found intact. Both are commands of
`manage.py` for whoever has reached the machine: they move an installation as it is, history and
accounts included, and so leave no revision of their own.
"""

from measures.backup.archive import Summary, verify
from measures.backup.refusals import BackupRefused
from measures.backup.restoring import restore
from measures.backup.writing import write

__all__ = ["BackupRefused", "Summary", "restore", "verify", "write"]
