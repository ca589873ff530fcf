"""What was measured, as a table: each figure beside its bar, and beside what the same machine needs at the least."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bench.clock import Times

HEADER = ("what", "p50", "p95", "worst", "bar", "floor", "ratio", "")


def milliseconds(value: float) -> str:
    return f"{value / 1000:,.2f} s" if value >= 10_000 else f"{value:,.1f} ms" if value < 100 else f"{value:,.0f} ms"


def megabytes(value: float) -> str:
    return f"{value:,.1f} MB"


@dataclass(frozen=True)
class Line:
    """One thing measured. `judged` is what the bar is about, `floor_ms` what `p50` is compared with (None: nothing)."""

    what: str
    times: Times
    judged: float
    bar: float
    bar_words: str
    floor_ms: float | None = None
    floor_words: str = ""
    show: Callable[[float], str] = milliseconds

    @property
    def is_met(self) -> bool:
        return self.judged <= self.bar

    @property
    def cells(self) -> tuple[str, ...]:
        return (
            self.what,
            *(self.show(value) for value in (self.times.p50, self.times.p95, self.times.worst)),
            self.bar_words,
            "–" if self.floor_ms is None else f"{self.floor_words}: {milliseconds(self.floor_ms)}",
            "–" if self.floor_ms is None else f"{self.times.p50 / self.floor_ms:.2f}",
            "met" if self.is_met else "NOT met",
        )


def table(rows: Iterable[tuple[str, ...]], header: tuple[str, ...] = HEADER) -> str:
    """The rows as a Markdown table that can be read in a terminal too."""
    lines = [header, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(header))]
    cells = [" | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines]
    rule = "-|-".join("-" * width for width in widths)
    return "\n".join(f"| {line} |" for line in (cells[0], rule, *cells[1:])).replace(f"| {rule} |", f"|-{rule}-|")
