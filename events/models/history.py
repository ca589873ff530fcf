"""Coding tables: their history by trigger, and their defaults in the database.

The triggers keep each state a row has been in, who made it, when and why. They fire once a statement, below the ORM, so
bulk updates and bare SQL are recorded too. Who and why come from `pghistory.context(...)`, which the middleware opens
for each request and `events.coding.workflow` fills in.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

Model = TypeVar("Model", bound=type[models.Model])

#: Defaults that Python works out, as the database works them out.
IN_SQL: dict[Any, Any] = {list: [], timezone.now: Now()}


def tracked(model_name: str, *, exclude: list[str] | None = None) -> Callable[[Model], Model]:
    """Decorate a coding model so that inserts, updates and deletes land in the append-only table `model_name`."""
    track = pghistory.track(
        pghistory.InsertEvent(level=pgtrigger.Statement),
        pghistory.UpdateEvent(level=pgtrigger.Statement),
        pghistory.DeleteEvent(level=pgtrigger.Statement),
        model_name=model_name,
        exclude=exclude or [],
        obj_field=pghistory.ObjForeignKey(related_name="history"),
        append_only=True,
        meta={"verbose_name": f"{model_name} (history)", "ordering": ["-pgh_id"]},
    )

    def decorate(model: Model) -> Model:
        return defaults_in_database(track(model))

    return decorate


def kept_when_deleted(model_name: str) -> Callable[[Model], Model]:
    """Decorate a model whose rows never change: only what is deleted lands in the append-only table `model_name`."""
    return pghistory.track(
        pghistory.DeleteEvent(level=pgtrigger.Statement),
        model_name=model_name,
        obj_field=pghistory.ObjForeignKey(related_name="history"),
        append_only=True,
        meta={"verbose_name": f"{model_name} (history)", "ordering": ["-pgh_id"]},
    )


def defaults_in_database(model: Model) -> Model:
    """Decorate a model that SQL writes to as well, so that a column with a default need not be named there."""
    for field in model._meta.local_concrete_fields:
        default = IN_SQL.get(field.default, field.default) if field.has_default() else None
        if default is not None and not callable(default):
            field.db_default = default
    return model
