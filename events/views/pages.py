"""Pages that stand by themselves: the codebook, what this is, and what robots may read."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.i18n import JavaScriptCatalog

from events.datasets import DATASETS
from events.models import PublishedEventType
from events.views.claims import CREDIBILITY
from events.views.page import public_page, render_page
from events.wording import ATTRIBUTION, ATTRIBUTIONS

# A filter has endlessly many URLs; the events themselves are all reached through their own pages.
ROBOTS = """User-agent: *
Disallow: /admin/
Disallow: /events/?
Disallow: /events/map/
Disallow: /events/timeline/
Disallow: /events.
"""


@public_page
def codebook(request: HttpRequest) -> HttpResponse:
    rows = PublishedEventType.objects.using("public").filter(is_active=True)
    types = [row for row in rows if not row.parent]
    context = {
        "types": [(kind, [row for row in rows if row.parent == kind.code]) for kind in types],
        "attributions": [(ATTRIBUTIONS[code], sentence) for code, sentence in ATTRIBUTION.items()],
        "credibilities": CREDIBILITY.items(),
    }
    return render_page("events/codebook.html", context)


@public_page
def about(request: HttpRequest) -> HttpResponse:
    url = request.build_absolute_uri("/")
    context = {"datasets": DATASETS.values(), "url": url, "version": settings.VERSION}
    return render_page("events/about.html", context)


@public_page
def script_words(request: HttpRequest) -> HttpResponseBase:
    """What scripts say, in the language of the page, for their `gettext` and `ngettext`."""
    return JavaScriptCatalog.as_view(packages=["events"])(request)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse(ROBOTS, content_type="text/plain")
