"""A server of pages rendered beforehand, and of the static files that they ask for."""

import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

from tests.browser.pages.captured import Pages, Shown

STATIC = settings.STATIC_URL


@contextmanager
def served(pages: Pages) -> Iterator[str]:
    """Serve these pages; give the address of the server."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            found = _file(self.path) if self.path.startswith(STATIC) else pages.get(self.path)
            shown = found or Shown({}, b"")
            self.send_response(200 if found else 404)
            for name, value in shown.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(shown.body)))
            self.end_headers()
            self.wfile.write(shown.body)

        def do_POST(self) -> None:  # what a page tells of itself is not what is judged here
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def _file(path: str) -> Shown | None:
    found = finders.find(path.removeprefix(STATIC).partition("?")[0])
    if not found:
        return None
    kind = mimetypes.guess_type(path.partition("?")[0])[0] or "application/octet-stream"
    headers = {"Content-Type": kind, "Cache-Control": "max-age=3600, immutable"}
    return Shown(headers, Path(found).read_bytes())
