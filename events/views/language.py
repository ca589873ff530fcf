"""In which language a page is: the one its path begins with, else English. Nothing else is asked of the visitor.

So a page stays a function of its URL, and a link that somebody sends on shows what the sender saw.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import get_language, get_language_from_path, override


def by_path(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """The middleware that answers in the language of the path."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        with override(get_language_from_path(request.path_info) or settings.LANGUAGE_CODE):
            return get_response(request)

    return answer


@dataclass(frozen=True)
class Edition:
    """One page in one language: the language's code for HTML, its name for itself, and where the page is."""

    language: str
    name: str
    url: str
    is_current: bool


def addresses(request: HttpRequest) -> dict[str, Any]:
    """What a template learns of the request: the editions of the page, and what whole addresses begin with."""
    return {"editions": editions(request), "origin": request.build_absolute_uri("/").removesuffix("/")}


def editions(request: HttpRequest) -> list[Edition]:
    """The page that is asked for, with the same question, in each language; the default one first."""
    return [*_editions(request)]


def _editions(request: HttpRequest) -> Iterator[Edition]:
    current = get_language()
    path = request.get_full_path().removeprefix(prefix(current))
    for code, name in settings.LANGUAGES:
        url = request.build_absolute_uri(prefix(code) + path)
        yield Edition(html_code(code), name, url, code == current)


def prefix(code: str | None) -> str:
    """What paths of a language begin with: empty or `/ar`."""
    return "" if code in (None, settings.LANGUAGE_CODE) else f"/{code}"


def html_code(code: str) -> str:
    """The language alone, for `lang` and `hreflang`: what is British about our English is no matter for readers."""
    return code.partition("-")[0]
