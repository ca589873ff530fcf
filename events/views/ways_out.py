"""What to offer where a question has no answer: other spellings, fewer words, fewer conditions."""

from functools import cached_property

from events.filters import EventFilter
from events.stats.correcting import Correction, corrections, fewer_words
from events.stats.loosening import Looser, looser


class WaysOut:
    """Near questions that events answer, each looked for when it is asked for: most pages show events instead."""

    def __init__(self, event_filter: EventFilter) -> None:
        self._filter = event_filter

    @cached_property
    def corrections(self) -> list[Correction]:
        return corrections(self._filter)

    @cached_property
    def fewer_words(self) -> list[Correction]:
        return [] if self.corrections else fewer_words(self._filter)

    @cached_property
    def looser(self) -> list[Looser]:
        return looser(self._filter)
