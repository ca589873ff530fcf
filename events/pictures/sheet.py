"""The frame of a picture: heading above, citation below, and the room that is left for the drawing."""

from dataclasses import dataclass, replace
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import get_language, get_language_bidi, gettext

from events.pictures.lettering import Line, directed, legible, lines, width
from events.pictures.said import Said

MARGIN = 56
LEADING = 1.3  # from line to line, of the size
MARK = 16
#: The light values of static/site/tokens.css: a drawing has no style sheet.
INK, SOFT, ACCENT = "#15181c", "#505860", "#a3271f"
TYPES = {
    "battles": "#1f62a8",
    "explosions-remote-violence": "#b85c00",
    "violence-against-civilians": "#7a3a9e",
    "protests": "#14795a",
    "riots": "#b03070",
    "strategic-developments": "#5a636c",
    "other": "#5a636c",
}


@dataclass(frozen=True)
class Room:
    """A rectangle, in units of the drawing."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height


@dataclass(frozen=True)
class Mark:
    """A symbol: one of templates/events/_symbols.html or templates/pictures/_frame.svg. `x`, `y` is its corner."""

    symbol: str
    colour: str
    x: float = 0
    y: float = 0
    size: int = MARK


class Sheet:
    """Text is written from the top down, and the citation from the bottom up; `room` is what remains."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.written: list[Line] = []
        self.marks: list[Mark] = []
        self.top, self.bottom = float(MARGIN), float(height - MARGIN * 0.7)

    @classmethod
    def of(cls, said: Said, width: int, height: int) -> "Sheet":
        """A sheet with the question as its heading, the figures below, and the citation at the foot."""
        sheet = cls(width, height)
        sheet.write(said.words, 34, most=2, weight=600)
        sheet.write(said.figures, 19, most=2, colour=SOFT)
        if not said.totals.events:
            sheet.write(gettext("No event in the public record answers this."), 19)
        sheet.foot(said.citation, 14, most=3)
        return sheet

    @property
    def room(self) -> Room:
        return Room(MARGIN, self.top, self.width - 2 * MARGIN, self.bottom - self.top)

    def write(self, text: str, size: float, *, most: int = 1, weight: int = 400, colour: str = INK) -> None:
        """Put text below what is written."""
        for line in lines(text, size, self.room.width, most):
            self.written.append(Line(line, self._across(0), self.top + 0.8 * size, size, weight, colour))
            self.top += size * LEADING
        self.top += size * 0.3

    def foot(self, text: str, size: float, *, most: int = 1) -> None:
        """Put text above what is written at the bottom."""
        for line in reversed(lines(text, size, self.room.width, most)):
            self.written.append(Line(line, self._across(0), self.bottom, size, colour=SOFT))
            self.bottom -= size * LEADING
        self.bottom -= size * 0.4

    def key(self, entries: list[tuple[Mark, str]], size: float = 16) -> None:
        """Put marks, each with its meaning, in rows below what is written."""
        across = 0.0
        for mark, text in entries:
            wide = mark.size + 8 + width(text, size) + 24
            if across and across + wide > self.room.width:
                across, self.top = 0.0, self.top + size * 1.5
            corner = self._across(across) - (mark.size if get_language_bidi() else 0)
            self.marks.append(replace(mark, x=corner, y=self.top))
            start = self._across(across + mark.size + 8)
            self.written.append(Line(directed(legible(text)), start, self.top + mark.size * 0.85, size, colour=SOFT))
            across += wide
        self.top += max(mark.size for mark, _ in entries) + 22

    def brand(self) -> None:
        """Put the mark of the site below what is written."""
        self.key([(Mark("brand", ACCENT, size=30), "conflictdb")], 26)

    def _across(self, units: float) -> float:
        """So far from where lines begin."""
        return self.width - MARGIN - units if get_language_bidi() else MARGIN + units

    def draw(self, template: str, **drawn: Any) -> str:
        """The picture as SVG."""
        frame = {
            "sheet": self,
            "is_from_the_right": get_language_bidi(),
            "language": (get_language() or "en").partition("-")[0],
            "title": " ".join(line.text for line in self.written),
        }
        return render_to_string(f"pictures/{template}.svg", {**frame, **drawn})
