"""Walks every public URL: nothing unpublished or confidential is anywhere; lists cost the same at any length."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, reverse

from events.models import ActorName, Casualties, ClaimNote, Event, LocationName, PublishedEvent, SourceIdentity
from events.stats.copy import copy
from events.urls import urlpatterns
from tests.export.reading import text
from tests.factories import (
    ActorFactory,
    AttributionFactory,
    CasualtiesFactory,
    ClaimFactory,
    EventFactory,
    LocationFactory,
    ParticipationFactory,
    PersonFactory,
    ReportFactory,
    SourceFactory,
    published,
    reopened,
)

SECRET = "zqxsecret"  # in every text that must not be public
WORLD_TILE = {"z": 0, "x": 0, "y": 0}
pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@dataclass
class World:
    """A public event with all that may be confidential about it, and a draft with names of its own."""

    public: Event
    draft: Event


@pytest.fixture
def world() -> World:
    return World(_public_event(), _draft())


def _public_event() -> Event:
    """Public, and under correction; everything private about it says SECRET."""
    paper = SourceFactory(name="Open paper", slug="open-paper", notes=SECRET)
    hidden = SourceFactory(
        name=f"{SECRET} outlet", slug=f"{SECRET}-outlet", is_confidential=True, url=f"https://{SECRET}.example"
    )
    person = PersonFactory(name=f"{SECRET} person", slug=f"{SECRET}-person", notes=SECRET)
    report = ReportFactory(source=paper, title="Open report", text=SECRET, notes=SECRET, content_hash="")
    closed = ReportFactory(
        source=paper, title=SECRET, author=SECRET, url=f"https://{SECRET}.example/1", is_confidential=True
    )
    town = LocationFactory(name="Open town", slug="open-town", notes=SECRET)
    site = LocationFactory(name=f"{SECRET} house", slug=f"{SECRET}-house", kind="site", parent=town)
    event = EventFactory(
        title="Open event", notes=SECRET, location=site, precision="exact", is_sensitive=True, claimed=False
    )
    ParticipationFactory(event=event, actor__name="Open group", actor__notes=SECRET)
    spoken = ClaimFactory(event=event, report=report, speaker=person, speaker_role="an officer")
    ClaimNote.objects.create(claim=spoken, notes=SECRET)
    SourceIdentity.objects.filter(source=person).update(contact=SECRET)
    ClaimFactory(event=event, report=closed)
    ClaimFactory(event=event, report__source=hidden, report__title=SECRET)
    ClaimFactory(event=event, report=report, kind="place", location=site)
    AttributionFactory(
        event=event, report=report, actor__name=f"{SECRET} accused", is_confidential=True, statement=SECRET
    )
    CasualtiesFactory(event=event, low=4)
    published(event)
    reopened(event)
    Event.objects.filter(pk=event.pk).update(title=f"{SECRET} correction")
    Casualties.objects.filter(event=event).update(low=987654)
    return event


def _draft() -> Event:
    actor = ActorFactory(name=f"{SECRET} group", slug=f"{SECRET}-group")
    ActorName.objects.create(actor=actor, name=f"{SECRET} alias")
    place = LocationFactory(name=f"{SECRET} town", slug=f"{SECRET}-town")
    LocationName.objects.create(location=place, name=f"{SECRET} old town")
    draft = EventFactory(title=f"{SECRET} draft", narrative=SECRET, location=place, tags=[SECRET], claimed=False)
    ParticipationFactory(event=draft, actor=actor)
    source = SourceFactory(name=f"{SECRET} paper", slug=f"{SECRET}-paper")
    ClaimFactory(event=draft, report__source=source, report__title=SECRET)
    return draft


def public_urls(code: str, slugs: dict[str, str]) -> Iterator[str]:
    """The address of every public view; `slugs` by the noun that a view's name begins with."""
    for pattern in urlpatterns:
        assert isinstance(pattern, URLPattern)
        assert pattern.name
        known = {"code": code, "slug": slugs.get(pattern.name.split("_")[0]), **WORLD_TILE}
        yield reverse(pattern.name, kwargs={name: known[name] for name in pattern.pattern.converters})


