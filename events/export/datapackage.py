"""datapackage.json, by which programs read the tables of a bundle: a Tabular Data Package (Frictionless), version 1."""

from collections.abc import Iterable
from typing import Any

from events.export.about import about
from events.export.column import Column, Kind
from events.export.dictionary import meaning
from events.export.layouts import EVENTS, Layout
from events.export.selection import Selection

TYPES = {
    Kind.INTEGER: "integer",
    Kind.NUMBER: "number",
    Kind.FLAG: "boolean",
    Kind.DAY: "date",
    Kind.INSTANT: "datetime",
}


def datapackage(selection: Selection, tables: Iterable[tuple[Layout, int, str]]) -> dict[str, Any]:
    """The descriptor of CSV tables, each given with its bytes and SHA-256. The selection has to be opened."""
    known = about(selection)
    datasets = known.pop("datasets").items()
    return {
        "profile": "tabular-data-package",
        "name": f"conflictdb-publication-{selection.publication}",
        "title": f"conflictdb: {known['query_in_words']}",
        "version": str(selection.publication),
        "description": f"Cite as: {known['citation']}",
        **({"homepage": selection.url} if selection.url else {}),
        "sources": [{"title": f"{made['name']}, {made['publisher']}", "path": made["url"]} for _, made in datasets],
        "licenses": [
            {"name": made["licence"].replace(" ", "-"), "title": f"{made['licence']}, rows with dataset {name}"}
            for name, made in datasets
        ],
        "resources": [_resource(*table) for table in tables],
        "conflictdb": known,
    }


def _resource(layout: Layout, size: int, digest: str) -> dict[str, Any]:
    reference = {"fields": "code", "reference": {"resource": EVENTS.name, "fields": "code"}}
    keys = (
        {"primaryKey": "code"} if layout is EVENTS else {"primaryKey": ["code", "number"], "foreignKeys": [reference]}
    )
    return {
        "profile": "tabular-data-resource",
        "name": layout.name,
        "path": f"{layout.name}.csv",
        "title": f"One row for each {layout.noun}",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": size,
        "hash": f"sha256:{digest}",
        "schema": {"fields": [_field(column) for column in layout.columns], "missingValues": [""], **keys},
    }


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": TYPES.get(column.kind, "string"),
        "description": meaning(column),
    }
    if column.kind is Kind.INSTANT:
        field["format"] = "any"  # ISO 8601 with a fraction of a second
    if column.unit:
        field["unit"] = column.unit
    if column.codes:
        field["constraints"] = {"enum": list(column.codes)}
    return field
