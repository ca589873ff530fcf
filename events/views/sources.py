"""Sources: the list, and what one source supports and disputes."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from events.models import PublishedSource
from events.stats.claims import READ, claims_of, resting_on_one
from events.views.claims import HEADINGS
from events.views.page import public_page, render_page
from events.views.profiles import listed, profile, selection

#: What claims are about, in words.
KINDS = {"attribution": _("Who did it"), **HEADINGS}


@public_page
def source_list(request: HttpRequest) -> HttpResponse:
    sources = PublishedSource.objects.using("public").all()
    return render_page("events/source_list.html", listed(request, sources, "sources"))


@public_page
def source_detail(request: HttpRequest, slug: str) -> HttpResponse:
    source = PublishedSource.objects.using("public").filter(slug=slug).first()
    if source is None:
        raise Http404(f"There is no source {slug}.")
    cited = selection(source=slug)
    claims = claims_of(cited, slug)
    context = {
        "source": source,
        "profile": profile("source", slug),
        "alone": resting_on_one(cited, slug),
        "claims": [(KINDS[one.kind], one) for one in claims],
        "claims_made": sum(one.claims for one in claims),
        "claims_answered": sum(one.answered for one in claims),
        "claims_read": READ,
    }
    return render_page("events/source_detail.html", context)
