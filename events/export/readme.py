"""README.txt of the bundle: what the files are, how to cite them, on which terms, and what each column means."""

from collections.abc import Iterator
from textwrap import fill

from events.export.dictionary import dictionary, facts
from events.export.layouts import LAYOUTS, Layout
from events.export.selection import Selection

FILES = """conflictdb
==========

events.csv         one row for each event of the selection
claims.csv         one row for each claim about one of them: who says what; `code` is the event's
participants.csv   one row for each actor that took part in one of them
datapackage.json   the same in a form that programs read (Frictionless Data Package)
SHA256SUMS         checksums: sha256sum --check SHA256SUMS

CSV is UTF-8, RFC 4180. An empty cell means not known, which is not 0. Lists are joined by "; ".
Text that a spreadsheet would run as a formula has an apostrophe in front; to get the original
back, take one away where a text cell matches ^'+[=+@\\t\\r-].
"""


def readme(selection: Selection) -> str:
    """The text, for people, in lines of 100 characters or less. The selection has to be opened."""
    about = (fill(f"{name}: {value}", 100, subsequent_indent="  ") for name, value in facts(selection))
    return "\n".join([FILES, *about, "", *(line for layout in LAYOUTS.values() for line in _columns(layout)), ""])


def _columns(layout: Layout) -> Iterator[str]:
    title = f"{layout.name}.csv"
    yield from (title, "-" * len(title), "")
    for name, meaning, kind, unit, codes in dictionary(layout):
        details = "; ".join(filter(None, [kind, unit, codes]))
        yield fill(f"{name:<20} {meaning} ({details})", 100, subsequent_indent=" " * 21)
    yield ""
