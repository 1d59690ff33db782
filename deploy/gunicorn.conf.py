"""How gunicorn serves the application: everything that an installation may set is a variable."""

import multiprocessing
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tracker import logs, metrics  # noqa: E402 - beside this file

chdir = str(ROOT)
wsgi_app = "tracker.wsgi"
bind = os.environ.get("LISTEN", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", multiprocessing.cpu_count() + 1))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_class = "gthread"
preload_app = True  # the code is in memory once; checks are made once
timeout = 60  # seconds; the longest answer is the PDF of a long draft
graceful_timeout = 30
keepalive = 5
# A worker gives its memory back from time to time.
max_requests, max_requests_jitter = 20_000, 2_000
if os.access("/dev/shm", os.W_OK):  # noqa: S108 - a heartbeat must not wait for a disk
    worker_tmp_dir = "/dev/shm"  # noqa: S108
# Only the proxy reaches this socket; it says who asks, and how.
forwarded_allow_ips = "*" if bind.startswith("unix:") else "127.0.0.1,::1"
limit_request_line = 4094
limit_request_fields = 60
loglevel = "info"
_logging = logs.config(production=os.environ.get("TRACKER_MODE", "production") == "production")
logconfig_dict = _logging | {
    "loggers": {"gunicorn.error": {"level": "INFO"}, "gunicorn.access": {"level": "CRITICAL"}}
}


def when_ready(server: object) -> None:
    """Let Prometheus read the counts of all workers, on the loopback address."""
    port = os.environ.get("METRICS_PORT")
    if metrics.ENABLED and port:
        metrics.serve(int(port))


def child_exit(server: object, worker: object) -> None:
    """Forget what a worker said of itself alone."""
    if metrics.ENABLED:
        metrics.forget(worker.pid)
