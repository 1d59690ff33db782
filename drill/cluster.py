"""A PostgreSQL of its own, which a drill may stop: never that of the machine."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from drill.installation import PORT


class Cluster:
    """A server on a port and in a folder of its own, run by `postgres` where root asks."""

    def __init__(self) -> None:
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
        self.programs = found[-1].parent if found else None
        self.port = PORT + 5
        self.folder = Path()

    @property
    def url(self) -> str:
        """Where its database is."""
        return f"postgres://suivi@127.0.0.1:{self.port}/suivi"

    def create(self, *, room: str = "") -> bool:
        """Make and start it; false where the machine has no PostgreSQL.

        `room` puts it on a small disk of memory (« 120m »), which only root may make.
        """
        if self.programs is None:
            return False
        self.folder = Path(tempfile.mkdtemp(prefix="drill-postgresql-"))
        if room:
            mount_memory(self.folder, room)
        if os.getuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
        data = str(self.folder / "data")
        self._run(
            *("initdb", "-D", data, "-A", "trust", "-U", "suivi", "-E", "UTF8"),
            *("--locale=C.UTF-8", "--wal-segsize=1"),
        )
        with (self.folder / "data/postgresql.conf").open("a") as settings:
            settings.write("min_wal_size = 2MB\nmax_wal_size = 8MB\n")
        self.start()
        self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "suivi", "suivi")
        return True

    def start(self) -> float:
        """Start it; return how many seconds that took."""
        begin = time.monotonic()
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="
        log = str(self.folder / "log")
        self._run(
            "pg_ctl", "-D", str(self.folder / "data"), "-w", "-l", log, "-o", options, "start"
        )
        return time.monotonic() - begin

    def stop(self) -> None:
        """Cut it off, whatever it was doing."""
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-w", "stop")

    def remove(self) -> None:
        """End it and leave nothing."""
        with suppress(subprocess.CalledProcessError):  # it may be stopped already
            self.stop()
        unmount(self.folder)
        shutil.rmtree(self.folder, ignore_errors=True)

    def is_up(self) -> bool:
        """Tell whether it runs: a disk that is full may have ended it."""
        try:
            self._run("pg_isready", "-h", "127.0.0.1", "-p", str(self.port))
        except subprocess.CalledProcessError:
            return False
        return True

    def _run(self, program: str, *arguments: str) -> None:
        assert self.programs is not None
        command = [str(self.programs / program), *arguments]
        if os.getuid() == 0:
            command = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", *command]
        subprocess.run(
            command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/"
        )


def mount_memory(folder: Path, size: str) -> None:
    """Put a small disk of memory on a folder. Raises `CalledProcessError` where that is refused."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    subprocess.run(command, check=True, capture_output=True)


def unmount(folder: Path) -> None:
    """Take the disk of memory off a folder, if there is one."""
    if folder.is_mount():
        subprocess.run(["umount", "--lazy", folder], check=False)
