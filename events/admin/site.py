"""The coding desk: our own admin site, with a home page of what waits for whom, and a second factor where it is set."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import Model
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import Resolver404, path, resolve
from django_otp.admin import OTPAdminAuthenticationForm

from events.admin import deleted
from events.admin.base import person
from events.admin.collisions import bearing
from events.coding import desk, proposals, retracting

# Lists on the home page are short: each ends in a link to the whole list.
LENGTH = 8


class Suggestions(AutocompleteJsonView):
    """Answers autocomplete fields; a model's admin may say more about a row than its name (`describe`)."""

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        result: dict[str, str] = super().serialize_result(obj, to_field_name)
        describe = getattr(self.model_admin, "describe", None)
        return {**result, "text": describe(obj)} if describe else result


class DeskSite(AdminSite):
    """The admin of analysts, editors and maintainers."""

    site_header = "conflictdb coding desk"
    site_title = "conflictdb"
    index_title = "Desk"
    index_template = "admin/desk.html"
    enable_nav_sidebar = False  # the pages need the width, and a phone has none to give

    @property
    def login_form(self) -> type[AdminAuthenticationForm] | None:  # type: ignore[override]  # read when asked: a setting
        return OTPAdminAuthenticationForm if settings.REQUIRE_SECOND_FACTOR else None

    @property
    def login_template(self) -> str | None:  # type: ignore[override]  # read when asked: a setting
        return "otp/admin111/login.html" if settings.REQUIRE_SECOND_FACTOR else None

    def has_permission(self, request: HttpRequest) -> bool:
        verified = not settings.REQUIRE_SECOND_FACTOR or request.user.is_verified()  # type: ignore[union-attr]  # by django-otp
        return verified and super().has_permission(request)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """After it, the page that was asked for; the home page where there is none."""
        if not self._is_page(request.POST.get("next", request.GET.get("next", ""))):
            for name in ("GET", "POST"):
                given = getattr(request, name).copy()
                given.pop("next", None)
                setattr(request, name, given)
        return super().login(request, extra_context)

    def _is_page(self, address: str) -> bool:
        """Whether there is a page at this address, to be opened and not only sent to."""
        try:
            found = resolve(urlsplit(address).path)
        except (Resolver404, ValueError):
            return False
        return found.url_name not in ("logout", "login", "jsi18n", None)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        return super().admin_view(bearing(view, self), cacheable)

    def get_urls(self) -> list[Any]:
        pages = [
            path(address, self.admin_view(view), {"site": self}, name=name)
            for name, address, view in [
                ("deleted", "deleted/", deleted.listed),
                ("deleted_one", "deleted/<slug:kind>/<int:pk>/", deleted.one),
                ("bring_back", "deleted/rows/<slug:table>/<int:state>/", deleted.bring_back),
            ]
        ]
        return [*pages, *super().get_urls()]

    def autocomplete_view(self, request: HttpRequest) -> Any:
        return Suggestions.as_view(admin_site=self)(request)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        lists = _lists(request) if request.user.has_perm("events.view_event") else []
        waiting = _proposals(request) if request.user.has_perm("events.view_proposal") else []
        context = {"lists": lists, "proposals": waiting, "retractions": _retractions(request)}
        return super().index(request, {**(extra_context or {}), **context})


def _lists(request: HttpRequest) -> list[dict[str, Any]]:
    """The home page's lists: title, what an empty one means, query string of the whole list, events."""
    user = person(request)
    wanted = [
        ("Sent back to me", "Nothing was sent back to you.", "whose=sent_back", desk.sent_back_to(user)),
        ("My drafts", "You have no draft. Add an event to start one.", "whose=drafts", desk.drafts_of(user)),
        ("Waiting for my review", "Nothing waits for your review.", "whose=to_review", desk.waiting_for(user)),
        (
            "In review, changed by me: another editor publishes",
            "Nothing that you changed waits for another editor.",
            "whose=to_others",
            desk.left_to_others(user),
        ),
        ("Recently published", "Nothing was published here yet.", "status__exact=published", desk.recently_published()),
    ]
    if not user.has_perm("events.publish_event"):
        del wanted[2:4]
    return [
        {"title": title, "empty": empty, "query": query, "events": events[:LENGTH], "more": len(events) > LENGTH}
        for title, empty, query, found in wanted
        for events in [list(desk.for_list(found)[: LENGTH + 1])]
    ]


def _proposals(request: HttpRequest) -> list[dict[str, Any]]:
    """The same of changes of what readers see; a list with nothing in it is left out."""
    user = person(request)
    wanted = [
        ("Changes waiting for my approval", "whose=to_approve", proposals.waiting_for(user)),
        ("Changes that I proposed", "whose=mine", proposals.of(user)),
    ]
    return [
        {"title": title, "query": query, "proposals": found[:LENGTH], "more": len(found) > LENGTH}
        for title, query, waiting in wanted
        if (found := list(waiting[: LENGTH + 1]))
    ]


def _retractions(request: HttpRequest) -> list[dict[str, Any]]:
    """The same of retractions."""
    if not request.user.has_perm("events.view_retraction"):
        return []
    user = person(request)
    wanted = [
        ("Retractions to confirm or refuse", retracting.waiting_for(user)),
        ("Retractions that another editor decides", retracting.asked_by(user)),
    ]
    return [{"title": title, "rows": rows} for title, found in wanted if (rows := list(found[:LENGTH]))]


site = DeskSite(name="admin")
