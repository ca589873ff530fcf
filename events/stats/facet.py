"""A facet: how many of the selected events have which value, and the question that adds or drops it."""

from dataclasses import dataclass

from events.wording import Words


@dataclass(frozen=True)
class FacetValue:
    """A value of a facet: how many of the selected events have it, and the query string that adds or drops it."""

    value: str
    label: Words
    count: int
    selected: bool
    url: str


@dataclass(frozen=True)
class Facet:
    """A way to narrow the selection; `parameter` is the one its values set."""

    parameter: str
    label: Words
    values: list[FacetValue]
