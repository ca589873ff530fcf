"""The history of a thing: who changed what, when and why; what was removed there comes back from there."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from events.admin.asking import person
from events.coding import history, identities, restoring


class Histories(admin.ModelAdmin):
    """The part of an admin class that tells what was; also of what is not there any more."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if self.model not in history.TABLES:
            return super().history_view(request, object_id, extra_context)
        thing = self.get_object(request, unquote(object_id))
        if thing is None:
            return self.absent(request, object_id)
        if not self.has_view_permission(request, thing):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": f"History of {thing}",
            "opts": self.opts,
            "object": thing,
            "media": self.media,
            **of(thing, person(request)),
        }
        return TemplateResponse(request, "admin/history.html", context)

    def absent(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Where there is nothing: to the page of what was deleted, if that is why."""
        kind, pk = str(self.opts.model_name), unquote(object_id)
        is_number = pk.isascii() and pk.isdecimal() and len(pk) < 19
        if (
            kind in restoring.KINDS
            and is_number
            and self.has_view_permission(request)
            and restoring.find(kind, int(pk))
        ):
            return HttpResponseRedirect(reverse("admin:deleted_one", args=[kind, int(pk)]))
        return super()._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[misc]  # not in the stubs

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        """Django's own hook for what is not there."""
        return self.absent(request, object_id)


def of(thing: Model, user: User) -> dict[str, Any]:
    """What templates/admin/_saves.html shows of `thing`."""
    saves = history.saves(thing, identities.states(thing, user))
    return {"saves": saves, "offered": restoring.offered(thing, saves, user)}
