"""The barest Django there is: one view, no middleware, and one file served by WhiteNoise.

`FOLDER` holds that file. What `make bench` measures is compared with this, on the same server.
"""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path
from whitenoise import WhiteNoise


def hello(request: HttpRequest) -> HttpResponse:
    """Greet."""
    return HttpResponse("hello")


urlpatterns = [path("", hello)]
settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="-" * 50, USE_TZ=True)
application = WhiteNoise(get_wsgi_application(), root=os.environ["FOLDER"], prefix="files/")
