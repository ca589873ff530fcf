"""Whatever analysts and editors do, nothing is public that no approved preview showed, or that was protected since.

A small world full of words that betray somebody. Each deed is committed; after each, all public tables are searched,
and one public address of many is read, as it is now or as it was at some publication.
"""

import itertools
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Q
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from events import publication
from events.coding import editing, hiding, identities, proposals, retracting, undoing, workflow
from events.coding.acting import acting
from events.models import (
    PUBLIC_MODELS,
    Actor,
    ActorName,
    Claim,
    Event,
    Location,
    Proposal,
    Publication,
    Report,
    Retraction,
    Source,
    SourceIdentity,
    Status,
)
from events.publication.verifying import verify
from tests.conftest import empty_database, person
from tests.factories import (
    ActorFactory,
    ClaimFactory,
    EventFactory,
    LocationFactory,
    ParticipationFactory,
    PersonFactory,
    ReportFactory,
    SourceFactory,
)
from tests.test_every_public_url import body, public_urls

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "public"]), pytest.mark.slow]
WHICH = st.integers(0, 5)


def everything_public() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            " union all ".join(f"select to_jsonb(r)::text from {model._meta.db_table} r" for model in PUBLIC_MODELS)
        )
        return "\n".join(row[0] for row in cursor.fetchall()).lower()


