"""Probes for a supervisor or load balancer."""

from django.conf import settings
from django.db import DatabaseError, connections
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the process answers at all, and which version it is of."""
    return HttpResponse(f"ok\nconflictdb {settings.VERSION}\n", content_type="text/plain")


@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when both databases answer, else 503 naming the ones that do not."""
    absent = [alias for alias in ("default", "public") if not _answers(alias)]
    if absent:
        return HttpResponse(f"no answer: {', '.join(absent)}\n", status=503, content_type="text/plain")
    return HttpResponse("ready\n", content_type="text/plain")


def _answers(alias: str) -> bool:
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute("select 1")
    except DatabaseError:
        return False
    return True
