"""What all admin classes of the desk share: native date fields, lean look-ups, pages that are only to look at."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.gis.db import models
from django.db.models import Model
from django.db.models.fields.related import RelatedField
from django.forms import BaseInlineFormSet
from django.http import HttpRequest

from events.admin.asking import person as person
from events.admin.collisions import Collisions
from events.admin.deletion import Deletion
from events.admin.errors import PlacedErrorsForm
from events.admin.histories import Histories


class DayInput(forms.DateInput):
    """The browser's own date field: typed or picked, on a phone too."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")  # what HTML asks for, whatever the language


class DeskFields(BaseModelAdmin):
    """How fields look and which rows they offer, on pages and on inline rows alike."""

    form: Any = PlacedErrorsForm
    formfield_overrides: ClassVar[Any] = {
        models.DateField: {"widget": DayInput},
        models.URLField: {"assume_scheme": "https"},
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField", "dir": "auto"})},
        models.CharField: {"widget": forms.TextInput(attrs={"class": "vTextField", "dir": "auto"})},
    }

    def get_field_queryset(self, db: Any, db_field: "RelatedField[Any, Any]", request: HttpRequest) -> Any:
        """Rows to choose from as their own admin reads them: with what their names need, without what they do not."""
        related = self.admin_site._registry.get(db_field.remote_field.model)
        if related:
            return related.get_queryset(request)
        return super().get_field_queryset(db, db_field, request)


class DeskAdmin(DeskFields, Histories, Deletion, Collisions, admin.ModelAdmin):
    """A list and a form of the desk."""

    change_form_template = "admin/desk_form.html"
    show_full_result_count = False
    list_per_page = 50

    class Media:
        js = ["admin-desk/labels.js"]


class NamedRows(BaseInlineFormSet):
    """Rows whose fields, which only a heading names to the eye, have a name for a screen reader too."""

    @classmethod
    def get_deletion_widget(cls) -> Any:
        return forms.CheckboxInput(attrs={"aria-label": "Delete this row"})

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for name, field in form.fields.items():
            if name != "DELETE" and not field.widget.is_hidden:
                inner = getattr(field.widget, "widget", field.widget)  # inside the buttons for related rows
                inner.attrs.setdefault("aria-label", str(field.label))


class TableOfRows(DeskFields, admin.TabularInline):
    """Rows of another table on the page, one line each."""

    formset = NamedRows


class ReadOnly(BaseModelAdmin):
    """A page to look at; its rows are made elsewhere."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


def is_autocomplete(request: HttpRequest) -> bool:
    return bool(request.resolver_match and request.resolver_match.url_name == "autocomplete")
