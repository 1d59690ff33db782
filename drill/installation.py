"""An installation of its own for a drill: a folder, a database, a server on the loopback."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from drill.visitor import Visitor

ROOT = Path(__file__).resolve().parent.parent
PORT = int(os.environ.get("DRILL_PORT", "8360"))
PLAN = "/plans/2014-2016/evaluations/2017/"
DRAFT = "/redaction/plans/2014-2016/evaluations/essai/"


class Installation:
    """The demonstration, in a folder of its own."""

    def __init__(self, folder: Path, *, database: str = "") -> None:
        self.folder = folder
        self.port = PORT
        self.environment = {
            "PATH": os.environ["PATH"],
            "TRACKER_MODE": "demonstration",
            "TRACKER_VAR": str(folder),
            "DATABASE_URL": database or f"sqlite:///{folder / 'suivi.sqlite3'}",
            "DJANGO_SETTINGS_MODULE": "tracker.settings",
            "LISTEN": f"127.0.0.1:{self.port}",
            "WEB_CONCURRENCY": "2",
            "SITE_URL": f"http://127.0.0.1:{self.port}",
        }
        self.server: subprocess.Popen[bytes] | None = None

    def python(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run Python in this installation."""
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment,
            check=check,
            capture_output=True,
            text=True,
            timeout=300,
        )

    def manage(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a command of `manage.py`."""
        return self.python("manage.py", *arguments, check=check)

    def prepare(self) -> "Installation":
        """Load the plan, create the accounts, assemble the files of the site."""
        self.manage("migrate", "--verbosity", "0")
        self.manage("load_plan", "fixtures/2014-2016", "--if-missing")
        self.manage("rebuild_search", "--if-missing")
        self.manage("create_demonstration_accounts")
        self.manage("collectstatic", "--noinput", "--verbosity", "0")
        return self

    def start(self) -> "Installation":
        """Serve, and return once pages are answered."""
        with (self.folder / "serveur.log").open("ab") as log:
            self.server = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
            )
        for _ in range(240):
            if self.visitor().get("/sante/pret").status == 200:
                return self
            time.sleep(0.25)
        raise RuntimeError((self.folder / "serveur.log").read_text(encoding="utf-8")[-2000:])

    def stop(self) -> None:
        """End the server."""
        if self.server is not None:
            self.server.send_signal(signal.SIGTERM)
            try:
                self.server.wait(40)
            except subprocess.TimeoutExpired:
                self.server.kill()
                self.server.wait()
            self.server = None

    def workers(self) -> set[int]:
        """Return the processes that answer."""
        assert self.server is not None
        children = Path(f"/proc/{self.server.pid}/task/{self.server.pid}/children")
        return {int(number) for number in children.read_text().split()}

    def visitor(self) -> Visitor:
        """Return somebody new."""
        return Visitor(self.port)

    def writer(self, name: str = "redaction") -> Visitor:
        """Return somebody with a session."""
        visitor = self.visitor()
        visitor.log_in(name)
        return visitor
