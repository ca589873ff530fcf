"""Pages of what was deleted: the list of it, what each thing held, and its way back."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from events.admin.asking import person
from events.admin.collisions import tried
from events.coding import history, restoring

LENGTH = 50


def listed(request: HttpRequest, site: Any) -> HttpResponse:
    """What was deleted and is not back, newest first; `q` holds words of its name."""
    kinds = [kind for kind in restoring.KINDS if request.user.has_perm(f"events.view_{kind}")]
    if not kinds:
        raise PermissionDenied
    words = request.GET.get("q", "").strip()
    page = Paginator(restoring.deleted(kinds, words), LENGTH).get_page(request.GET.get("p"))
    context = {"title": "Deleted", "page": page, "rows": restoring.described(list(page.object_list)), "words": words}
    return _page(request, site, "admin/deleted.html", context)


def one(request: HttpRequest, kind: str, pk: int, site: Any) -> HttpResponse:
    """GET shows who deleted it and what comes back, field by field; POST restores it."""
    if kind not in restoring.KINDS:
        raise Http404
    if not request.user.has_perm(f"events.view_{kind}"):
        raise PermissionDenied
    change = reverse(f"admin:events_{kind}_change", args=[pk])
    found = restoring.find(kind, pk)
    if found is None:  # it is back, or was never there: its own page knows
        return HttpResponseRedirect(change)
    refusal = ""
    if request.method == "POST":
        try:
            tried(request, lambda: _restored(request, found))
        except restoring.RestoreError as error:
            refusal = error.messages[0]
        else:
            messages.success(request, f"{found.label} is back{', as a draft' if kind == 'event' else ''}.")
            return HttpResponseRedirect(change)
    context = {
        "title": f"Deleted: {found.label}",
        "found": found,
        "rows": restoring.contents(found),
        "saves": history.saves_of(restoring.KINDS[kind], pk),
        "why_not": restoring.why_not(found, person(request)),
        "refusal": refusal,
    }
    return _page(request, site, "admin/deleted_one.html", context)


def _restored(request: HttpRequest, found: restoring.Deleted) -> HttpResponse:
    restoring.restore(found, by=person(request), reason=request.POST.get("reason", "").strip())
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def bring_back(request: HttpRequest, table: str, state: int, site: Any) -> HttpResponse:
    """POST only: bring back one row that was removed from an event, an actor or a place."""
    if request.method != "POST" or table not in history.LEADING:
        raise Http404
    parent = restoring.row_parent(table, state)
    thing = parent and parent[0]._default_manager.filter(pk=parent[1]).first()
    if thing is None:
        messages.error(request, "That row is back already, or what it hung on is deleted: restore that first.")
        return HttpResponseRedirect(reverse("admin:deleted"))
    if not request.user.has_perm(f"events.view_{thing._meta.model_name}"):
        raise PermissionDenied

    def deed() -> HttpResponse:
        restoring.bring_back(table, state, thing, by=person(request))
        messages.success(request, "The row is back.")
        return HttpResponse(status=HTTPStatus.NO_CONTENT)

    try:
        tried(request, deed)
    except restoring.RestoreError as error:
        messages.error(request, error.messages[0])
    return HttpResponseRedirect(reverse(f"admin:events_{thing._meta.model_name}_history", args=[thing.pk]))


def _page(request: HttpRequest, site: Any, template: str, context: dict[str, Any]) -> HttpResponse:
    return TemplateResponse(request, template, {**site.each_context(request), **context})
