"""Figures: ranges of people harmed, sums of them, and things counted."""

from typing import NamedTuple

from django.utils.translation import gettext, gettext_lazy, ngettext_lazy, npgettext_lazy

from events.wording.script import said_often

NOT_KNOWN = gettext_lazy("not known")

#: What is counted on its own; a sentence around a count is a message of its own instead.
COUNTED = {
    "event": ngettext_lazy("%(number)s event", "%(number)s events", "count"),
    "incident": ngettext_lazy("%(number)s incident", "%(number)s incidents", "count"),
}

#: By outcome: what is said if nobody gives a figure, and if nobody was harmed.
UNKNOWN = {
    "killed": gettext_lazy("number killed not known"),
    "injured": gettext_lazy("number injured not known"),
    "abducted": gettext_lazy("number abducted not known"),
    "missing": gettext_lazy("number missing not known"),
    "displaced": gettext_lazy("number displaced not known"),
}
NOBODY = {
    "killed": gettext_lazy("nobody killed"),
    "injured": gettext_lazy("nobody injured"),
    "abducted": gettext_lazy("nobody abducted"),
    "missing": gettext_lazy("nobody missing"),
    "displaced": gettext_lazy("nobody displaced"),
}
#: By outcome: a figure with its noun. Languages that say “two dead” in one word may leave an exact figure out.
EXACTLY = {
    "killed": npgettext_lazy("exactly", "%(figure)s killed", "%(figure)s killed", "last"),
    "injured": npgettext_lazy("exactly", "%(figure)s injured", "%(figure)s injured", "last"),
    "abducted": npgettext_lazy("exactly", "%(figure)s abducted", "%(figure)s abducted", "last"),
    "missing": npgettext_lazy("exactly", "%(figure)s missing", "%(figure)s missing", "last"),
    "displaced": npgettext_lazy("exactly", "%(figure)s displaced", "%(figure)s displaced", "last"),
}
#: The same for “about 4”, “4 or more”, “up to 4”, “2 to 4”; the number decides which plural.
ROUGHLY = {
    "killed": npgettext_lazy("about, up to", "%(figure)s killed", "%(figure)s killed", "last"),
    "injured": npgettext_lazy("about, up to", "%(figure)s injured", "%(figure)s injured", "last"),
    "abducted": npgettext_lazy("about, up to", "%(figure)s abducted", "%(figure)s abducted", "last"),
    "missing": npgettext_lazy("about, up to", "%(figure)s missing", "%(figure)s missing", "last"),
    "displaced": npgettext_lazy("about, up to", "%(figure)s displaced", "%(figure)s displaced", "last"),
}
LOW_BEST_HIGH = (gettext_lazy("low %(number)s"), gettext_lazy("best %(number)s"), gettext_lazy("high %(number)s"))


def number(value: int) -> str:
    """An integer with its thousands told apart: 12,345; the same in every language (docs/adr/0008)."""
    return f"{value:,}"


def plural(count: int, noun: str, nouns: str = "") -> str:
    """`1 row`, `2 rows`, in English, for the command line; `nouns` where the plural is irregular."""
    return f"{number(count)} {noun if count == 1 else nouns or noun + 's'}"


@said_often
def counted(count: int, noun: str) -> str:
    """`1 event`, `2 events`, in the language of the page; `noun` is one of COUNTED."""
    return str(COUNTED[noun] % {"count": count, "number": number(count)})


class _Said(NamedTuple):
    """A range in words: the figure, what is said after its noun, and the number that stands before the noun."""

    figure: str
    rest: str
    last: int


@said_often
def figure(low: int | None, best: int | None, high: int | None) -> str:
    """A range in words. Null is not known, never 0; figures that do not rise are shown as their data set gives them."""
    said = _range(low, best, high)
    return f"{said.figure} {said.rest}".strip() if said else str(NOT_KNOWN)


@said_often
def harm(outcome: str, low: int | None, best: int | None, high: int | None) -> str:
    """`4 or more killed`, `about 12 injured (10 to 15)`, `nobody killed`, `number killed not known`."""
    said = _range(low, best, high)
    if not said:
        return str(UNKNOWN[outcome])
    if said.figure == "0":
        core = str(NOBODY[outcome])
    else:
        words = EXACTLY if said.figure == number(said.last) else ROUGHLY
        core = str(words[outcome] % {"figure": said.figure, "last": said.last})
    return f"{core} {said.rest}".strip()


def sums(low: int, best: int, high: int, *, none_given: bool) -> tuple[str, str]:
    """Figures added up over many events, as (figure, range): `("1,234", "1,100 to 1,500")`; the range may be empty.

    An event may give only a lower bound, so the sum of best or high figures can fall short of that of low ones; then
    only the lower bound holds.
    """
    if none_given:
        return str(NOT_KNOWN), ""
    if not low <= best <= high:
        return _or_more(low), ""
    return number(best), "" if low == high else _to(low, high)


def _range(low: int | None, best: int | None, high: int | None) -> _Said | None:
    """The range; None if no figure is given."""
    given = [value for value in (low, best, high) if value is not None]
    if not given:
        return None
    if given != sorted(given):
        named = zip(LOW_BEST_HIGH, (low, best, high), strict=True)
        figures = ", ".join(str(name % {"number": number(value)}) for name, value in named if value is not None)
        shown = best if best is not None else given[0]
        rest = gettext("(as its data set gives it: %(figures)s)") % {"figures": figures}
        return _Said(number(shown), rest, shown)
    if best is None:
        return _Said(_bounds(low, high), "", given[-1])
    return _Said(*_around(best, low, high), best)


def _bounds(low: int | None, high: int | None) -> str:
    if low is None or (low == 0 and high):
        return gettext("up to %(number)s") % {"number": number(high)} if high else "0"
    if high is None:
        return _or_more(low)
    return number(low) if low == high else _to(low, high)


def _around(best: int, low: int | None, high: int | None) -> tuple[str, str]:
    """The figure, and what is said after its noun in brackets."""
    if low == high == best or (best == 0 and not high):
        return number(best), ""
    if high is None and low == best:
        return _or_more(best), ""
    if low == best:
        return number(best), gettext("(perhaps up to %(number)s)") % {"number": number(high or 0)}
    if high == best and low is not None:
        fewest = gettext("(perhaps as few as %(number)s)") % {"number": number(low)}
        return number(best), fewest if low else gettext("(perhaps none)")
    return gettext("about %(number)s") % {"number": number(best)}, _between(low, high)


def _between(low: int | None, high: int | None) -> str:
    if low is None and high is None:
        return ""
    if high is None:
        return f"({_or_more(low or 0)})"
    return f"({_to(low, high)})" if low is not None else gettext("(up to %(number)s)") % {"number": number(high)}


def _or_more(low: int) -> str:
    return gettext("%(number)s or more") % {"number": number(low)}


def _to(low: int, high: int) -> str:
    return gettext("%(low)s to %(high)s") % {"low": number(low), "high": number(high)}
