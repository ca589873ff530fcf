"""The data dictionary of a layout, and what is to be known about a file, as tables for people."""

from collections.abc import Iterator

from events.export.about import about
from events.export.column import Column, Kind
from events.export.layouts import Layout
from events.export.selection import Selection

#: What the cells of a column are, in words.
TYPES = {
    Kind.TEXT: "text",
    Kind.LIST: "list, joined by “; ”",
    Kind.NAMES: "list, joined by “; ”",
    Kind.INTEGER: "whole number",
    Kind.NUMBER: "number",
    Kind.FLAG: "true or false",
    Kind.DAY: "day",
    Kind.INSTANT: "instant, UTC",
}
HEADER = ("column", "meaning", "type", "unit", "codes")


def dictionary(layout: Layout) -> Iterator[tuple[str, ...]]:
    """Yield HEADER's values for each column."""
    for column in layout.columns:
        yield column.name, meaning(column), TYPES[column.kind], column.unit, ", ".join(column.codes)


def meaning(column: Column) -> str:
    """What the column says, as plain text."""
    return column.doc.replace("`", "")


def facts(selection: Selection) -> Iterator[tuple[str, str]]:
    """Yield name and value of what is to be known about the file. The selection has to be opened."""
    known = about(selection)
    yield "Selection", known["query_in_words"]
    yield "Query", known["query"] or "none: everything"
    yield "Publication", f"{known['publication']} (the state of the record that this file holds)"
    if known["url"]:
        yield "Address", known["url"]
    yield "How to cite", known["citation"]
    for name, dataset in known["datasets"].items():
        makers = f"{dataset['name']}, {dataset['publisher']}, {dataset['url']}, {dataset['licence']}."
        yield f"Terms of rows with dataset {name}", f"{makers} Cite: {' '.join(dataset['citations'])}"
