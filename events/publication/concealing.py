"""Taking a source or a report that has become confidential out of public rows that cannot be built again."""

from typing import Any

from django.db.backends.utils import CursorWrapper
from django.db.models import Q

from events.models import Publication, PublishedEvent, PublishedSource, Report, Source
from events.publication.publish import next_publication, withhold

Json = dict[str, Any]


def conceal(cursor: CursorWrapper, source_ids: list[int], report_ids: list[int], *, reason: str) -> Publication | None:
    """Take those of these sources that are confidential, and their confidential reports, out of what is public still.

    That is what cannot be built again: events under correction, whose public row is written anew without them, and all
    past versions. None if nothing named them. The caller holds the lock of publishing.
    """
    hidden = {source.slug: _brief(source) for source in Source.objects.filter(pk__in=source_ids, is_confidential=True)}
    secret = Report.objects.filter(Q(source__in=source_ids) | Q(pk__in=report_ids), is_confidential=True)
    titles = {*secret.values_list("source__slug", "title")}
    slugs = [*hidden, *(slug for slug, _ in titles)]
    if not slugs:
        return None
    naming = [
        row
        for row in PublishedEvent.objects.filter(sources__overlap=slugs, withheld=False)
        if any(source != _redacted_source(source, hidden, titles) for source in row.source_list)
    ]
    if not naming:
        return None
    publication = next_publication(cursor)
    for row in naming:
        if row.valid_to is None:
            _publish_without(row, publication, reason, hidden, titles)
    closed = PublishedEvent.objects.filter(code__in=[row.code for row in naming], valid_to__isnull=False)
    withhold(cursor, list(closed.values_list("pk", flat=True)))
    return publication


def _brief(source: Source) -> Json:
    """What build.sql says of a confidential source."""
    return {
        "slug": f"undisclosed-{source.pseudonym}",
        "name": "Undisclosed source",
        "kind": source.kind,
        "scale": source.scale,
        "undisclosed": True,
    }


def _publish_without(
    row: PublishedEvent,
    publication: Publication,
    reason: str,
    hidden: dict[str, Json],
    titles: set[tuple[str, str]],
) -> None:
    """Close the version `row` and open a copy of it that holds neither the sources nor the reports."""
    PublishedEvent.objects.filter(pk=row.pk).update(
        valid_to=publication.at, closed_by=publication.number, closure="corrected", closure_reason=reason
    )
    row.pk, row.version, row.change_reason = None, row.version + 1, reason
    row.publication, row.valid_from = publication.number, publication.at
    row.claims = [_redacted_claim(claim, hidden, titles) for claim in row.claims]
    redacted = [_redacted_source(source, hidden, titles) for source in row.source_list]
    row.source_list = sorted(redacted, key=lambda source: (source["name"], source["slug"]))
    row.sources = sorted(source["slug"] for source in redacted)
    row.source_names = "; ".join(source["name"] for source in row.source_list)
    row.save(force_insert=True)
    for source in hidden.values():
        if source["slug"] in row.sources:
            values = {"name": source["name"], "kind": source["kind"], "scale": source["scale"], "is_undisclosed": True}
            PublishedSource.objects.get_or_create(slug=source["slug"], defaults=values)


def _redacted_source(source: Json, hidden: dict[str, Json], titles: set[tuple[str, str]]) -> Json:
    if source["slug"] in hidden:
        return {**hidden[source["slug"]], "reliability": "", "reports": []}
    kept = [report for report in source["reports"] if (source["slug"], report["title"]) not in titles]
    return {**source, "reports": kept}


def _redacted_claim(claim: Json, hidden: dict[str, Json], titles: set[tuple[str, str]]) -> Json:
    source, speaker, report = claim["source"], claim.get("speaker"), claim["report"]
    is_secret = source["slug"] in hidden or (report and (source["slug"], report["title"]) in titles)
    return {
        **claim,
        "source": hidden.get(source["slug"], source),
        "speaker": hidden.get(speaker["slug"], speaker) if speaker else None,
        "report": None if is_secret else report,
    }
