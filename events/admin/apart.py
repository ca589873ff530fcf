"""Forms of sources and reports, whose identity only those see who may know it (events.coding.identities)."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import IntegrityError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from events.admin.base import TableOfRows, person
from events.admin.collisions import hold
from events.admin.errors import PlacedErrorsForm
from events.admin.gated import GatedAdmin
from events.coding import identities
from events.models import Knower, Report, Source

KNOWN = "What it is called, and what it holds, is seen by those alone who may know it. That you looked is on record."


class ApartForm(PlacedErrorsForm):
    """A source or a report; for who may know it, the fields hold what is kept apart."""

    viewer: User  # set for each request

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        thing = self.instance
        if thing.pk and identities.is_apart(thing) and identities.may_know(self.viewer, thing):
            identity = identities.held(thing)
            for name in identities.FIELDS[type(thing)]:
                if name in self.fields:
                    self.initial[name] = getattr(identity, name)

    def apart(self) -> dict[str, Any]:
        """What was typed that is to be kept apart."""
        typed = self.cleaned_data
        return {name: typed[name] for name in identities.FIELDS[type(self.instance)] if name in typed}


class Knowers(TableOfRows):
    """Who may know it, besides whoever entered it; rows are added and taken away, not changed."""

    model = Knower
    extra = 0
    fields = ["person", "group"]
    verbose_name_plural = "Who may know: a person or a group in each row"

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return isinstance(obj, Source | Report) and identities.may_name(person(request), obj)

    has_add_permission = has_delete_permission = has_view_permission

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class SourceKnowers(Knowers):
    fk_name = "source"


class ReportKnowers(Knowers):
    fk_name = "report"


class ApartAdmin(GatedAdmin):
    """A source or a report."""

    #: What only who may know it changes, though everybody sees it.
    disclosing: ClassVar[list[str]] = ["is_confidential"]

    @admin.display(description="Kept apart")
    def kept_apart(self, thing: Source | Report) -> str:
        entered = identities.held(thing).entered_by
        who = f"{entered.get_username()}, who entered it," if entered else "whoever entered it"
        return (
            f"{str(thing).split(' (')[0]}: what it is called, and what it holds, is known to {who} and to those who "
            "are named there. Ask them, or a superuser, to name you."
        )

    def _is_closed(self, request: HttpRequest, obj: Model | None) -> bool:
        return isinstance(obj, Source | Report) and not identities.may_know(person(request), obj)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if not identities.is_apart(obj):
            return fieldsets
        if not self._is_closed(request, obj):
            (name, options), *others = fieldsets
            return [(name, {**options, "description": KNOWN}), *others]
        apart = {*identities.FIELDS[type(obj)], "slug"}
        left = [(name, {**options, "fields": _without(apart, options["fields"])}) for name, options in fieldsets]
        return [(None, {"fields": ["kept_apart"]}), *((name, options) for name, options in left if options["fields"])]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        closed = ["kept_apart", *self.disclosing] if self._is_closed(request, obj) else []
        return [*super().get_readonly_fields(request, obj), *closed]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form)(form.__name__, (form,), {"viewer": person(request)})

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        thing = context.get("original")
        is_known = identities.is_apart(thing) and not self._is_closed(request, thing)
        if isinstance(thing, Source | Report) and is_known and request.method == "GET":
            identities.look(thing, person(request))
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        by = person(request)
        typed = form.apart()
        if change:
            hold(obj)
        stored = type(obj)._default_manager.get(pk=obj.pk) if change else None
        was_apart = identities.is_apart(stored)
        if stored and was_apart:
            if identities.may_know(by, stored):
                identities.save(stored, typed, by=by)
            elif "is_confidential" in form.fields:  # the second try sees that it became so in this moment
                raise IntegrityError(f"{stored} is known to others only.")
            for name in type(obj).APART:
                setattr(obj, name, getattr(stored, name))
        super().save_model(request, obj, form, change)
        if not was_apart and identities.is_apart(obj) and identities.may_know(by, obj):
            identities.save(obj, typed, by=by)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if formset.model is not Knower:
            super().save_formset(request, form, formset, change)
            return
        rows = formset.save(commit=False)
        for row in formset.deleted_objects:
            identities.unshare(row, by=person(request))
        for row in rows:
            identities.share(row, by=person(request))


def _without(names: set[str], fields: Any) -> list[Any]:
    """`fields` of a fieldset without those; what stands in one line stays in one."""
    kept = [
        tuple(one for one in field if one not in names) if isinstance(field, tuple | list) else field
        for field in fields
    ]
    return [field for field in kept if field and field not in names]


CONTACT = forms.CharField(
    required=False,
    widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField", "dir": "auto"}),
    help_text="How to reach the source: seen by those who may know it, and never open.",
)
