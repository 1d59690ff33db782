"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("measures.urls")),
    path("administration/", admin.site.urls),
]

handler404 = "measures.views.errors.not_found"
handler500 = "measures.views.errors.broken"
