"""What Prometheus counts: requests by view, method and status, and how long they take.

Counted by all worker processes together, in files of `PROMETHEUS_MULTIPROC_DIR`; without that
variable, nothing is. The figures are served by gunicorn's master on the loopback address alone
(`deploy/gunicorn.conf.py`), never by the site.
"""

import os

from prometheus_client import CollectorRegistry, Counter, Histogram, start_http_server
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

ENABLED = bool(os.environ.get("PROMETHEUS_MULTIPROC_DIR"))
METHODS = {"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"}

_requests = Counter(
    "suivi_requests", "Requests answered by the application", ["view", "method", "status"]
)
_kept = Counter("suivi_kept_pages", "Requests answered by a page that was kept")
_seconds = Histogram(
    "suivi_request_seconds",
    "Seconds to answer, without the network",
    ["view"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)


def count(*, view: str, method: str, status: int, seconds: float) -> None:
    """Count a request; `view` is the name of an address, so that the series stay few."""
    if ENABLED:
        _requests.labels(view, method if method in METHODS else "OTHER", str(status)).inc()
        _seconds.labels(view).observe(seconds)


def count_kept() -> None:
    """Count a request that never reached the application: a page kept in front answered."""
    if ENABLED:
        _kept.inc()


def serve(port: int) -> None:
    """Serve what all processes counted, on the loopback address, from a thread."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    start_http_server(port, addr="127.0.0.1", registry=registry)


def forget(process: int) -> None:
    """Drop the gauges of a worker that ended."""
    mark_process_dead(process)
