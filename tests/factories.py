"""The least valid object of each kind. A test states only what matters to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import factory
from django.contrib.gis.geos import Point
from django.db import transaction
from factory.django import DjangoModelFactory

from events import models
from events.models import gate
from events.publication import publish_rows


@contextmanager
def decided() -> Iterator[None]:
    """Within this, what readers see may change, as in a maintainer's command."""
    with transaction.atomic():
        gate.decided_by_maintainer("a test")
        yield
        models.MaintainerDecision.objects.filter(transaction=gate.transaction_number()).delete()


class EventTypeFactory(DjangoModelFactory):
    class Meta:
        model = models.EventType
        django_get_or_create = ("code",)

    code = "attack"
    name = "Attack"
    is_public = True

    @classmethod
    def _create(cls, model_class: type[models.EventType], *args: Any, **kwargs: Any) -> models.EventType:
        with decided():
            return super()._create(model_class, *args, **kwargs)


class ActorFactory(DjangoModelFactory):
    class Meta:
        model = models.Actor

    name = factory.Sequence(lambda n: f"Group {n}")
    slug = factory.Sequence(lambda n: f"group-{n}")
    kind = models.ActorKind.REBEL_GROUP


class CountryFactory(DjangoModelFactory):
    class Meta:
        model = models.Location
        django_get_or_create = ("slug",)

    name = "Iraq"
    slug = "iraq"
    kind = models.LocationKind.COUNTRY
    iso_a3 = "IRQ"


class LocationFactory(DjangoModelFactory):
    class Meta:
        model = models.Location

    name = factory.Sequence(lambda n: f"Town {n}")
    slug = factory.Sequence(lambda n: f"town-{n}")
    kind = models.LocationKind.SETTLEMENT
    country = factory.SubFactory(CountryFactory)
    parent = factory.SelfAttribute("country")
    point = Point(41.1, 34.4, srid=4326)


class SourceFactory(DjangoModelFactory):
    class Meta:
        model = models.Source

    name = factory.Sequence(lambda n: f"Paper {n}")
    slug = factory.Sequence(lambda n: f"paper-{n}")
    kind = models.SourceKind.NEWSPAPER


class PersonFactory(SourceFactory):
    """Somebody who speaks: always confidential."""

    name = factory.Sequence(lambda n: f"Witness Name {n}")
    slug = factory.Sequence(lambda n: f"witness-name-{n}")
    kind = models.SourceKind.PERSON
    is_confidential = True


class ReportFactory(DjangoModelFactory):
    class Meta:
        model = models.Report

    source = factory.SubFactory(SourceFactory)
    title = factory.Sequence(lambda n: f"Report {n}")


class EventFactory(DjangoModelFactory):
    """A draft; `claimed` adds the accepted claim without which it cannot be published."""

    class Meta:
        model = models.Event
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Event {n}")
    event_type = factory.SubFactory(EventTypeFactory)
    date_start = date(2018, 10, 16)
    date_end = factory.SelfAttribute("date_start")
    location = factory.SubFactory(LocationFactory)
    point = factory.SelfAttribute("location.point")

    @factory.post_generation
    def claimed(self, create: bool, extracted: bool | None, **kwargs: object) -> None:
        if create and extracted is not False:
            ClaimFactory(event=self)


class ParticipationFactory(DjangoModelFactory):
    class Meta:
        model = models.Participation

    event = factory.SubFactory(EventFactory)
    actor = factory.SubFactory(ActorFactory)
    side = models.Side.A


class CasualtiesFactory(DjangoModelFactory):
    class Meta:
        model = models.Casualties

    event = factory.SubFactory(EventFactory)
    group = models.CasualtyGroup.UNKNOWN


class ClaimFactory(DjangoModelFactory):
    class Meta:
        model = models.Claim

    event = factory.SubFactory(EventFactory, claimed=False)
    report = factory.SubFactory(ReportFactory)


class AttributionFactory(ClaimFactory):
    """A claim about who did it."""

    kind = models.ClaimKind.ATTRIBUTION
    actor = factory.SubFactory(ActorFactory)


def published(event: models.Event, reason: str = "") -> models.PublishedEvent:
    """Put `event` into the public record as the workflow would, without its people."""

    models.Event.objects.filter(pk=event.pk).update(status=models.Status.PUBLISHED)
    publish_rows([event.pk], reason=reason)
    event.refresh_from_db()
    return models.PublishedEvent.objects.get(code=event.code, valid_to__isnull=True)


def reopened(event: models.Event) -> models.Event:
    """Start a correction of a published event, without its people."""
    models.Event.objects.filter(pk=event.pk).update(status=models.Status.CORRECTION)
    event.refresh_from_db()
    return event
