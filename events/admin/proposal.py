"""Proposals: what readers would see, and approving, returning or withdrawing it."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from events.admin import event_preview
from events.admin.base import DeskAdmin, ReadOnly, person
from events.admin.site import site
from events.coding import identities, proposals, proposed
from events.coding.proposals import ProposalError
from events.models import MaintainerDecision, Proposal, ProposalState

DONE = {
    "approve": "Approved: readers see it now.",
    "give_back": "Returned to who proposed it.",
    "withdraw": "Withdrawn.",
}


class WhoseProposal(admin.SimpleListFilter):
    """The desk's own lists."""

    title = "whose turn"
    parameter_name = "whose"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        mine = [("mine", "Proposed by me")]
        return [("to_approve", "Waiting for my approval"), *mine] if _is_editor(request) else mine

    def queryset(self, request: HttpRequest, queryset: QuerySet[Proposal]) -> QuerySet[Proposal]:
        lists = {"mine": proposals.of, "to_approve": proposals.waiting_for}
        chosen = self.value() or ""
        return queryset.filter(pk__in=lists[chosen](person(request)).values("pk")) if chosen in lists else queryset


def _is_editor(request: HttpRequest) -> bool:
    return request.user.has_perm("events.publish_event")


@admin.register(Proposal, site=site)
class ProposalAdmin(ReadOnly, DeskAdmin):
    list_display = ["title", "subject", "state", "changes_here", "at", "decided_by_name"]
    list_filter = [WhoseProposal, "state", "subject"]
    search_fields = ["title"]

    class Media:
        css = {"all": ["admin-desk/event.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Proposal]:
        return super().get_queryset(request).annotate(change_count=Count("changes"))

    @admin.display(description="changes")
    def changes_here(self, proposal: Proposal) -> int:
        return proposal.change_count  # type: ignore[attr-defined]  # annotated above

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """GET shows the proposal and what readers would see; POST decides it."""
        proposal = self.get_object(request, object_id)
        if proposal is None:
            raise Http404
        if not self.has_view_permission(request, proposal):
            raise PermissionDenied
        if request.method == "POST":
            return self._decide(request, proposal)
        is_open = proposal.state == ProposalState.OPEN
        old = proposals.out_of_date(proposal) if is_open else ""
        is_own = proposals.is_own(proposal, person(request))
        secret = proposals.discloses(proposal) if is_open else None
        is_kept = secret is not None and not identities.may_know(person(request), secret)
        if secret and not is_kept:
            identities.look(secret, person(request))
        context = {
            **self.admin_site.each_context(request),
            "opts": Proposal._meta,
            "media": self.media,
            "title": str(proposal),
            "proposal": proposal,
            "subject_address": _subject_address(proposal),
            "lines": proposed.lines(proposal),
            "preview": event_preview.of_proposal(proposal) if is_open and not old and not is_kept else None,
            "is_kept": is_kept,
            "old": old,
            "is_own": is_own,
            "may_approve": is_open and not old and _is_editor(request) and not (is_own and settings.FOUR_EYES),
            "may_return": is_open and _is_editor(request),
            "may_withdraw": is_open and is_own,
        }
        return TemplateResponse(request, "admin/proposal/change.html", context)

    def _decide(self, request: HttpRequest, proposal: Proposal) -> HttpResponse:
        by, deed = person(request), request.POST.get("deed", "")
        try:
            if deed == "approve":
                _require_password(request, proposal)
                proposals.approve(proposal, by=by, seen=request.POST.get("seen", ""))
            elif deed == "give_back":
                proposals.give_back(proposal, by=by, reason=request.POST.get("reason", ""))
            elif deed == "withdraw":
                proposals.withdraw(proposal, by=by)
            else:
                return HttpResponse("Choose what to do with it.", status=HTTPStatus.BAD_REQUEST)
        except ProposalError as error:
            for sentence in error.messages:
                self.message_user(request, sentence, messages.ERROR)
            return HttpResponseRedirect(request.path)
        self.message_user(request, DONE[deed], messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:index"))


def _require_password(request: HttpRequest, proposal: Proposal) -> None:
    """Who approves alone says so twice: by the password, and by a tick."""
    by = person(request)
    if not proposals.is_own(proposal, by):
        return
    if "alone" not in request.POST or not by.check_password(request.POST.get("password", "")):
        raise ProposalError("You approve what you proposed yourself: tick the box, and type your password again.")


def _subject_address(proposal: Proposal) -> str:
    return reverse(f"admin:events_{proposal.subject.lower()}_change", args=[proposal.subject_id])


@admin.register(MaintainerDecision, site=site)
class MaintainerDecisionAdmin(ReadOnly, DeskAdmin):
    list_display = ["at", "command", "by_name"]
