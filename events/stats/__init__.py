"""Counts over the public record: totals, facets, the timeline. Maps ask cells.py, steps.py, places.py.

Rows come from PostgreSQL, counts from an in-process copy of the narrow columns (copy.py). The copy follows the public
record by publication number and can be thrown away at any time. See docs/adr for why.
"""

from events.stats.copy import TooLongError, current_publication
from events.stats.counts import Totals, facets, facets_soon, totals
from events.stats.facet import Facet, FacetValue
from events.stats.page import Page, first_ids, page
from events.stats.timeline import Bin, timeline

__all__ = [
    "Bin",
    "Facet",
    "FacetValue",
    "Page",
    "TooLongError",
    "Totals",
    "current_publication",
    "facets",
    "facets_soon",
    "first_ids",
    "page",
    "timeline",
    "totals",
]
