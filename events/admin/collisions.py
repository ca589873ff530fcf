"""Two people at once: what one stored between the other's check and save is met by a second check, not an error page.

A form is checked, then stored. When the database refuses to store it, because somebody was faster, all of it is undone
and the form is checked again: the check now sees what the other stored, takes the next free address or says what is
wrong beside its field. What no check of the form can see is said in a sentence above it.
"""

import re
from collections.abc import Callable, Iterator
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from psycopg import errors

from events.admin.errors import FIELD_OF_CONSTRAINT, Refusal, refusing

#: How often a form is tried: so many people may choose one name, or be in each other's way, in the same moment.
TRIES = 10
#: How often, where the second check sees nothing that the first did not.
TRIES_OF_OTHERS = 3
BUSY = "Nothing was saved: somebody else was changing the same rows at this moment. Save once more."
GONE = "Nothing was saved: something that was chosen here was deleted meanwhile, or is needed elsewhere. Choose again."
TAKEN = "Nothing was saved: somebody else stored the same {name} at this moment. Change it, or save once more."
TRANSIENT = (errors.DeadlockDetected, errors.LockNotAvailable, errors.SerializationFailure, errors.QueryCanceled)


class Collisions(admin.ModelAdmin):
    """The part of an admin class that bears with others who store at the same time."""

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        refusal = getattr(request, "refusal", None)
        return refusing(form, refusal) if refusal else form

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Hold the row first: to save one that somebody has just deleted would make it anew."""
        if change:
            hold(obj)
        super().save_model(request, obj, form, change)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        def view() -> HttpResponse:
            return super(Collisions, self).changeform_view(request, object_id, form_url, extra_context)

        try:
            return tried(request, view)
        except (IntegrityError, OperationalError) as error:
            request.refusal = refusal(error)  # type: ignore[attr-defined]  # read by get_form
            return view()

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return tried(request, lambda: super(Collisions, self).delete_view(request, object_id, extra_context))


def hold(row: Any) -> None:
    """Lock the stored row; IntegrityError if it is gone, and then the second try finds out."""
    if not type(row)._base_manager.filter(pk=row.pk).select_for_update(no_key=True).values_list("pk"):
        raise IntegrityError(f"{row} was deleted meanwhile.")


def tried(request: HttpRequest, view: Callable[[], HttpResponse]) -> HttpResponse:
    """What `view` answers, all or nothing of it stored; tried anew while others are in the way."""
    if request.method != "POST":
        return view()
    tries = 0
    while True:
        tries += 1
        try:
            with transaction.atomic():
                response = view()
                connection.check_constraints()  # foreign keys too, which the database else checks in the very end
                return response
        except (IntegrityError, OperationalError) as error:
            passes = isinstance(error.__cause__, (errors.UniqueViolation, *TRANSIENT))
            if tries >= (TRIES if passes else TRIES_OF_OTHERS):
                raise


def bearing(view: Callable[..., HttpResponse], site: admin.AdminSite) -> Callable[..., HttpResponse]:
    """`view`, which on a collision that it does not bear itself answers with a page that says so."""

    @wraps(view)
    def borne(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (IntegrityError, OperationalError) as error:
            context = {**site.each_context(request), "title": "Not done", "sentence": refusal(error).sentence}
            return TemplateResponse(request, "admin/refused.html", context, status=HTTPStatus.CONFLICT)

    return borne


def refusal(error: DatabaseError) -> Refusal:
    """What the database refused, as a sentence, and the field it is about if one is; else raises `error` again."""
    cause = error.__cause__
    if isinstance(cause, TRANSIENT):
        return Refusal("", BUSY)
    if isinstance(cause, errors.ForeignKeyViolation):
        return Refusal("", GONE)
    if isinstance(cause, errors.RestrictViolation):
        return Refusal("", cause.diag.message_primary or GONE)
    if isinstance(cause, errors.UniqueViolation | errors.CheckViolation):
        name = cause.diag.constraint_name or ""
        column = re.findall(r"\((\w+)\)=", cause.diag.message_detail or "")
        return Refusal(FIELD_OF_CONSTRAINT.get(name, *column[:1] or [""]), _sentences().get(name) or _taken(column))
    raise error


def _taken(columns: list[str]) -> str:
    return TAKEN.format(name=columns[0].replace("_", " ") if columns else "row")


def _sentences() -> dict[str, str]:
    return dict(_named_sentences())


def _named_sentences() -> Iterator[tuple[str, str]]:
    for model in apps.get_app_config("events").get_models():
        for constraint in model._meta.constraints:
            yield constraint.name, str(constraint.get_violation_error_message())
