"""Forms of what readers see: what protects is saved at once, the rest is proposed (events.coding.proposals)."""

from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html

from events.admin import hiding
from events.admin.base import DeskAdmin, person
from events.admin.collisions import hold
from events.coding import proposals
from events.models import Proposal, hiding_of
from events.wording import plural


class GatedAdmin(DeskAdmin):
    """An actor, place, source, report or event type, with its names and relations."""

    change_form_template = "admin/gated/change_form.html"

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:
        if change:
            hold(obj)
        self._save(request, obj)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        rows = formset.save(commit=False)
        for row in formset.deleted_objects:
            waits = proposals.remove(row, by=person(request))
            _note(request, waits=waits, stored=not waits)
        for row in rows:
            self._save(request, row)
        formset.save_m2m()

    def _save(self, request: HttpRequest, row: Model) -> None:
        before = type(row)._default_manager.filter(pk=row.pk).first()
        waits = proposals.save(row, by=person(request))
        _note(request, waits=bool(waits), stored=before is None or _differ(before, row))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        proposal = proposals.open_for(form.instance)
        if proposal and request.something_waits:  # type: ignore[attr-defined]  # set by _note
            sentence = "What readers would see of it waits until an editor approves it: {}."
            link = format_html('<a href="{}">what is proposed</a>', _address(proposal))
            self.message_user(request, format_html(sentence, link), messages.WARNING)

    def message_user(
        self, request: HttpRequest, message: Any, level: int | str = messages.INFO, *args: Any, **kwargs: Any
    ) -> None:
        """Where all that was changed waits, nothing “was changed successfully”."""
        only_waits = getattr(request, "something_waits", False) and not getattr(request, "something_stored", False)
        if not (only_waits and level == messages.SUCCESS):
            super().message_user(request, message, level, *args, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        subject = context.get("original")
        if subject is not None:
            context["shown_in"] = _shown_in(subject)
            context["hide_address"] = hiding.address(subject)
            context["hidden"] = hiding_of(subject)
            proposal = proposals.open_for(subject)
            context["proposal"] = proposal
            context["proposal_address"] = _address(proposal) if proposal else ""
        return super().render_change_form(request, context, *args, **kwargs)


def _note(request: Any, *, waits: bool, stored: bool) -> None:
    """Remember for the end of the request whether anything waits, and whether anything was stored."""
    request.something_waits = getattr(request, "something_waits", False) or waits
    request.something_stored = getattr(request, "something_stored", False) or stored


def _differ(before: Model, after: Model) -> bool:
    columns = [column.attname for column in after._meta.concrete_fields]
    return any(getattr(before, column) != getattr(after, column) for column in columns)


def _address(proposal: Proposal) -> str:
    return reverse("admin:events_proposal_change", args=[proposal.pk])


def _shown_in(subject: Model) -> str:
    """How many public events show it, in words; empty if readers see nothing of it."""
    count, is_shown = proposals.shown_in(subject)
    return (plural(count, "public event") if count else "the public lists") if is_shown else ""
