"""What is to be known about a file: what was asked, which state of the record answers, how to cite it, the terms."""

from dataclasses import asdict
from typing import Any

from events.datasets import DATASETS
from events.export.selection import Selection


def about(selection: Selection) -> dict[str, Any]:
    """Return it as JSON has it. The selection has to be opened."""
    event_filter = selection.event_filter
    where = f", {selection.url}" if selection.url else ""
    return {
        "publication": selection.publication,
        "query": event_filter.querystring(),
        "query_in_words": event_filter.words,
        "url": selection.url,
        "citation": f"conflictdb, “{event_filter.words}”, publication {selection.publication}{where}",
        "datasets": {name: asdict(dataset) for name, dataset in DATASETS.items()},
    }
