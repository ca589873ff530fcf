"""The page on which anybody who codes hides something at once, and proposes that readers see it again."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from events.admin.base import DeskAdmin, ReadOnly, person
from events.admin.site import site
from events.coding import hiding, proposals
from events.coding.hiding import HidingError
from events.models import Claim, Event, HiddenKind, Hiding, Location, Report, Source, hiding_of
from events.wording import plural

#: By the name in addresses.
KINDS: dict[str, type[Model]] = {
    "event": Event, "source": Source, "report": Report, "claim": Claim, "place": Location,
}  # fmt: skip
NAMES = {model: name for name, model in KINDS.items()}


def address(thing: Model) -> str:
    """The page that hides `thing`; empty if such a thing cannot be hidden, or is not stored yet."""
    if type(thing) not in NAMES or thing.pk is None:
        return ""
    return reverse("admin:events_hiding_page", args=[NAMES[type(thing)], thing.pk])


def link(thing: Model, *, is_hidden: bool) -> SafeString | str:
    """A link to that page, which says whether it is hidden."""
    where = address(thing)
    return (
        format_html('<a href="{}">{}</a>', where, "Hidden from readers" if is_hidden else "Hide now…") if where else "—"
    )


def page(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """GET says what would leave the public site, or that it is hidden; POST hides it, or proposes to show it again."""
    if kind not in KINDS:
        raise Http404
    thing = KINDS[kind]._default_manager.filter(pk=pk).first()
    if thing is None:
        raise Http404
    if not request.user.has_perm(f"events.view_{thing._meta.model_name}"):
        raise PermissionDenied
    if request.method == "POST":
        return _answer(request, thing)
    hidden = hiding_of(thing)
    events, versions = hiding.reach(thing)
    context = {
        **site.each_context(request),
        "title": f"{HiddenKind(type(thing).__name__).label} {thing}",
        "thing": thing,
        "what": HiddenKind(type(thing).__name__).label.lower(),
        "back": _back(thing),
        "hiding": hidden,
        "proposal": proposals.open_for(hidden) if hidden else None,
        "events": plural(events, "public event"),
        "versions": plural(versions, "past version") if versions else "",
        "is_shown": bool(events or versions),
        "may_hide": hiding.may_hide(person(request)),
    }
    return TemplateResponse(request, "admin/hide.html", context)


def _answer(request: HttpRequest, thing: Model) -> HttpResponse:
    by = person(request)
    try:
        if request.POST.get("deed") == "show":
            hiding.propose_to_show(thing, by=by)
            messages.success(request, "Proposed: readers see it again when an editor has approved it.")
        else:
            hiding.hide(thing, by=by, reason=request.POST.get("reason", ""))
            messages.success(request, "Hidden: readers see nothing of it any more.")
    except HidingError as error:
        messages.error(request, " ".join(error.messages))
    return HttpResponseRedirect(request.path)


def _back(thing: Model) -> str:
    shown = thing.event if isinstance(thing, Claim) else thing
    return reverse(f"admin:events_{shown._meta.model_name}_change", args=[shown.pk])


@admin.register(Hiding, site=site)
class HidingAdmin(ReadOnly, DeskAdmin):
    list_display = ["__str__", "reason", "by_name", "at", "is_lifted"]
    list_filter = ["is_lifted", "kind"]
    fields = ["kind", "thing_now", "reason", "by_name", "at", "is_lifted"]
    readonly_fields = ["thing_now"]

    def get_urls(self) -> list[URLPattern]:
        one = path("<slug:kind>/<int:pk>/", self.admin_site.admin_view(page), name="events_hiding_page")
        return [one, *super().get_urls()]

    @admin.display(description="what")
    def thing_now(self, row: Hiding) -> SafeString | str:
        thing = row.thing()
        if thing is None:
            return "It was deleted since."
        return format_html('<a href="{}">{}</a> · {}', _back(thing), thing, link(thing, is_hidden=not row.is_lifted))
