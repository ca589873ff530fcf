"""Links to the files of a selection, with what to expect of each."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from events.export import FORMATS, LAYOUTS
from events.export.layouts import EVENTS
from events.wording import Words, number

#: By what they are made of.
UNITS = ((10**9, _("about %(number)s GB")), (10**6, _("about %(number)s MB")), (10**3, _("about %(number)s kB")))
#: Layouts other than a row for each event, by name.
LONG = {"claims": _("A row for each claim:"), "participants": _("A row for each participant:")}


@dataclass(frozen=True)
class File:
    """A link; `size` in words, where it can be told before the file is made."""

    url: str
    name: str
    size: str = ""


@dataclass(frozen=True)
class TakeAway:
    """Files with a row for each event, and those of each long layout."""

    events: list[File]
    long: list[tuple[Words, list[File]]]


def take_away(query: str, events: int) -> TakeAway:
    """The files of a selection of so many events. A format that cannot hold them is left out."""
    possible = {
        suffix: form for suffix, form in FORMATS.items() if form.max_events is None or events <= form.max_events
    }
    by_event = [
        File(f"/events.{suffix}{_asked(query)}", form.name, size(form.bytes_of(events)))
        for suffix, form in possible.items()
    ]
    long: list[tuple[Words, list[File]]] = [
        (
            LONG[layout],
            [
                File(f"/events.{suffix}{_asked(f'{query}&layout={layout}'.strip('&'))}", form.name)
                for suffix, form in possible.items()
                if form.has_layouts
            ],
        )
        for layout in LAYOUTS
        if layout != EVENTS.name
    ]
    return TakeAway(by_event, long)


def size(length: int) -> str:
    """`about 3 MB`: two digits at most, since no estimate is better than that."""
    unit, words = next(((unit, words) for unit, words in UNITS if length >= unit), UNITS[-1])
    return str(words) % {"number": number(max(1, round(float(f"{length / unit:.2g}"))))}


def _asked(query: str) -> str:
    return f"?{query}" if query else ""
