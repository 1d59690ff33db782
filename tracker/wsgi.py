"""The WSGI application behind its cache, refused to an installation that is not safe to open."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")

application = get_wsgi_application()

# Imported here: models exist only once Django is set up.
from django.conf import settings  # noqa: E402
from django.db import connections  # noqa: E402
from django.urls import get_resolver  # noqa: E402

from tracker.page_cache import PageCache  # noqa: E402
from tracker.start import refuse_what_is_not_safe  # noqa: E402

refuse_what_is_not_safe()
connections.close_all()  # never shared with the workers that a preloading server forks
if settings.PAGE_CACHE_BYTES:
    application = PageCache(application, room=settings.PAGE_CACHE_BYTES)

# What every worker needs is loaded before a preloading server forks, and left alone by the
# collector: workers share it.
get_resolver().url_patterns  # noqa: B018
gc.collect()
gc.freeze()
