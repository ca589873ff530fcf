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

from events.export import FORMATS, Selection
from events.export.layouts import EVENTS
from events.filters import InvalidFilter
from events.stats import current_publication
from events.views.page import publication_etag


@require_safe
def file(request: HttpRequest, suffix: str) -> HttpResponseBase:
    """The file in the format that `suffix` names."""
    response = _answer(request, suffix)
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "Content-Disposition, ETag, Link"
    return response


def _answer(request: HttpRequest, suffix: str) -> HttpResponseBase:
    selection = Selection.asked(request.GET, has_layouts=FORMATS[suffix].has_layouts)
    if selection.errors:
        return _refusal(selection.errors)
    etag = publication_etag()
    try:
        return get_conditional_response(request, etag=etag) or _file(request, suffix, selection, etag)
    except InvalidFilter as error:  # there are too many events for the format
        return _refusal(error.message_dict)


def _refusal(errors: dict[str, list[str]]) -> HttpResponseBase:
    sentences = [f"{name}: {sentence}" for name, found in errors.items() for sentence in found]
    return JsonResponse({"error": " ".join(sentences), "errors": errors, "status": 400}, status=400)


def _file(request: HttpRequest, suffix: str, selection: Selection, etag: str) -> HttpResponseBase:
    query = selection.event_filter.querystring()
    page = reverse("event_list") + (f"?{query}" if query else "")
    selection.url = request.build_absolute_uri(page)
    if request.method == "GET":
        chunks = _begun(FORMATS[suffix].write(selection))
    else:  # HEAD has nothing to stream, and without a length that nobody knows
        chunks, selection.publication = iter(()), current_publication()
    response = StreamingHttpResponse(chunks, content_type=FORMATS[suffix].content_type)
    # After the file began, no question may go to the database: while COPY runs, its connection answers nothing else.
    response["Content-Disposition"] = content_disposition_header(True, _name(selection, suffix))
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


def _name(selection: Selection, suffix: str) -> str:
    """`conflictdb-battles-in-iraq-2018-claims-publication-12.csv`."""
    parts = ["conflictdb", slugify(selection.event_filter.words)[:80]]
    if selection.layout is not EVENTS:
        parts.append(selection.layout.name)
    return "-".join([*parts, "publication", f"{selection.publication}.{suffix}"])


def _links(page: str) -> Iterator[str]:
    yield f'<{page}>; rel="alternate"; type="text/html"'
    yield f'<{reverse("about")}#cite>; rel="cite-as"'
    yield f'<{reverse("about")}#data>; rel="license"'
    yield f'<{reverse("codebook")}>; rel="describedby"'
