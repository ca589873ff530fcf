"""History by trigger: every coding table keeps each state a row has been in, who made it, when and why.

The triggers fire once a statement, below the ORM, so bulk updates and bare SQL are recorded too. Who and why come from
`pghistory.context(...)`, which the middleware opens for each request and `events.coding.workflow` fills in.
"""

import pghistory
import pgtrigger


def tracked(model_name: str, *, exclude: list[str] | None = None):  # type: ignore[no-untyped-def]  # pghistory is untyped
    """Decorate a coding model so that inserts, updates and deletes land in the append-only table `model_name`."""
    return pghistory.track(
        pghistory.InsertEvent(level=pgtrigger.Statement),
        pghistory.UpdateEvent(level=pgtrigger.Statement),
        pghistory.DeleteEvent(level=pgtrigger.Statement),
        model_name=model_name,
        exclude=exclude or [],
        obj_field=pghistory.ObjForeignKey(related_name="history"),
        append_only=True,
        meta={"verbose_name": f"{model_name} (history)", "ordering": ["-pgh_id"]},
    )
