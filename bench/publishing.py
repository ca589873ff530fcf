"""Publishing one event: from the editor's click in the admin until the public page and the list show it."""

import sys
from urllib.parse import urlencode

from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from django.utils.crypto import get_random_string

from bench.clock import Times
from bench.report import Line
from bench.server import Server
from events import publication
from events.coding import workflow
from events.models import Claim, ClaimKind, Event, Participation, Status

EVENTS = 20
TOKEN = get_random_string(32)  # what Django wants to see twice, in the cookie and in the form


def publishing(server: Server) -> list[Line]:
    """Publish events one by one over HTTP; those that a run before published are corrected."""
    analyst, editor = _person("bench_analyst", "Analyst"), _person("bench_editor", "Editor")
    cookies = f"sessionid={_session(editor)}; csrftoken={TOKEN}"
    page, listed = Times(), Times()
    for number in range(EVENTS):
        event = _in_review(number, analyst)
        read = {"revision": event.revision, "digest": publication.preview([event]).digest}
        form = urlencode({"csrfmiddlewaretoken": TOKEN, "reason": "Measured again."} | read)
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        with page.one():
            server.send("POST", reverse("admin:events_event_publish", args=[event.pk]), form, headers)
            _require(server, f"/events/{event.code}/", event.title)
        with listed.one():
            _require(server, "/events/?sort=-published", event.title)
    return [
        Line("publish one event, click to public page", page, page.p95, 200, "p95 ≤ 200 ms"),
        Line("first list page after it", listed, listed.p95, 200, "p95 ≤ 200 ms"),
    ]


def _person(name: str, group: str) -> User:
    user, _ = User.objects.get_or_create(username=name, defaults={"is_staff": True})
    user.groups.set([Group.objects.get(name=group)])
    return user


def _session(user: User) -> str:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client.cookies["sessionid"].value


def _in_review(number: int, analyst: User) -> Event:
    """An event that waits for an editor, with a title never used before."""
    start = f"Benchmark {number}: "
    event = Event.objects.filter(title__startswith=start, dataset="").first() or _coded(start, analyst)
    if event.status == Status.PUBLISHED:
        workflow.start_correction(event, by=analyst)
    event.title = start + get_random_string(10)
    event.save()
    workflow.submit(event, by=analyst)
    return event


def _coded(title: str, analyst: User) -> Event:
    """A draft like an imported event: its type, day, place, actors and reports."""
    model = Event.objects.filter(dataset="ucdp-ged", precision="settlement").order_by("-date_start", "id")[0]
    same = ("event_type", "date_start", "date_end", "location", "point", "precision")
    event = Event.objects.create(title=title, coded_by=analyst, **{name: getattr(model, name) for name in same})
    for part in model.participations.all():
        Participation.objects.create(event=event, actor=part.actor, side=part.side, role=part.role)
    for claim in model.claims.all():
        Claim.objects.create(event=event, report=claim.report, kind=ClaimKind.OCCURRED)
    return event


def _require(server: Server, path: str, text: str) -> None:
    answer = server.send("GET", path, headers={"Accept-Encoding": "identity"})
    if text not in answer.body.decode():
        sys.exit(f"{path} ({answer.status}) does not show “{text}”.")
