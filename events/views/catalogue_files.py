"""/actors.csv, /places.csv, /sources.csv: the lists as files, with numbers of events. They take `q` as the lists do."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from events.export.catalogue import catalogue_csv
from events.models import PublishedActor, PublishedPlace, PublishedSource
from events.stats import current_publication
from events.stats.catalogue import events_of
from events.views.page import publication_etag
from events.views.profiles import searched, selection


def _file(noun: str, model: Any, names: str) -> Callable[[HttpRequest], HttpResponseBase]:
    """The view of one list; `names` is the column of events that names its rows."""

    @require_safe
    def file(request: HttpRequest) -> HttpResponseBase:
        if unknown := [name for name in request.GET if name != "q"]:
            sentence = gettext("There is no parameter “%(name)s”. Known: %(known)s.") % {
                "name": unknown[0],
                "known": "q",
            }
            return JsonResponse({"error": sentence, "errors": {unknown[0]: [sentence]}, "status": 400}, status=400)
        etag = publication_etag()
        if etag and (unchanged := get_conditional_response(request, etag=etag)):
            return unchanged
        rows = searched(model.objects.using("public").defer(*_heavy(model)), request.GET.get("q", "").strip())
        return _streamed(noun, catalogue_csv(rows, events_of(names, selection())), etag)

    return file


def _heavy(model: Any) -> list[str]:
    """Columns that no file has and that are large."""
    return [field.name for field in model._meta.concrete_fields if field.name in {"boundary", "keys", "words"}]


def _streamed(noun: str, chunks: Any, etag: str) -> HttpResponse | StreamingHttpResponse:
    response = StreamingHttpResponse(chunks, content_type="text/csv; charset=utf-8")
    name = f"conflictdb-{noun}-publication-{current_publication()}.csv"
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "public, no-cache"  # keep it, but ask each time
    response["Access-Control-Allow-Origin"] = "*"
    if etag:
        response["ETag"] = etag
    return response


actor_file = _file("actors", PublishedActor, "actors")
place_file = _file("places", PublishedPlace, "place_path")
source_file = _file("sources", PublishedSource, "sources")
