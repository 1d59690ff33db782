"""The WSGI application behind its cache, refused to an installation that is not safe to open."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")

application = get_wsgi_application()

# Imported here: models exist only once Django is set up.
from django.conf import settings  # noqa: E402
from django.db import connections  # noqa: E402

from measures.actions.accounts import refuse_demonstration_accounts  # noqa: E402
from tracker.page_cache import PageCache  # noqa: E402

refuse_demonstration_accounts()
connections.close_all()  # never shared with the workers that a preloading server forks
if settings.PAGE_CACHE_BYTES:
    application = PageCache(application, room=settings.PAGE_CACHE_BYTES)
