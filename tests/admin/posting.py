"""What a browser sends when the event's form is saved."""

from html.parser import HTMLParser

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from events.models import Event
from tests.factories import EventTypeFactory, LocationFactory

PREFIXES = ("participations", "casualties", "claims", "links")


def event_data(
    *, event: Event | None = None, rows: dict[str, list[dict[str, str]]] | None = None, **changed: str
) -> dict[str, str]:
    """A valid new event (or `event` with no rows but `rows`, which are new), with fields `changed`."""
    data = {
        "title": "Attack on a convoy",
        "event_type": str(EventTypeFactory().pk),
        "narrative": "",
        "tags": "",
        "date_start": "2018-10-16",
        "date_end": "2018-10-16",
        "date_meaning": "on_day",
        "location": str((event and event.location_id) or LocationFactory().pk),
        "precision": "settlement",
        "point_latitude": "34.4",
        "point_longitude": "41.1",
        "clarity": "single",
        "incidents": "",
        "notes": "",
        "revision": str(event.revision) if event else "",
    }
    for prefix in PREFIXES:
        new = (rows or {}).get(prefix, [])
        data |= {f"{prefix}-TOTAL_FORMS": str(len(new)), f"{prefix}-INITIAL_FORMS": "0"}
        data |= {f"{prefix}-{number}-{name}": value for number, row in enumerate(new) for name, value in row.items()}
    return data | changed


def opened(client: Client, event: Event) -> dict[str, str]:
    """The form of `event` as a browser holds it after opening the page, ready to be changed and sent."""
    return shown(client.get(reverse("admin:events_event_change", args=[event.pk])))


def shown(response: HttpResponse) -> dict[str, str]:
    """The form on the page, as a browser would send it."""
    page = _Fields()
    page.feed(response.content.decode())
    return page.data


class _Fields(HTMLParser):
    """Collects what the fields of the event's form hold."""

    def __init__(self) -> None:
        super().__init__()
        self.data: dict[str, str] = {}
        self.is_inside = False
        self.chooser = self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "form":
            self.is_inside = given.get("id") == "event_form"
        if not self.is_inside or "__prefix__" in name:
            return
        if tag == "select":
            self.chooser = name
        elif tag == "option" and self.chooser:
            if "selected" in given or self.chooser not in self.data:
                self.data[self.chooser] = given.get("value") or ""
        elif tag == "textarea":
            self.text, self.data[name] = name, ""
        elif tag == "input" and name and given.get("type") == "checkbox" and "checked" in given:
            self.data[name] = "on"
        elif tag == "input" and name and given.get("type") not in ("checkbox", "submit"):
            self.data[name] = given.get("value") or ""

    def handle_data(self, data: str) -> None:
        if self.text:
            self.data[self.text] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.chooser = ""
        elif tag == "textarea" and self.text:
            self.data[self.text] = self.data[self.text].removeprefix("\n")
            self.text = ""
        elif tag == "form":
            self.is_inside = False
