"""What is the same for every page while the public record stands still."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from events.stats.copy import State, copy

P = ParamSpec("P")
T = TypeVar("T")


def remembered(function: Callable[P, T]) -> Callable[P, T]:
    """Call `function` once for each state of the record and each arguments (hashable ones, by position)."""
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
        if args not in known:
            known[args] = function(*args, **kwargs)
        return known[args]

    return recall
