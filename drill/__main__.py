"""`python -m drill [--short] [name…]`: make the faults, print what was seen, fail if one won."""

import os
import sys
from importlib import import_module

import django

from drill.results import Result, table

DRILLS = ("database", "killed", "disk", "together", "hostile", "clock")


def main(arguments: list[str]) -> int:
    """Run the drills that are named, or all; return what a command returns."""
    short = "--short" in arguments
    chosen = [name for name in arguments if not name.startswith("-")] or DRILLS
    unknown = set(chosen) - set(DRILLS)
    if unknown:
        sys.stderr.write(f"Inconnu : {', '.join(unknown)}. Choix : {', '.join(DRILLS)}.\n")
        return 2
    # The list of addresses is Django's; nothing is written from here.
    os.environ.setdefault("TRACKER_MODE", "test")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    django.setup()
    found: list[Result] = []
    for name in chosen:
        for result in import_module(f"drill.{name}").run(short=short):
            found.append(result)
            sys.stdout.write(table([result]) + "\n")
            sys.stdout.flush()
    sys.stdout.write(f"\n{table(found)}\n")
    return 1 if any(result.good is False for result in found) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
