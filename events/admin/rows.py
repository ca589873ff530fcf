"""The rows of an inline formset as a browser sent them: read, changed and numbered again. Knows nothing of events."""

from typing import Any

from django import forms
from django.http import QueryDict

#: One row: name of each field without prefix and number → values as sent.
Row = dict[str, list[str]]


def read(data: QueryDict, prefix: str) -> list[Row]:
    """All rows of the formset, in order; those that are to be removed hold DELETE."""
    rows: list[Row] = [{} for _ in range(int(data.get(f"{prefix}-TOTAL_FORMS") or 0))]
    for key, values in data.lists():
        number, _, name = key.removeprefix(f"{prefix}-").partition("-")
        if key.startswith(f"{prefix}-") and name and number.isdecimal() and int(number) < len(rows):
            rows[int(number)][name] = values
    return rows


def write(data: QueryDict, prefix: str, rows: list[Row], *, order: list[int]) -> None:
    """Replace the formset's rows: those that are stored come first, in the `order` of their ids, as Django expects."""
    for key in [key for key in data if key.startswith(f"{prefix}-") and key.split("-")[1].isdecimal()]:
        del data[key]
    ordered = sorted(rows, key=lambda row: order.index(number) if (number := key_of(row)) else len(order))
    for number, row in enumerate(ordered):
        for name, values in row.items():
            data.setlist(f"{prefix}-{number}-{name}", values)
    data[f"{prefix}-TOTAL_FORMS"] = str(len(rows))
    data[f"{prefix}-INITIAL_FORMS"] = str(sum(1 for row in rows if key_of(row)))


def key_of(row: Row) -> int | None:
    """The id of the stored row, None for a new one."""
    value = row.get("id", [""])[0]
    return int(value) if value.isdecimal() else None


def as_sent(name: str, field: forms.Field, value: Any) -> Row:
    """What a browser would send for `field` if it held the stored `value`."""
    if isinstance(field.widget, forms.CheckboxInput):
        return {name: ["on"]} if value else {}
    if isinstance(field.widget, forms.MultiWidget):
        parts = zip(names_of("", field), field.widget.decompress(value) or [], strict=True)
        return {name + suffix: ["" if part is None else str(part)] for suffix, part in parts}
    shown = field.widget.format_value(field.prepare_value(value))
    shown = shown[0] if isinstance(shown, list) and shown else shown
    return {name: ["" if shown in (None, []) else str(shown)]}


def names_of(name: str, field: forms.Field) -> list[str]:
    """The names under which a browser sends `field`."""
    parts = getattr(field.widget, "widgets_names", [""])
    return [name + part for part in parts]
