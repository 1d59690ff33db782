"""Every address of the site, and what answers where something is wrong."""

from django.urls import include, path

urlpatterns = [path("", include("measures.urls"))]

handler400 = "measures.views.errors.not_understood"
handler403 = "measures.views.errors.forbidden"
handler404 = "measures.views.errors.not_found"
handler429 = "measures.views.errors.too_often"  # asked for by allauth
handler500 = "measures.views.errors.broken"
