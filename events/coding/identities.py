"""Who may know a confidential source, report or note; what they see of it is recorded, each time.

The triggers of migration 0020 keep it apart; this is the one way in to it. Docs: docs/adr/0016-need-to-know.md.
"""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import PermissionDenied
from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Exists,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat

from events.coding.deciding import waiting_for
from events.models import (
    Claim,
    ClaimNote,
    Deed,
    Event,
    Knower,
    Look,
    ProposedChange,
    Report,
    ReportIdentity,
    Secret,
    Source,
    SourceIdentity,
)

Thing = Source | Report
Identity = SourceIdentity | ReportIdentity
#: Fields of an identity, as forms have them.
FIELDS: dict[type[Thing], tuple[str, ...]] = {
    Source: (*Source.APART, "contact"),
    Report: Report.APART,
}
NAMES = ArrayField(TextField())
PRIVATE_REPORT = Q(is_confidential=True) | Q(source__is_confidential=True)


# --- Who may know ----------------------------------------------------------------------------------------------------


def is_apart(thing: Any) -> bool:
    """Whether anything of `thing` is for those alone who may know it."""
    return thing.is_private if isinstance(thing, Report) else isinstance(thing, Source) and thing.is_confidential


def may_know(user: User, thing: Thing) -> bool:
    """Whether `user` may know who this source is, or what this report holds."""
    if not is_apart(thing):
        return True
    known = sources_known_to(user) if isinstance(thing, Source) else reports_known_to(user)
    return known.filter(pk=thing.pk).exists()


def may_name(user: User, thing: Thing) -> bool:
    """Whether `user` may say who else may know `thing`. A superuser may, without knowing it."""
    return user.is_superuser or (is_apart(thing) and may_know(user, thing))


def sources_known_to(user: User) -> QuerySet[Source]:
    """The confidential sources that `user` may know."""
    return Source.objects.filter(is_confidential=True).filter(
        Q(identity__entered_by=user) | Q(pk__in=_named(user).values("source")) | Q(pk__in=_disclosing(user, "Source"))
    )


def reports_known_to(user: User) -> QuerySet[Report]:
    """The reports that are confidential, or whose source is, and that `user` may know: those of a known source too."""
    return Report.objects.filter(PRIVATE_REPORT).filter(
        Q(identity__entered_by=user)
        | Q(pk__in=_named(user).values("report"))
        | Q(source__in=_named(user).values("source"))
        | Q(source__in=sources_known_to(user).values("pk"))
        | Q(pk__in=_disclosing(user, "Report"))
    )


def _named(user: User) -> QuerySet[Knower]:
    return Knower.objects.filter(Q(person=user) | Q(group__in=user.groups.all()))


def _disclosing(user: User, model: str) -> QuerySet[Any, Any]:
    """Ids of the sources or reports of whose disclosure `user` is asked to decide."""
    open_source = Source.objects.filter(pk=OuterRef("source_after"), is_confidential=False)
    return (
        ProposedChange.objects.filter(model=model, proposal__in=waiting_for(user).values("pk"))
        .annotate(
            source_after=Case(
                When(field="source_id", then=Cast("after", BigIntegerField())), output_field=BigIntegerField()
            )
        )
        .filter(Q(field="is_confidential", after=False) | Q(Exists(open_source), field="source_id"))
        .values("object_id")
    )


def would_open(before: Thing, after: Thing) -> bool:
    """Whether the change from `before` to `after` discloses it, or puts a report under another source's people."""
    if not is_apart(before):
        return False
    moved = isinstance(before, Report) and before.source_id != after.source_id  # type: ignore[union-attr]
    return moved or (not after.is_confidential and before.is_confidential)


def with_who_may_know(looks: QuerySet[Look]) -> QuerySet[Look]:
    """`looks`, each with the names of who entered the source or report and of who is named there, as `known_to`."""
    return looks.annotate(
        known_to=Case(
            When(kind=Secret.SOURCE, then=_names(SourceIdentity, source=OuterRef("thing_id"))),
            When(kind=Secret.REPORT, then=_names(ReportIdentity, report=OuterRef("thing_id"))),
            default=Value([], output_field=NAMES),
        )
    )


def _names(model: type[Identity], **which: Any) -> Func:
    entered = model._default_manager.filter(**which, entered_by__isnull=False).values("entered_by__username")
    name = Coalesce("person__username", Concat(Value("group "), "group__name"), output_field=TextField())
    knowers = Knower.objects.filter(**which).annotate(name=name).order_by("id").values("name")
    lists = [Cast(ArraySubquery(each), NAMES) for each in (entered, knowers)]
    return Func(*lists, function="array_cat", output_field=NAMES)


