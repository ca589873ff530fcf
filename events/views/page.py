"""What all public pages share: they read the public record only, and are answered from memory while it stands still.

A public page is a function of its URL, the publication number and the code. It never looks at the visitor: templates
are rendered without the request, so neither session nor account is touched, and pages work while the private database
is away. Of the address they learn only what the page is called in each language.
"""

import gzip
import hashlib
import re
from collections.abc import Callable, Mapping
from functools import cache, wraps
from pathlib import Path
from typing import Any, TypeAlias

from django.conf import settings
from django.core.cache import cache as memory
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from psycopg.errors import QueryCanceled

from events.models import Publication
from events.stats.copy import TooLongError, copy
from events.views.language import addresses

LARGEST = 131_072  # bytes; what is larger, such as some pictures, is made again when it is asked for
View: TypeAlias = Callable[..., HttpResponseBase]


@cache
def code_version() -> str:
    """A digest of what pages are made with, so that an upgrade ends the life of every page made before."""
    folders = {"templates": "*.html", "static/site": "*.*", "events": "*.py", "locale": "*.mo"}
    files = [file for folder, name in folders.items() for file in sorted((settings.BASE_DIR / folder).rglob(name))]
    return hashlib.sha256(settings.VERSION.encode() + b"".join(map(_digest, files))).hexdigest()[:12]


def _digest(file: Path) -> bytes:
    return hashlib.sha256(file.read_bytes()).digest()


def publication_etag() -> str:
    """The state of the public record and of the code as an ETag; empty before anything was published."""
    current = Publication.objects.using("public").order_by("-number").values_list("number", "at").first()
    return f'W/"{current[0]}-{current[1].timestamp():.0f}-{code_version()}"' if current else ""


def render_page(template: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """A page that `public_page` renders."""
    return SimpleTemplateResponse(template, {**context}, status=status)


def public_page(view: View) -> View:
    """Answer GET and HEAD: 304 to a browser that has the page already, else from memory, else by calling `view`."""

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        etag = "" if settings.DEBUG else publication_etag()
        if not etag:
            return _in_time(request, view, *args, **kwargs)
        not_modified = get_conditional_response(request, etag=etag)
        if not_modified is not None:
            return not_modified
        key = hashlib.sha256(f"{etag} {request.build_absolute_uri()}".encode()).hexdigest()
        stored = memory.get(key)
        if stored is None:
            response = _in_time(request, view, *args, **kwargs)
            is_whole = response.status_code == 200 and response.get("Cache-Control") != "no-store"
            if not is_whole or not isinstance(response, HttpResponse):
                return response
            stored = (response["Content-Type"], gzip.compress(response.content, 5, mtime=0))
            if len(stored[1]) <= LARGEST:
                memory.set(key, stored)
        return _from_memory(request, etag, *stored)

    return answer


def _in_time(request: HttpRequest, view: View, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """The page; one that says so if a database gave the question up because it took too long."""
    try:
        return _rendered(request, view(request, *args, **kwargs))
    except TooLongError:
        pass
    except OperationalError as error:
        if not isinstance(error.__cause__, QueryCanceled):
            raise
    slow = _rendered(request, render_page("events/too_long.html", {}, status=503))
    slow["Cache-Control"] = "no-store"
    slow["Retry-After"] = "60"
    return slow


def _rendered(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The page, rendered where it was left to us; the copy then says how fresh the names are that pages remember."""
    if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
        response.context_data = {**(response.context_data or {}), **addresses(request)}
        if get_language() != settings.LANGUAGE_CODE:
            copy.follow()
        response.render()
    return response


def _from_memory(request: HttpRequest, etag: str, content_type: str, body: bytes) -> HttpResponse:
    headers = {"ETag": etag, "Cache-Control": "public, no-cache"}  # no-cache: keep it, but ask each time
    if re.search(r"\bgzip\b", request.headers.get("Accept-Encoding", "")):
        headers["Content-Encoding"] = "gzip"
    else:
        body = gzip.decompress(body)
    headers["Content-Length"] = str(len(body))  # of HEAD too, which sends no body
    response = HttpResponse(b"" if request.method == "HEAD" else body, content_type=content_type, headers=headers)
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
