"""URL root: the admin, two health probes, and the public site."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django_otp.admin import OTPAdminSite

from events.views.health import healthz, readyz

if settings.REQUIRE_SECOND_FACTOR:
    admin.site.__class__ = OTPAdminSite  # django-otp's documented way to keep one site and every registration on it

urlpatterns = [
    path("admin/", admin.site.urls),
    path("healthz", healthz),
    path("readyz", readyz),
    path("", include("events.urls")),
]
