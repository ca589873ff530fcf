"""Dates, and intervals by what they mean."""

from calendar import monthrange
from datetime import date

from django.utils.translation import gettext, ngettext, pgettext_lazy

from events.wording.script import said_often

MONTHS = (
    pgettext_lazy("month", "January"),
    pgettext_lazy("month", "February"),
    pgettext_lazy("month", "March"),
    pgettext_lazy("month", "April"),
    pgettext_lazy("month", "May"),
    pgettext_lazy("month", "June"),
    pgettext_lazy("month", "July"),
    pgettext_lazy("month", "August"),
    pgettext_lazy("month", "September"),
    pgettext_lazy("month", "October"),
    pgettext_lazy("month", "November"),
    pgettext_lazy("month", "December"),
)


@said_often
def day(value: date) -> str:
    return f"{value.day} {month(value)}"


@said_often
def month(value: date) -> str:
    return f"{MONTHS[value.month - 1]} {value.year}"


@said_often
def days(start: date, end: date) -> str:
    """An interval as short as the language allows: `3–9 May 2018`, `28 October – 3 November 2018`."""
    if start == end:
        return day(start)
    if (start.year, start.month) == (end.year, end.month):
        return gettext("%(first)s–%(last)s %(month)s") % {"first": start.day, "last": end.day, "month": month(end)}
    first = f"{start.day} {MONTHS[start.month - 1]}" if start.year == end.year else day(start)
    return gettext("%(first)s – %(last)s") % {"first": first, "last": day(end)}


@said_often
def period(start: date, end: date) -> str:
    """An interval that somebody chose, by its whole months or years if it has any: `October 2018`, `2016–2018`."""
    if not _is_of_whole_months(start, end):
        return days(start, end)
    if (start.month, end.month) == (1, 12):
        return f"{start.year}" if start.year == end.year else f"{start.year}–{end.year}"
    if (start.year, start.month) == (end.year, end.month):
        return month(start)
    first = str(MONTHS[start.month - 1]) if start.year == end.year else month(start)
    return gettext("%(first)s – %(last)s") % {"first": first, "last": month(end)}


@said_often
def when(start: date | None, end: date | None, meaning: str, *, several: bool = False) -> str:
    """When an event happened, by what its interval means (`on_day`, `lasted`, `within`); `several` incidents in one."""
    if start is None or end is None:
        return gettext("date not known")
    if start == end:
        return day(start)
    if meaning == "lasted":
        count = (end - start).days + 1
        words = ngettext("%(days)s (lasted %(count)s day)", "%(days)s (lasted %(count)s days)", count)
        return words % {"days": days(start, end), "count": f"{count:,}"}
    vaguely = gettext("%(days)s, on days not known") if several else gettext("%(days)s, on a day not known")
    return _whole_months(start, end) or vaguely % {"days": days(start, end)}


def _whole_months(start: date, end: date) -> str:
    """The vague words for an interval of whole months; empty for any other."""
    if not _is_of_whole_months(start, end):
        return ""
    if (start.month, end.month) == (1, 12):
        return _whole_years(start.year, end.year)
    if (start.year, start.month) == (end.year, end.month):
        return gettext("some time in %(month)s") % {"month": month(start)}
    first = str(MONTHS[start.month - 1]) if start.year == end.year else month(start)
    return gettext("some time from %(first)s to %(last)s") % {"first": first, "last": month(end)}


def _is_of_whole_months(start: date, end: date) -> bool:
    return start.day == 1 and end.day == monthrange(end.year, end.month)[1]


def _whole_years(first: int, last: int) -> str:
    if first == last:
        return gettext("some time in %(year)s") % {"year": first}
    return gettext("some time in %(first)s–%(last)s") % {"first": first, "last": last}
