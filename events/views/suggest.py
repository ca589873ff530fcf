"""What a reader may mean who types in the filter: names that begin so, as JSON for static/site/suggest.js."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, gettext_lazy, ngettext

from events import wording
from events.stats.suggesting import KINDS, Suggestion, suggestions
from events.views.page import public_page

LONGEST = 200  # characters, as many as q= takes
NOUNS = {
    "actor": gettext_lazy("Actor"),
    "place": gettext_lazy("Place"),
    "source": gettext_lazy("Source"),
    "event_type": gettext_lazy("Type"),
}


@public_page
def suggest(request: HttpRequest) -> HttpResponse:
    """Names that begin with `q`, of the kinds asked for; where all are, the search for the words as they are too."""
    if errors := _errors(request.GET):
        sentences = " ".join(sentence for found in errors.values() for sentence in found)
        return JsonResponse({"error": sentences, "errors": errors, "status": 400}, status=400)
    text, kinds = request.GET.get("q", "").strip(), request.GET.getlist("kind")
    found = suggestions(text, kinds or KINDS)
    lines = [_line(one) for one in found.found]
    if text and not kinds:
        lines.append(_words(text))
    return JsonResponse(
        {"suggestions": lines, "is_near": found.is_near, "said": _said(len(found.found), found.is_near)}
    )


def _errors(params: QueryDict) -> dict[str, list[str]]:
    errors = {name: [gettext("There is no parameter “%(name)s”.") % {"name": name}] for name in params}
    for name in ("q", "kind"):
        errors.pop(name, None)
    if len(params.getlist("q")) > 1:
        errors["q"] = [gettext("“%(name)s” can be given only once.") % {"name": "q"}]
    if len(params.get("q", "")) > LONGEST or "\0" in params.get("q", ""):
        errors["q"] = [gettext("Ask for at most %(most)s characters.") % {"most": LONGEST}]
    if bad := [kind for kind in params.getlist("kind") if kind not in KINDS]:
        sentence = gettext("“%(value)s” is not one of: %(values)s.")
        errors["kind"] = [sentence % {"value": value, "values": ", ".join(KINDS)} for value in bad]
    return errors


def _line(one: Suggestion) -> dict[str, Any]:
    return {
        "parameter": one.kind,
        "value": one.value,
        "label": one.label,
        "within": wording.listed(wording.isolated(name) for name in one.within),
        "also": one.also,
        "kind": str(NOUNS[one.kind]),
        "events": one.events,
        "count": wording.counted(one.events, "event"),
        "url": _url(one.kind, one.value),
    }


def _words(text: str) -> dict[str, Any]:
    return {
        "parameter": "q",
        "value": text,
        "label": gettext("Search the words “%(words)s”") % {"words": text},
        "url": _url("q", text),
    }


def _url(name: str, value: str) -> str:
    return f"{reverse('event_list')}?{urlencode({name: value})}"


def _said(found: int, is_near: bool) -> str:
    """For those who do not see the list; said in the list too if it is not what was typed."""
    if not found:
        return gettext("No name begins so.")
    if is_near:
        return gettext("No name begins so. Nearly so:")
    return ngettext("%(number)s suggestion", "%(number)s suggestions", found) % {"number": wording.number(found)}
