"""Words in a drawing, which breaks no lines by itself and knows no direction of text.

Drawings have no element that turns text around in every program, so each line carries its direction as the control
characters that Unicode has for it, and begins at the right edge in languages that run from there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import get_language_bidi

from events.wording.script import ISOLATE, RELEASE

FROM_THE_RIGHT = "\u2067"  # right-to-left isolate
#: What XML cannot hold: most control characters, halves of pairs, and two that are no characters.
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: Letters of transliteration that Plex does not have, as it is printed without them.
SUBSTITUTES = str.maketrans({"ʿ": "‘", "ʾ": "’", "ʻ": "‘", "ʼ": "’"})
#: Widths in ems, rather too wide than too narrow.
WIDTHS = (
    (re.compile(r"[\u2066-\u2069\u0300-\u036f\u064b-\u065f]"), 0.0),
    (re.compile(r"[ .,:;'’‘|!iIjlftr()/-]"), 0.34),
    (re.compile(r"[\u0600-\u06ff]"), 0.5),
    (re.compile(r"[MWmw—]|[\u1100-\u1fff\u2e80-\uffff]"), 0.9),
    (re.compile(r"[A-Z@%&—]"), 0.7),
)
OTHERS = 0.57


@dataclass(frozen=True)
class Line:
    """One line of text; `x`, `y` is where it begins on its base line: its right end in text that runs from there."""

    text: str
    x: float
    y: float
    size: float
    weight: int = 400
    colour: str = "#15181c"

    @property
    def anchor(self) -> str:
        return "end" if get_language_bidi() else "start"


def width(text: str, size: float) -> float:
    """About how wide `text` is, in units of the drawing."""
    return size * sum(map(_ems, text))


def _ems(letter: str) -> float:
    return next((ems for pattern, ems in WIDTHS if pattern.match(letter)), OTHERS)


def legible(text: str) -> str:
    """`text` as a drawing can hold it, in one line."""
    return " ".join(NO_XML.sub(" ", text).translate(SUBSTITUTES).split())


def directed(text: str) -> str:
    """One line of text that runs in the direction of the page's language."""
    return f"{FROM_THE_RIGHT}{text}{RELEASE}" if get_language_bidi() else text


def lines(text: str, size: float, room: float, most: int) -> list[str]:
    """`text` in up to `most` lines that fit into `room`; what is left out is said by an ellipsis."""
    broken = [*_broken(legible(text), size, room)]
    if len(broken) > most:
        broken = [*broken[: most - 1], _cut(broken[most - 1], size, room)]
    return [directed(line) for line in _held_together(broken)]


def _broken(text: str, size: float, room: float) -> Iterator[str]:
    """Lines of whole words; a word that is wider than a line is broken."""
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}".strip()
        if width(longer, size) <= room:
            line = longer
            continue
        if line:
            yield line
        line = word
        while width(line, size) > room:
            fits = _fitting(line, size, room)
            yield line[:fits]
            line = line[fits:]
    if line:
        yield line


def _fitting(text: str, size: float, room: float) -> int:
    """How many letters of `text` fit; at least one."""
    return next((end for end in range(len(text), 1, -1) if width(text[:end], size) <= room), 1)


def _cut(line: str, size: float, room: float) -> str:
    while line and width(f"{line} …", size) > room:
        line = line[:-1].rstrip()
    return f"{line} …".lstrip()


def _held_together(broken: list[str]) -> Iterator[str]:
    """Close what is held together at the end of each line, and open it again on the next."""
    opened = 0
    for line in broken:
        text = ISOLATE * opened + line
        opened = max(0, text.count(ISOLATE) - text.count(RELEASE))
        yield text + RELEASE * opened
