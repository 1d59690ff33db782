"""Every write by a person: atomic, keyword-only, with its actor, and leaving a revision."""