class Desk(RuleBasedStateMachine):
    """An analyst and two editors at work; `shown` are the words that readers may find."""

    def __init__(self) -> None:
        super().__init__()
        empty_database()
        self.numbers, self.reads = itertools.count(), itertools.count()
        self.words: set[str] = set()
        self.shown: set[str] = set()
        self.analyst, self.editor = person("analyst", "Analyst"), person("editor", "Editor")
        self.second = person("second", "Editor")
        with acting(self.analyst):  # who knows what is confidential
            self.sources = [
                PersonFactory(name=self.word(), slug=self.word()),
                SourceFactory(name=self.word(), slug=self.word(), is_confidential=True),
                SourceFactory(name=self.word(), slug=self.word()),
            ]
            self.reports = [ReportFactory(source=source, title=self.word()) for source in self.sources]
            self.reports.append(ReportFactory(source=self.sources[2], title=self.word(), is_confidential=True))
        self.actor = ActorFactory(name=self.word(), slug=self.word())
        town = LocationFactory(name=self.word(), slug=self.word())
        self.places = [town, LocationFactory(kind="site", name=self.word(), slug=self.word(), parent=town)]
        self.events = [self.event(number) for number in range(3)]
        self.events[0].links.create(kind="series", other=self.events[1], note=self.word())
        for event in self.events:
            workflow.submit(event, by=self.analyst)
            self.publish(event)

    def word(self) -> str:
        word = f"canary{next(self.numbers)}x"
        self.words.add(word)
        return word

    def event(self, number: int) -> Event:
        event: Event = EventFactory(
            location=self.places[number % 2], precision="exact", is_sensitive=number == 1, claimed=False
        )
        ParticipationFactory(event=event, actor=self.actor)
        for report in self.reports:
            ClaimFactory(event=event, report=report, statement=self.word(), speaker=self.sources[0])
        ClaimFactory(event=event, report=self.reports[2], statement=self.word(), is_confidential=True)
        return event

    # --- Deeds -------------------------------------------------------------------------------------------------------

    def seen_in(self, what: object) -> None:
        """An approved preview showed these words."""
        self.shown |= {word for word in self.words if word in str(what)}
        for model in (Actor, Location, Source, SourceIdentity):  # who sees a name is shown its address with it
            named = model._default_manager.values_list("name", "slug")
            self.shown |= {slug for name, slug in named if name in str(what)}

    def publish(self, event: Event) -> None:
        event.refresh_from_db()
        seen = publication.preview([event])
        workflow.publish(workflow.as_read([event]), by=self.editor, reason="Read.", digest=seen.digest)
        self.seen_in(seen)

    def protected(self, *rows: Any) -> None:
        for row in (*rows, *(identities.held(row) for row in rows if isinstance(row, Source | Report))):
            said = {str(getattr(row, name, "")) for name in ("name", "title", "slug", "statement")}
            self.shown -= said

    def attempt(self, deed: Callable[[], object]) -> None:
        with suppress(ValidationError):  # may not be done now
            deed()

    def save(self, row: Any, **values: Any) -> None:
        row = type(row)._default_manager.get(pk=row.pk)
        for name, value in values.items():
            setattr(row, name, value)
        with acting(self.analyst):
            proposals.save(row, by=self.analyst)

    @rule(which=WHICH)
    def protect_source(self, which: int) -> None:
        source = self.sources[which % 3]
        self.save(source, is_confidential=True)
        source.refresh_from_db()
        self.protected(source, *source.reports.all())

    @rule(which=WHICH)
    def disclose_source(self, which: int) -> None:
        self.save(self.sources[which % 3], is_confidential=False, kind="other")

    @rule(which=WHICH)
    def make_unlinkable(self, which: int) -> None:
        source = self.sources[which % 3]
        self.save(source, is_confidential=True, is_unlinkable=True)
        source.refresh_from_db()
        self.protected(source, *source.reports.all())

    @rule(which=WHICH)
    def make_linkable(self, which: int) -> None:
        self.save(self.sources[which % 3], is_unlinkable=False)

    @rule(which=WHICH)
    def rename_source(self, which: int) -> None:
        self.save(self.sources[which % 3], name=self.word())

    @rule(which=WHICH, renames=st.booleans())
    def protect_report(self, which: int, renames: bool) -> None:
        report = self.reports[which % 4]
        old = Report.objects.get(pk=report.pk)
        self.save(report, is_confidential=True, **({"title": self.word()} if renames else {}))
        self.protected(old)

    @rule(which=WHICH)
    def disclose_report(self, which: int) -> None:
        self.save(self.reports[which % 4], is_confidential=False)

    @rule(which=WHICH)
    def move_report(self, which: int) -> None:
        self.save(self.reports[which % 4], source_id=self.sources[(which + 1) % 3].pk)

    @rule()
    def rename_actor(self) -> None:
        self.save(self.actor, name=self.word(), description=self.word())

    @rule()
    def add_a_spelling(self) -> None:
        proposals.save(ActorName(actor=self.actor, name=self.word()), by=self.analyst)

    @rule(which=WHICH, kind=st.sampled_from(["site", "settlement", "region"]))
    def change_place(self, which: int, kind: str) -> None:
        self.save(self.places[which % 2], kind=kind, name=self.word())

    @rule(which=WHICH)
    def approve(self, which: int) -> None:
        waiting = list(Proposal.objects.filter(state="open").order_by("pk"))
        if not waiting:
            return
        proposal = waiting[which % len(waiting)]

        def deed() -> None:
            seen = proposals.preview(proposal)
            proposals.approve(proposal, by=self.editor, seen=seen.digest)
            self.seen_in(seen)

        self.attempt(deed)

    @rule(which=WHICH)
    def give_back(self, which: int) -> None:
        waiting = list(Proposal.objects.filter(state="open").order_by("pk"))
        if waiting:
            proposals.give_back(waiting[which % len(waiting)], by=self.editor, reason="No.")

    @rule(which=WHICH)
    def correct(self, which: int) -> None:
        event = self.events[which % 3]
        self.attempt(lambda: workflow.start_correction(event, by=self.analyst))

    @rule(which=WHICH, what=st.sampled_from(["title", "place", "sensitive", "claim", "exact"]))
    def edit(self, which: int, what: str) -> None:
        event = Event.objects.get(pk=self.events[which % 3].pk)
        if not editing.may_edit(event, self.analyst):
            return
        with acting(self.analyst):
            if what == "claim":
                claim = event.claims.order_by("pk")[which % event.claims.count()]
                Claim.objects.filter(pk=claim.pk).update(is_confidential=True)
                self.protected(claim)
            else:
                event.title = self.word() if what == "title" else event.title
                event.location = self.places[which % 2] if what == "place" else event.location
                event.is_sensitive = {"sensitive": True, "exact": False}.get(what, event.is_sensitive)
                editing.save(event, by=self.analyst)
            editing.saved(event)
        if what == "sensitive" and event.location and event.location.kind == "site":
            self.protected(event.location)

    @rule(which=WHICH)
    def hand_in_and_publish(self, which: int) -> None:
        event = self.events[which % 3]

        def deed() -> None:
            if Event.objects.get(pk=event.pk).status in editing.WRITING:
                workflow.submit(event, by=self.analyst)
            self.publish(event)

        self.attempt(deed)

    @rule(which=WHICH)
    def abandon(self, which: int) -> None:
        event = self.events[which % 3]
        self.attempt(lambda: undoing.abandon(event, by=self.analyst, reason="Not needed."))

    @rule(which=WHICH)
    def retract(self, which: int) -> None:
        event = self.events[which % 3]
        self.attempt(lambda: retracting.retract(event, by=self.editor, reason="It did not happen."))

    @rule(which=WHICH)
    def withhold(self, which: int) -> None:
        event = self.events[which % 3]
        self.attempt(lambda: retracting.withhold(event, by=self.editor, reason="It names somebody."))

    @rule(confirms=st.booleans())
    def decide(self, confirms: bool) -> None:
        retraction = Retraction.objects.filter(state="open").first()
        if retraction is None:
            return
        if confirms:
            self.attempt(lambda: retracting.confirm(retraction, by=self.second))
        else:
            retracting.refuse(retraction, by=self.second, answer="No.")

    @rule(which=WHICH, kind=st.sampled_from(["event", "source", "report", "claim", "place"]))
    def hide(self, which: int, kind: str) -> None:
        thing = self.thing(which, kind)
        hiding.hide(thing, by=self.analyst, reason="It names somebody.")
        self.hid(thing)

    def thing(self, which: int, kind: str) -> Any:
        event = self.events[which % 3]
        return {
            "event": event,
            "source": self.sources[which % 3],
            "report": self.reports[which % 4],
            "claim": event.claims.order_by("pk")[which % event.claims.count()],
            "place": self.places[which % 2],
        }[kind]

    def hid(self, thing: Any) -> None:
        """What readers may not find any more; a place of that name may still be said where it is not the place."""
        thing.refresh_from_db()
        claims = Claim.objects.none()
        if isinstance(thing, Source):
            claims = Claim.objects.filter(Q(report__source=thing) | Q(speaker=thing))
            self.protected(thing, *thing.reports.all())
        elif isinstance(thing, Report):
            claims = thing.claims.all()
            self.protected(thing)
        elif isinstance(thing, Claim):
            self.protected(thing)
        elif isinstance(thing, Event):
            claims = thing.claims.all()
            self.protected(thing)
        elif isinstance(thing, Location):
            self.protected(thing, *Location.objects.filter(parent=thing))
        self.protected(*claims)

    @rule(which=WHICH, kind=st.sampled_from(["event", "source", "report", "claim", "place"]))
    def propose_to_show(self, which: int, kind: str) -> None:
        self.attempt(lambda: hiding.propose_to_show(self.thing(which, kind), by=self.analyst))

    @rule(which=WHICH)
    def reopen(self, which: int) -> None:
        event = self.events[which % 3]
        self.attempt(lambda: undoing.reopen(event, by=self.analyst, reason="It did."))

    # --- What must hold ----------------------------------------------------------------------------------------------

    @invariant()
    def nothing_is_public_that_nobody_was_shown(self) -> None:
        text = everything_public()
        found = {word for word in self.words - self.shown if word in text}
        sites = self.shared_by_events_that_are_not_sensitive()
        assert not found - sites, sorted(found - sites)

    @invariant()
    def no_answer_says_more(self) -> None:
        """Whatever a reader asks for, the answer holds no such word: one of many addresses after each deed."""
        which = next(self.reads) * 7919
        past = which % 13
        slugs = {"actor": self.actor.slug, "place": self.places[which % 2].slug, "source": self.sources[which % 3].slug}
        code = self.events[which % 3].code
        urls = [*public_urls(code, slugs), *(f"/events/?{noun}={slug}" for noun, slug in slugs.items())]
        at = Publication.objects.order_by("number").values_list("at", flat=True)
        url = urls[which % len(urls)]
        if past < len(at):
            url += f"{'&' if '?' in url else '?'}as_of={at[past].isoformat().replace('+', '%2B')}"
        _, answer = body(Client(), url)
        for slug in slugs.values():  # the address itself, which the page may repeat
            answer = answer.replace(slug, "")
        found = {word for word in self.words - self.shown if word in answer.lower()}
        assert not found - self.shared_by_events_that_are_not_sensitive(), (url, sorted(found))

    def shared_by_events_that_are_not_sensitive(self) -> set[str]:
        """A site hidden for one event may still be shown as the place of another."""
        shown = Event.objects.filter(location__kind="site", is_sensitive=False).exclude(status=Status.DRAFT)
        return {word for event in shown for word in (event.location.name, event.location.slug)}

    @invariant()
    def no_pseudonym_links_the_events_of_an_unlinkable_source(self) -> None:
        unlinkable = Source.objects.filter(is_unlinkable=True)
        states = apps.get_model("events", "SourceHistory")._default_manager.filter(pgh_obj_id__in=unlinkable)
        text = everything_public()
        assert not [name for name in states.values_list("pseudonym", flat=True) if name in text]
        assert not [key for key in Source.objects.values_list("pseudonym_key", flat=True) if key in text]

    @invariant()
    def a_rebuild_equals_the_record(self) -> None:
        assert verify().is_clean, verify()


def test_nothing_is_public_that_no_approved_preview_showed() -> None:
    worlds = settings(
        settings(),
        max_examples=max(8, settings().max_examples // 5),
        stateful_step_count=25,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],  # a world takes seconds: to look for the shortest way to a finding would take minutes
    )
    run_state_machine_as_test(Desk, settings=worlds)
