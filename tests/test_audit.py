"""`make audit` fails where a locked package has a known vulnerability, or nothing can be known."""

import json
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@contextmanager
def advisories(*vulnerable: str) -> Iterator[str]:
    """Serve the protocol of osv.dev; each of these packages has an advisory, whatever version."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            package = asked["package"]
            found = {
                "id": "GHSA-xxxx-yyyy-zzzz",
                "summary": "Une faille.",
                "affected": [{"package": package, "versions": [asked["version"]], "ranges": []}],
            }
            body = json.dumps({"vulns": [found] if package["name"] in vulnerable else []})
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1/query"
    finally:
        server.shutdown()
        server.server_close()


def audit(url: str, folder: Path) -> subprocess.CompletedProcess[str]:
    asked = f"--vulnerability-service osv --osv-url {url} --cache-dir {folder}"
    stamp = ["--old-file=.venv/dev.stamp", "--old-file=system"]
    return subprocess.run(
        ["make", *stamp, "audit-python", f"ADVISORIES={asked}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def test_a_known_vulnerability_in_the_lock_file_fails_the_audit(tmp_path: Path) -> None:
    with advisories("django") as url:
        done = audit(url, tmp_path)

    assert done.returncode != 0
    assert "GHSA-xxxx-yyyy-zzzz" in done.stdout
    assert "django" in done.stdout


def test_an_audit_that_can_find_nothing_is_no_success(tmp_path: Path) -> None:
    with advisories() as url:
        done = audit(url, tmp_path)

    assert done.returncode != 0
    assert "Rien n’a été vérifié" in done.stdout
