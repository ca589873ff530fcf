"""What is the same for every page of a language while the public record stands still."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.utils.translation import get_language

from events.stats.copy import State, copy

P = ParamSpec("P")
T = TypeVar("T")


def remembered(function: Callable[P, T]) -> Callable[P, T]:
    """Call `function` once for each state of the record, language and arguments (hashable ones, by position)."""
    memory: tuple[State, dict[Any, T]] = (None, {})

    @wraps(function)
    def recall(*args: P.args, **kwargs: P.kwargs) -> T:
        nonlocal memory
        state = copy.state
        if state is None:  # nothing is published, or nobody has asked for the copy yet
            return function(*args, **kwargs)
        if memory[0] != state:
            memory = (state, {})
        known = memory[1]
        key = (get_language(), args)
        if key not in known:
            known[key] = function(*args, **kwargs)
        return known[key]

    return recall
