"""What is counted for Prometheus: answers of the application, and those of the pages kept."""

import pytest
from django.core.wsgi import get_wsgi_application
from prometheus_client import REGISTRY

from tests.tracker.asking import ask
from tracker import metrics
from tracker.content_version import ContentVersion
from tracker.page_cache import PageCache

MADE = {"view": "about", "method": "GET", "status": "200"}


def counted() -> tuple[float, float]:
    made = REGISTRY.get_sample_value("suivi_requests_total", MADE) or 0
    return made, REGISTRY.get_sample_value("suivi_kept_pages_total") or 0


@pytest.mark.django_db
def test_a_page_is_counted_where_it_is_made_then_where_it_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(metrics, "ENABLED", True)
    site = PageCache(get_wsgi_application(), version=ContentVersion(every=60), room=1_000_000)
    made, kept = counted()
    for _ in range(3):
        ask(site, "/a-propos/")
    ask(site, "/a-propos/", IF_NONE_MATCH="*")
    assert counted() == (made + 1, kept + 3)
