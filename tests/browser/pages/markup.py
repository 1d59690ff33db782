"""What the Nu HTML Checker (vnu, the W3C's) says of pages: errors and warnings."""

import json
import subprocess
import tempfile
from pathlib import Path

from tests.browser.pages.captured import Pages

VNU = Path(__file__).parent.parent / "node_modules/vnu-jar/build/dist/vnu.jar"


def markup_faults(pages: Pages) -> dict[str, list[str]]:
    """Return what is wrong in the HTML of each page; one run of the checker for all."""
    with tempfile.TemporaryDirectory() as folder:
        paths = {}
        for number, (path, shown) in enumerate(pages.items()):
            file = Path(folder) / f"{number}.html"
            file.write_bytes(shown.body)
            paths[file.name] = path
        run = subprocess.run(
            ["java", "-jar", VNU, "--format", "json", "--stdout", "--exit-zero-always", folder],
            capture_output=True,
            check=True,
        )
    faults: dict[str, list[str]] = {}
    for found in json.loads(run.stdout)["messages"]:
        if found["type"] == "error" or found.get("subType") == "warning":
            path = paths[found["url"].rpartition("/")[2]]
            faults.setdefault(path, []).append(f"{found['message']} {found.get('extract', '')}")
    return faults
