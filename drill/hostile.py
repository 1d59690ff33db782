"""Slow clients, huge bodies and malformed requests, behind nginx as it is deployed."""

import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from drill.installation import PLAN, PORT, ROOT, Installation
from drill.malformed import send
from drill.results import Result
from drill.visitor import Visitor

SLOW, HUGE = 200, 100_000_000  # clients; bytes
FRONT = PORT + 1


def run(*, short: bool) -> Iterator[Result]:
    """Ask the application itself, then what stands in front of it."""
    with tempfile.TemporaryDirectory() as folder:
        site = Installation(Path(folder)).prepare().start()
        try:
            yield send(site.port, "gunicorn seul", 3 if short else 40)
            yield _huge(site.port, site, "gunicorn seul")
            if shutil.which("nginx") is None:
                yield Result("Clients lents", "nginx n’est pas installé", None)
                return
            front = _nginx(Path(folder), site.port)
            try:
                yield _slow(60 if short else SLOW)
                yield _huge(FRONT, site, "nginx")
                yield send(FRONT, "nginx", 3 if short else 10)
            finally:
                front.terminate()
                front.wait(20)
        finally:
            site.stop()


def _nginx(folder: Path, port: int) -> "subprocess.Popen[bytes]":
    """Run nginx with the configuration of `deploy/`, in a folder, without TLS nor root."""
    written = (ROOT / "deploy/nginx/suivi.conf").read_text(encoding="utf-8")
    site = written[: written.index("server {")] + written[written.index("server {\n  listen 443") :]
    site = re.sub(r"(?m)^  (?:ssl_|listen \[).*\n", "", site)
    site = site.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{FRONT};")
    site = re.sub(r"server_name \S+;", "server_name 127.0.0.1;", site)
    site = site.replace("/var/lib/suivi/static/", f"{folder}/static/")
    site = re.sub(r"/var/(?:cache|log)/nginx/", f"{folder}/nginx-", site)
    for name in ("proxy.conf", "headers.conf"):
        site = site.replace(f"/etc/nginx/suivi/{name}", str(ROOT / "deploy/nginx" / name))
    site = site.replace("include /etc/nginx/suivi/upstream.conf;", f"server 127.0.0.1:{port};")
    site = site.replace("/etc/nginx/suivi/erreurs", str(ROOT / "deploy/nginx/erreurs"))
    # All come from one address here: the limits by address are for others.
    site = re.sub(r"(?m)^ *limit_(?:conn|req) .*\n", "", site)
    file = folder / "nginx.conf"
    temporary = "".join(
        f"{name}_temp_path {folder}/nginx-{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if folder.owner() == "root" else ""
    file.write_text(
        f"{user}daemon off;\npid {folder}/nginx.pid;\nworker_processes 1;\n"
        f"events {{ worker_connections 1024; }}\n"
        f"http {{\ninclude /etc/nginx/mime.types;\n{temporary}{site}}}\n",
        encoding="utf-8",
    )
    command = ["nginx", "-c", str(file), "-p", str(folder), "-e", str(folder / "nginx-errors")]
    front = subprocess.Popen(command)
    for _ in range(100):
        if Visitor(FRONT).get("/").status == 200:
            break
        time.sleep(0.1)
    return front


def _slow(count: int) -> Result:
    """Some send their header a letter a second, others their body; a reader reads meanwhile."""
    head = b"POST /redaction/connexion/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5000\r\n"
    lines = []
    for number in range(count):
        line = socket.create_connection(("127.0.0.1", FRONT), timeout=10)
        line.sendall(head + b"\r\n" if number % 2 else head[:40])
        lines.append(line)
    answers = []
    try:
        for _ in range(8):
            for line in lines:
                with suppress(OSError):
                    line.sendall(b"a")
            answers += [
                Visitor(FRONT).get(path) for path in (PLAN, f"/recherche/?q=x{time.time()}")
            ]
            time.sleep(1)
    finally:
        for line in lines:
            line.close()
    slowest = max(answer.seconds for answer in answers)
    statuses = {answer.status for answer in answers}
    return Result(
        f"{count} clients lents",
        f"un lecteur : {len(answers)} pages, réponses {sorted(statuses)}, la plus lente "
        f"{slowest:.2f} s",
        statuses == {200} and slowest < 5,
    )


def _huge(port: int, site: Installation, name: str) -> Result:
    """Send a body of 100 MB where a form is awaited."""
    before = _memory(site)
    head = (
        f"POST /redaction/connexion/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {HUGE}\r\n\r\n"
    )
    line = socket.create_connection(("127.0.0.1", port), timeout=60)
    sent, answer = 0, b""
    try:
        line.sendall(head.encode())
        block = b"a" * 2**16
        with suppress(OSError):
            while sent < HUGE:
                sent += line.send(block[: HUGE - sent])
        with suppress(OSError):
            while piece := line.recv(2**16):
                answer += piece
    finally:
        line.close()
    status = int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/") else 0
    after = Visitor(port).get(PLAN).status
    grown = _memory(site) - before
    return Result(
        f"Corps de 100 Mo, {name}",
        f"réponse {status or 'coupée'} après {sent / 1e6:.0f} Mo, mémoire +{grown:.0f} Mo, "
        f"puis un lecteur : {after}",
        status in {0, 400, 413} and after == 200 and grown < 60,
    )


def _memory(site: Installation) -> float:
    """Return the memory of all workers, in MB."""
    pages = [Path(f"/proc/{worker}/statm").read_text().split()[1] for worker in site.workers()]
    return sum(map(int, pages)) * 4096 / 1e6