def share(knower: Knower, *, by: User) -> None:
    """Store that a person or a group may know a source or report."""
    _require_naming(knower, by)
    knower.added_by = by
    knower.save()


def unshare(knower: Knower, *, by: User) -> None:
    """Take that back."""
    _require_naming(knower, by)
    knower.delete()


def _require_naming(knower: Knower, by: User) -> None:
    thing = knower.source or knower.report
    if thing is None or not may_name(by, thing):
        raise PermissionDenied("Only who may know it, or a superuser, says who else may.")


# --- Reading and writing it ------------------------------------------------------------------------------------------


def held(thing: Thing) -> Identity:
    """What is kept apart of `thing`; for deciding and comparing, never for showing: nothing is recorded."""
    found: Identity | None
    if isinstance(thing, Source):
        found = SourceIdentity.objects.filter(source=thing).select_related("entered_by").first()
        return found or SourceIdentity(source=thing, **{name: getattr(thing, name) for name in Source.APART})
    found = ReportIdentity.objects.filter(report=thing).select_related("entered_by").first()
    return found or ReportIdentity(report=thing, **{name: getattr(thing, name) for name in Report.APART})


def look(thing: Thing, by: User) -> Identity:
    """What is kept apart of `thing`, shown to `by`, which is recorded."""
    if not may_know(by, thing):
        raise PermissionDenied(f"{thing} is known to others only.")
    _record(Deed.LOOK, [thing], by)
    return held(thing)


def exported(things: Iterable[Thing], by: User) -> None:
    """Record that `by` took the identities of `things` away in a file."""
    _record(Deed.EXPORT, things, by)


def save(thing: Thing, values: dict[str, Any], *, by: User) -> None:
    """Store what is to be kept apart of `thing`, a confidential one."""
    if not may_know(by, thing):
        raise PermissionDenied(f"{thing} is known to others only.")
    identity = held(thing)
    if identity._state.adding:
        identity.entered_by = by
    for name, value in values.items():
        setattr(identity, name, value)
    identity.save()


def _record(deed: Deed, things: Iterable[Thing | Claim], by: User) -> None:
    Look.objects.bulk_create(
        Look(
            by=by,
            by_name=by.get_username(),
            deed=deed,
            kind=Secret(type(thing).__name__),
            thing_id=thing.pk,
            what=_called(thing),
        )
        for thing in things
    )


def _called(thing: Thing | Claim) -> str:
    if isinstance(thing, Claim):
        return f"Note of claim {thing.pk} in {thing.event.code}"
    return f"Undisclosed report {thing.pk}" if isinstance(thing, Report) else f"Undisclosed source {thing.pseudonym}"


# --- Searching -------------------------------------------------------------------------------------------------------


def find_sources(sources: QuerySet[Source], text: str, by: User) -> QuerySet[Source]:
    """The sources of `sources` called by all words of `text`; by their real names too, where `by` may know them.

    Those are recorded as found, and hold the real name as `known_as`, which is empty for all others.
    """
    openly, really = Q(), Q()
    for word in _words(text):
        openly &= Q(name__icontains=word)
        really &= Q(name__icontains=word) | Q(identity__name__icontains=word)
    hits = Source.objects.filter(really, pk__in=sources_known_to(by).values("pk")).exclude(openly)
    return _found(sources, openly, hits, SourceIdentity.objects.filter(source=OuterRef("pk")).values("name"), by)


def find_reports(reports: QuerySet[Report], text: str, by: User) -> QuerySet[Report]:
    """The same of reports: by title, author, address and source."""
    known_source = Q(source__in=sources_known_to(by).values("pk"))
    openly, really = Q(), Q()
    for word in _words(text):
        shown = Q(title__icontains=word) | Q(author__icontains=word) | Q(url__icontains=word)
        shown |= Q(source__name__icontains=word)
        openly &= shown
        really &= (
            shown
            | Q(identity__title__icontains=word)
            | Q(identity__author__icontains=word)
            | Q(identity__url__icontains=word)
            | (known_source & Q(source__identity__name__icontains=word))
        )
    hits = Report.objects.filter(really, pk__in=reports_known_to(by).values("pk")).exclude(openly)
    return _found(reports, openly, hits, ReportIdentity.objects.filter(report=OuterRef("pk")).values("title"), by)


def _words(text: str) -> list[str]:
    return text.replace("\0", "").split()  # PostgreSQL takes no null character


