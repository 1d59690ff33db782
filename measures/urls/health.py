"""What balancers and supervisors ask."""

from django.urls import path

from measures.views import health

health_urls = [
    path("sante/vivant", health.alive, name="health_alive"),
    path("sante/pret", health.ready, name="health_ready"),
]
