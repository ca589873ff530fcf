"""URL root: the admin, two health probes, and the public site."""

from django.urls import include, path

from events.admin import site
from events.views.health import healthz, readyz

urlpatterns = [
    path("admin/", site.urls),
    path("healthz", healthz),
    path("readyz", readyz),
    path("", include("events.urls")),
]
