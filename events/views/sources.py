"""Sources: the list, and what one source supports and disputes."""

from collections import Counter

from django.http import Http404, HttpRequest, HttpResponse

from events.models import PublishedEvent, PublishedSource
from events.stats import first_ids
from events.views.page import public_page, render_page
from events.views.profiles import listed, profile, selection

CLAIMS_READ = 2000  # events; beyond that the tally of claims would cost more than it tells


@public_page
def source_list(request: HttpRequest) -> HttpResponse:
    sources = PublishedSource.objects.using("public").all()
    return render_page("events/source_list.html", listed(request, sources, "sources"))


@public_page
def source_detail(request: HttpRequest, slug: str) -> HttpResponse:
    source = PublishedSource.objects.using("public").filter(slug=slug).first()
    if source is None:
        raise Http404(f"There is no source {slug}.")
    found = profile("source", slug)
    tally = _tally(slug) if found.totals.events <= CLAIMS_READ else None
    return render_page("events/source_detail.html", {"source": source, "profile": found, "tally": tally})


def _tally(slug: str) -> dict[str, int]:
    """How many claims rest on the source (or are made by it), and what became of them."""
    ids = first_ids(selection(source=slug), CLAIMS_READ)
    events = PublishedEvent.objects.using("public").filter(pk__in=ids)
    claims = [claim for found in events.values_list("claims", flat=True) for claim in found]
    own = [one for one in claims if slug in {one["source"]["slug"], (one.get("speaker") or {}).get("slug")}]
    statuses = Counter(one["status"] for one in own)
    return {"claims": len(own), "conflicting": statuses["conflicting"], "rejected": statuses["rejected"]}