def _found(things: Any, openly: Q, hits: Any, name: QuerySet[Any, Any], by: User) -> Any:
    if not openly:  # nothing was asked
        return things
    seen = list(things.filter(pk__in=hits.values("pk")))
    _record(Deed.SEARCH, seen, by)
    keys = [thing.pk for thing in seen]
    known_as = Case(When(pk__in=keys, then=Subquery(name)), default=Value(""), output_field=CharField())
    return things.filter(openly | Q(pk__in=keys)).annotate(known_as=known_as)


# --- Notes of claims -------------------------------------------------------------------------------------------------


def notes(event: Event, by: User) -> tuple[dict[int, str], set[int]]:
    """The private notes in `event` that `by` may read, by claim, and the claims whose notes they may not."""
    kept = list(
        ClaimNote.objects.filter(claim__event=event).select_related(
            "claim__report__source", "claim__speaker", "claim__event"
        )
    )
    readable = {note.claim_id for note in _readable(kept, by)}
    return {note.claim_id: note.notes for note in kept if note.claim_id in readable}, {
        note.claim_id for note in kept if note.claim_id not in readable
    }


def look_at_notes(event: Event, by: User) -> None:
    """Record that `by` is shown the notes of `event` that not everybody in the desk reads."""
    shown, _hidden = notes(event, by)
    claims = Claim.objects.filter(pk__in=shown).select_related("report__source", "speaker", "event")
    _record(Deed.LOOK, [claim for claim in claims if _is_guarded(claim)], by)


def save_note(claim: Claim, text: str, *, by: User) -> None:
    """Store, change or take away the private note of `claim`; who may not read it does not change it either."""
    note = ClaimNote.objects.filter(claim=claim).select_related("claim__report__source", "claim__speaker").first()
    if note and not _readable([note], by):
        raise PermissionDenied("Only who may know the source changes this note.")
    if note and not text:
        note.delete()
    elif note and note.notes != text:
        note.notes = text
        note.save()
    elif text and not note:
        ClaimNote.objects.create(claim=claim, notes=text, entered_by=by)


def may_read_notes(claim: Claim, by: User) -> bool:
    """Whether `by` may read the notes of `claim`, one that is gone too, whoever wrote them."""
    return not _is_guarded(claim) or _knows_of(claim, by)


def _readable(kept: list[ClaimNote], by: User) -> list[ClaimNote]:
    return [note for note in kept if note.entered_by_id == by.pk or may_read_notes(note.claim, by)]


def _is_guarded(claim: Claim) -> bool:
    """Whether its notes are for those alone who may know who says so."""
    return claim.is_confidential or claim.report.is_private or bool(claim.speaker and claim.speaker.is_confidential)


def _knows_of(claim: Claim, by: User) -> bool:
    """Whether `by` may know all of the report and speaker that are confidential; if none is, they are named there."""
    private: list[Thing] = [thing for thing in (claim.report, claim.speaker) if thing is not None and is_apart(thing)]
    if private:
        return all(may_know(by, thing) for thing in private)
    return _named(by).filter(Q(report=claim.report_id) | Q(source=claim.report.source_id)).exists()


# --- The history of it -----------------------------------------------------------------------------------------------


def states(thing: Any, by: User) -> list[Any]:
    """What the history keeps apart of `thing`, a source, a report or an event, shown to `by`, which is recorded."""
    if isinstance(thing, Event):
        look_at_notes(thing, by)
        return _states("ClaimNoteHistory", claim_id__in=_readable_claims(thing, by))
    if not is_apart(thing):
        return []
    model = type(thing).__name__
    known = may_know(by, thing)
    if known:
        _record(Deed.LOOK, [thing], by)
    return [
        *(_states(f"{model}IdentityHistory", pgh_obj_id=thing.pk) if known else []),
        *(_states("KnowerHistory", **{model.lower(): thing.pk}) if may_name(by, thing) else []),
    ]


def _states(table: str, **which: Any) -> list[Any]:
    model = apps.get_model("events", table)
    return list(model._default_manager.filter(**which).select_related("pgh_context").order_by("pgh_id"))


def _readable_claims(event: Event, by: User) -> list[int]:
    """The claims of `event` whose notes, of earlier times too, `by` may read."""
    claims = Claim.objects.filter(event=event).select_related("report__source", "speaker")
    own = {*ClaimNote.objects.filter(claim__event=event, entered_by=by).values_list("claim", flat=True)}
    return [claim.pk for claim in claims if claim.pk in own or may_read_notes(claim, by)]
