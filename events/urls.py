"""The site map: every public URL, grouped by what it shows."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
