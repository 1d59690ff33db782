"""Servers on the loopback address, all with the settings of `make run`, and how they are asked."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from urllib.request import Request, urlopen

ROOT = Path(__file__).resolve().parent.parent
GUNICORN = ["--workers", "2", "--threads", "4", "--preload", "--log-level", "error"]
CONNECTIONS = 4  # at a time: what the two processors of a small machine keep up with


@dataclass
class Server:
    """A server, and the process that it is."""

    address: str
    process: subprocess.Popen

    @classmethod
    def start(cls, application: str, port: int, environment: Mapping[str, str]) -> "Server":
        """Return a server once it answers."""
        command = [sys.executable, "-m", "gunicorn", application, "-b", f"127.0.0.1:{port}"]
        environment = {**os.environ, "MALLOC_ARENA_MAX": "2", **environment}
        process = subprocess.Popen([*command, *GUNICORN], cwd=ROOT, env=environment)
        server = cls(f"http://127.0.0.1:{port}", process)
        for _ in range(100):
            try:
                server.get("/")
            except OSError:
                time.sleep(0.1)
            else:
                return server
        raise RuntimeError(f"Le serveur {application} ne répond pas.")

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> tuple[bytes, Message]:
        """Return what is at an address, and its headers. Raises `OSError` where nothing is."""
        request = Request(self.address + path, headers=dict(headers or {}))  # noqa: S310 - ours
        with urlopen(request, timeout=120) as answer:  # noqa: S310
            return answer.read(), answer.headers

    def rate(self, path: str, *, seconds: int, headers: Mapping[str, str]) -> float:
        """Return how many requests it answers in a second of processor time.

        What else the machine does meanwhile then counts little. Raises `RuntimeError` for any
        error.
        """
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "60s"]
        for name, value in headers.items():
            command += ["-H", f"{name}: {value}"]
        before = self._processor()
        said = subprocess.run(
            [*command, self.address + path], check=True, capture_output=True, text=True
        ).stdout
        if "Non-2xx" in said or "Socket errors" in said:
            raise RuntimeError(f"{path} : {said}")
        answered = int(re.search(r"(\d+) requests in", said)[1])
        return answered / (self._processor() - before)

    def private_memory(self) -> list[float]:
        """Return the memory that each worker shares with nobody, in megabytes."""
        found = []
        for worker in self._workers():
            said = Path(f"/proc/{worker}/smaps_rollup").read_text()
            found.append(sum(map(int, re.findall(r"Private_\w+:\s*(\d+) kB", said))) / 1000)
        return found

    def _processor(self) -> float:
        """Return the seconds of processor that its workers have used so far."""
        ticks = 0
        for worker in self._workers():
            fields = Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def _workers(self) -> list[str]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return children.read_text().split()

    def stop(self) -> None:
        """End it."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)
