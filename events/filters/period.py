"""Periods as readers write them: 2018, 2018-10, 2018-10-16, and from one of these to another: 2018-01..2018-06."""

import re
from calendar import monthrange
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

PART = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


def period(text: str) -> tuple[date, date]:
    """Return the first and the last day. Raises ValidationError with a sentence that quotes `text`."""
    first, dots, last = text.partition("..")
    try:
        span = _days(first.strip())[0], _days((last if dots else first).strip())[1]
    except ValueError as error:
        words = gettext("“%(text)s” is not a period such as 2018, 2018-10 or 2018-01..2018-06.")
        raise ValidationError(words % {"text": text}) from error
    if span[0] > span[1]:
        raise ValidationError(gettext("“%(text)s” ends before it starts.") % {"text": text})
    return span


def _days(text: str) -> tuple[date, date]:
    """The first and the last day of a year, a month or a day. Raises ValueError."""
    found = PART.fullmatch(text)
    if not found:
        raise ValueError(text)
    year, month, day = (int(part) if part else 0 for part in found.groups())
    if day:
        return date(year, month, day), date(year, month, day)
    last_month = month or 12
    return date(year, month or 1, 1), date(year, last_month, monthrange(year, last_month)[1])
