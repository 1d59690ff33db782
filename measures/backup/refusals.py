"""What is said, in French, of a file or a database that cannot be used."""


class BackupRefused(Exception):
    """Nothing was changed; the message says why, and what to do."""
