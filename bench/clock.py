"""Times, and what they come to."""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Times:
    """Durations in milliseconds."""

    all: list[float] = field(default_factory=list)

    @contextmanager
    def one(self) -> Iterator[None]:
        """Time what happens inside."""
        start = time.perf_counter()
        yield
        self.all.append((time.perf_counter() - start) * 1000)

    def quantile(self, share: float) -> float:
        """The smallest duration that `share` of all do not exceed."""
        return sorted(self.all)[max(0, math.ceil(share * len(self.all)) - 1)]

    @property
    def p50(self) -> float:
        return self.quantile(0.5)

    @property
    def p95(self) -> float:
        return self.quantile(0.95)

    @property
    def worst(self) -> float:
        return max(self.all)


def timed(work: Callable[[], object], rounds: int) -> Times:
    """Do `work` so many times."""
    times = Times()
    for _ in range(rounds):
        with times.one():
            work()
    return times
