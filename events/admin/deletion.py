"""Deleting at the desk: one thing at a time, as events.coding.deleting allows; where it does not, a page says why."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from events.admin.asking import person
from events.coding import deleting


class Deletion(admin.ModelAdmin):
    """The part of an admin class that deletes."""

    def get_actions(self, request: HttpRequest) -> Any:
        """Without deleting several at once: each is deleted by itself, after a look at what goes with it."""
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or not deleting.why_not(obj, person(request)))

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> Any:
        if obj is not None and self.has_delete_permission(request) and IS_POPUP_VAR not in request.GET:
            context["why_kept"] = deleting.why_not(obj, person(request))
        return super().render_change_form(request, context, add, change, form_url, obj)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if why := self._why_kept(request, object_id):
            return self._kept(request, object_id, why)
        try:
            return super().delete_view(request, object_id, extra_context)
        except deleting.DeletionError as error:
            return self._kept(request, object_id, error.messages[0])
        except PermissionDenied:  # something came to use it in this moment, or somebody moved it on
            if why := self._why_kept(request, object_id):
                return self._kept(request, object_id, why)
            raise

    def _why_kept(self, request: HttpRequest, object_id: str) -> str:
        thing = self.get_queryset(request).filter(pk=unquote(object_id)).first() if object_id.isdecimal() else None
        return deleting.why_not(thing, person(request)) if thing and self.has_view_permission(request, thing) else ""

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        deleting.delete(obj, by=person(request))

    def _kept(self, request: HttpRequest, pk: Any, why: str) -> HttpResponseRedirect:
        self.message_user(request, why, messages.ERROR)
        return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[pk]))
