"""Joining words of two scripts: lists, and Latin names inside a sentence that runs from right to left."""

import re
import unicodedata
from collections.abc import Iterable
from typing import TypeAlias

from django.utils.functional import Promise
from django.utils.translation import get_language_bidi, gettext, pgettext

#: Words, or what becomes words in the language of the page that shows them.
Words: TypeAlias = str | Promise

LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
ISOLATE, RELEASE = "\u2068", "\u2069"  # first strong isolate, pop directional isolate


def isolated(text: str) -> str:
    """`text` as it is, or held together where it is Latin inside a sentence that runs from right to left.

    Without that, brackets, commas and figures beside a Latin name land on its wrong side. In HTML, `<bdi>` does so too.
    """
    if not get_language_bidi() or not LATIN.search(text) or text.startswith(ISOLATE):
        return text
    return f"{ISOLATE}{text}{RELEASE}"


def is_foreign(text: str) -> bool:
    """Whether `text` is in the other direction than the page, by its first letter."""
    first = next(filter(str.isalpha, text), "")
    return bool(first) and (unicodedata.bidirectional(first) in {"R", "AL"}) != get_language_bidi()


def listed(items: Iterable[str]) -> str:
    """`A, B, C`."""
    return pgettext("between the items of a list", ", ").join(items)


def alternatives(items: Iterable[str]) -> str:
    """`A or B or C`, each once."""
    word = gettext("or")
    return f" {word} ".join(dict.fromkeys(items))
