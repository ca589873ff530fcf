"""The public record in words: dates, places and figures said so that nobody reads more into them than is known.

Pure functions over plain values and the language of the page. Pages, map pop-ups and JSON all take their sentences from
here. Each sentence is one message with named places, because other languages have another order (docs/translating.md).
"""

from events.wording.blame import ATTRIBUTION, ATTRIBUTIONS, ROLES, attribution, rivals, who
from events.wording.dates import day, days, month, period, when
from events.wording.figures import COUNTED, NOT_KNOWN, counted, figure, harm, number, plural, sums
from events.wording.places import UNITS, is_pin, line, somewhere, where
from events.wording.script import Words, alternatives, is_foreign, isolated, listed

__all__ = [
    "ATTRIBUTION",
    "ATTRIBUTIONS",
    "COUNTED",
    "NOT_KNOWN",
    "ROLES",
    "UNITS",
    "Words",
    "alternatives",
    "attribution",
    "counted",
    "day",
    "days",
    "figure",
    "harm",
    "is_foreign",
    "is_pin",
    "isolated",
    "line",
    "listed",
    "month",
    "number",
    "period",
    "plural",
    "rivals",
    "somewhere",
    "sums",
    "when",
    "where",
    "who",
]
