"""Joining words of two scripts: lists, and Latin names inside a sentence that runs from right to left."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache, lru_cache, wraps
from typing import ParamSpec, TypeAlias

from django.utils.functional import Promise
from django.utils.translation import get_language, get_language_bidi, gettext, pgettext

P = ParamSpec("P")

#: Words, or what becomes words in the language of the page that shows them.
Words: TypeAlias = str | Promise

LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
ISOLATE, RELEASE = "\u2068", "\u2069"  # first strong isolate, pop directional isolate


def said_often(function: Callable[P, str]) -> Callable[P, str]:
    """Remember what `function` says in each language: the same days and figures recur, and looking them up costs."""

    @lru_cache(maxsize=10_000)
    def remembered(language: str | None, *args: P.args, **kwargs: P.kwargs) -> str:
        return function(*args, **kwargs)

    @wraps(function)
    def say(*args: P.args, **kwargs: P.kwargs) -> str:
        return remembered(get_language(), *args, **kwargs)  # type: ignore[arg-type]  # all of them are hashable

    return say


@cache
def _is_from_the_right(language: str | None) -> bool:
    return get_language_bidi()


def isolated(text: str) -> str:
    """`text` as it is, or held together where it is Latin inside a sentence that runs from right to left.

    Without that, brackets, commas and figures beside a Latin name land on its wrong side. In HTML, `<bdi>` does so too.
    """
    if not _is_from_the_right(get_language()) or not LATIN.search(text) or text.startswith(ISOLATE):
        return text
    return f"{ISOLATE}{text}{RELEASE}"


def is_foreign(text: str) -> bool:
    """Whether `text` is in the other direction than the page, by its first letter."""
    first = next(filter(str.isalpha, text), "")
    return bool(first) and (unicodedata.bidirectional(first) in {"R", "AL"}) != _is_from_the_right(get_language())


def listed(items: Iterable[str]) -> str:
    """`A, B, C`."""
    return pgettext("between the items of a list", ", ").join(items)


def alternatives(items: Iterable[str]) -> str:
    """`A or B or C`, each once."""
    word = gettext("or")
    return f" {word} ".join(dict.fromkeys(items))
