"""What actors, places and sources have in common: an address made from the name, and a name that reaches the public."""

from typing import Any

from django.db.models import Model
from django.http import HttpRequest

from events.admin.errors import PlacedErrorsForm
from events.admin.gated import GatedAdmin
from events.coding import naming
from events.models import Actor, Location


class NamedForm(PlacedErrorsForm):
    """The address (slug) may be left empty: one is made from the name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields[
                "slug"
            ].help_text = "Appears in URLs and never changes. Leave empty to have one made from the name."

    def clean(self) -> dict[str, Any] | None:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.made_slug = "slug" in self.fields and not cleaned.get("slug") and bool(cleaned.get("name"))
        if self.made_slug:
            cleaned["slug"] = naming.free_slug(type(self.instance), cleaned["name"])
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """An address made here was free a moment ago: if somebody took it since, storing it tries the next."""
        exclusions: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # not in the stubs
        return exclusions | {"slug"} if getattr(self, "made_slug", False) else exclusions


class NamedAdmin(GatedAdmin):
    """A thing with a name that public events show."""

    form = NamedForm

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return ["slug"] if obj else []

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if isinstance(form.instance, Actor | Location):
            naming.saved(form.instance)
