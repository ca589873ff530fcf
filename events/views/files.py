"""The selection as a file: streamed, conditional by publication number, open to scripts of any origin.

Unlike pages, files answer an unknown parameter or a bad value with 400: a script is told, and never gets all rows for a
bad question.
"""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from events.export import FORMATS
from events.filters import EventFilter
from events.stats import current_publication
from events.views.page import publication_etag


@require_safe
def file_csv(request: HttpRequest) -> HttpResponseBase:
    return _open_to_all(_answer(request, "csv"))


@require_safe
def file_json(request: HttpRequest) -> HttpResponseBase:
    return _open_to_all(_answer(request, "json"))


@require_safe
def file_geojson(request: HttpRequest) -> HttpResponseBase:
    return _open_to_all(_answer(request, "geojson"))


def _answer(request: HttpRequest, suffix: str) -> HttpResponseBase:
    event_filter = EventFilter(request.GET, strict=True)
    if not event_filter.is_valid():
        return _refusal(event_filter.errors)
    etag = publication_etag()
    return get_conditional_response(request, etag=etag) or _file(request, suffix, event_filter, etag)


def _refusal(errors: dict[str, list[str]]) -> HttpResponseBase:
    sentences = [f"{name}: {sentence}" for name, found in errors.items() for sentence in found]
    return JsonResponse({"error": " ".join(sentences), "errors": errors, "status": 400}, status=400)


def _file(request: HttpRequest, suffix: str, event_filter: EventFilter, etag: str) -> HttpResponseBase:
    query = event_filter.querystring()
    page = reverse("event_list") + (f"?{query}" if query else "")
    file_format = FORMATS[suffix]
    name = _name(event_filter, suffix)  # before the file begins: while COPY runs, its connection answers nothing else
    # HEAD has nothing to stream, and without a length that nobody knows.
    chunks = (
        _begun(file_format.write(event_filter, request.build_absolute_uri(page))) if request.method == "GET" else ()
    )
    response = StreamingHttpResponse(chunks, content_type=file_format.content_type)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Link"] = ", ".join(_links(page))
    response["Cache-Control"] = "public, no-cache"  # keep it, but ask each time
    if etag:
        response["ETag"] = etag
    return response


def _begun(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The same chunks, of which the first is made at once: what fails until then is an error page, not half a file."""
    first = next(chunks)

    def all_of_them() -> Iterator[bytes]:
        yield first
        yield from chunks

    return all_of_them()


def _name(event_filter: EventFilter, suffix: str) -> str:
    """`conflictdb-battles-in-iraq-2018-publication-12.csv`."""
    return f"conflictdb-{slugify(event_filter.words)[:80]}-publication-{current_publication()}.{suffix}"


def _links(page: str) -> Iterator[str]:
    yield f'<{page}>; rel="alternate"; type="text/html"'
    yield f'<{reverse("about")}#cite>; rel="cite-as"'
    yield f'<{reverse("about")}#data>; rel="license"'
    yield f'<{reverse("codebook")}>; rel="describedby"'


def _open_to_all(response: HttpResponseBase) -> HttpResponseBase:
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "Content-Disposition, ETag, Link"
    return response
