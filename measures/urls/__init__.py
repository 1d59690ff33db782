"""The addresses of the application: public pages, downloads, staff pages, side by side."""

from measures.urls.account import account_urls
from measures.urls.api import api_urls
from measures.urls.downloads import download_urls
from measures.urls.health import health_urls
from measures.urls.public import public_urls
from measures.urls.staff import staff_urls

urlpatterns = public_urls + download_urls + api_urls + account_urls + staff_urls + health_urls