def comparisons(slugs: dict[str, str]) -> Iterator[str]:
    for noun, slug in slugs.items():
        yield f"/compare/?{noun}={slug}&period=2018&period=2019"


def body(client: Client, url: str) -> tuple[int, str]:
    response = client.get(url)
    content = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    return response.status_code, f"{response.headers}{text(content)}"


def test_every_public_url_answers(client: Client, world: World) -> None:
    actor = PublishedEvent.objects.get(code=world.public.code).actors[0]
    slugs = {"actor": actor, "place": "open-town", "source": "open-paper"}

    for url in public_urls(world.public.code, slugs):
        status, _ = body(client, url)
        assert status in (200, 304) or (url.endswith("boundary.json") and status == 404), url


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?q=open",
        "?sort=-deaths",
        "?bbox=-180,-90,180,90",
        "?nonsense=1",
        "?country=1",
        "?q=zqxsecre",
        "?q=xqzsecret",
    ],
)
def test_nothing_unpublished_or_confidential_is_anywhere(client: Client, world: World, query: str) -> None:
    actor = PublishedEvent.objects.get(code=world.public.code).actors[0]
    public = {"actor": actor, "place": "open-town", "source": "open-paper"}
    private = {"actor": f"{SECRET}-group", "place": f"{SECRET}-town", "source": f"{SECRET}-paper"}

    walked = [*public_urls(world.public.code, public), *public_urls(world.draft.code, private)]
    for url in [*(url + query for url in walked), *comparisons(public), *comparisons(private)]:
        _, said = body(client, url)
        said = (
            said.replace(url.removesuffix(query), "")
            .replace(private["actor"], "")
            .replace(private["place"], "")
            .replace(private["source"], "")
        )
        assert SECRET not in said, url
        assert "987654" not in said, url


def test_a_draft_and_its_names_do_not_exist_for_the_public(client: Client, world: World) -> None:
    slugs = {"actor": f"{SECRET}-group", "place": f"{SECRET}-town", "source": f"{SECRET}-paper"}
    named = [url for url in public_urls(world.draft.code, slugs) if world.draft.code in url or SECRET in url]

    assert len(named) >= 5
    assert {body(client, url)[0] for url in named} == {404}


@pytest.mark.parametrize("parameter", ["actor", "place", "source", "q", "tag"])
def test_filters_do_not_confirm_what_is_not_public(client: Client, world: World, parameter: str) -> None:
    slug = {"actor": f"{SECRET}-group", "place": f"{SECRET}-town", "source": f"{SECRET}-paper"}.get(parameter, SECRET)

    _, known = body(client, f"/events/?{parameter}={slug}")
    _, unknown = body(client, f"/events/?{parameter}={slug.replace('z', 'y')}")

    assert known.replace(slug, "") == unknown.replace(slug.replace("z", "y"), "")


def test_the_world_has_something_to_hide(world: World) -> None:
    """The walk above can fail: what it looks for is in the coding tables."""
    assert Event.objects.filter(title__contains=SECRET).count() == 2


def test_lists_make_as_many_queries_for_fifty_events_as_for_one(client: Client) -> None:
    def queries() -> dict[str, int]:
        copy.follow()  # the copy follows the record in its own time
        found = {}
        for pattern in urlpatterns:
            if not pattern.pattern.converters:
                with CaptureQueriesContext(connection) as captured:
                    body(client, reverse(str(pattern.name)))
                found[str(pattern.name)] = len(captured)
        return found

    _with_everything()
    one = queries()
    for _ in range(49):
        _with_everything()

    assert queries() == one


def _with_everything() -> None:
    event = EventFactory(location=LocationFactory(), tags=["x"])
    ParticipationFactory(event=event)
    ParticipationFactory(event=event, side="B", role="target")
    AttributionFactory(event=event)
    CasualtiesFactory(event=event, best=1)
    published(event)
