"""The values of coding rows as JSON, and back: what a proposal keeps."""

from datetime import date
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.db.models import Model


def written_value(value: Any) -> Any:
    """The value of a column as JSON holds it."""
    if isinstance(value, GEOSGeometry):
        return value.ewkt
    return value.isoformat() if isinstance(value, date) else value


def read_value(row: Model, column: str, value: Any) -> Any:
    """What `written_value` wrote, as the model has it."""
    field: Any = row._meta.get_field(column)
    return field.to_python(value)
