"""EventFilter: the only reader of query strings, over the public record."""

from events.filters.condition import Condition
from events.filters.event_filter import PARAMETERS, EventFilter, InvalidFilter

__all__ = ["PARAMETERS", "Condition", "EventFilter", "InvalidFilter"]
