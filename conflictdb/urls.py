"""URL root: the admin, two health probes, and the public site, whose pages are in each language."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import path

from events import urls
from events.admin import site
from events.views.health import healthz, readyz

urlpatterns = [
    path("admin/", site.urls),
    path("healthz", healthz),
    path("readyz", readyz),
    *i18n_patterns(*urls.in_each_language, prefix_default_language=False),
    *urls.data,
]
