"""Every page in both languages: what it says of itself, where it leads, and that nothing is left in the other one."""

import json
import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from events.models import PublishedActor, PublishedEvent, PublishedPlace, PublishedSource
from events.urls import data, in_each_language
from tests.languages.reading import latin_words

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

PICTURES = ("_svg", "_png")
QUESTIONS = (
    "",
    "?sort=-deaths",
    "?q=zzzz",
    "?country=1&date_from=x&near=1&bbox=2&role=x&civilians=4&deaths_min=a&precision=x&sort=x&within=-1",
    "?q=akkas&event_type=battles&actor=islamic-state&role=lead&country=IRQ&date_from=2018-01-01&date_to=2018-12-31"
    "&deaths_min=1&attribution=contested&precision=admin1&near=34,41&source=al-monitor&civilians=1&when=certainly",
)


def pages() -> Iterator[str]:
    """The path of every page of the sample, in English; pictures have tests of their own."""
    slugs = {
        "event": [*PublishedEvent.objects.filter(valid_to=None).values_list("code", flat=True)],
        "actor": [*PublishedActor.objects.values_list("slug", flat=True)],
        "place": [*PublishedPlace.objects.values_list("slug", flat=True)],
        "source": [*PublishedSource.objects.values_list("slug", flat=True)],
    }
    for pattern in in_each_language:
        name = str(pattern.name)
        wanted = [*pattern.pattern.converters]
        if name == "script_words" or name.endswith(PICTURES):
            continue
        for slug in slugs[name.split("_")[0]] if wanted else [""]:
            yield reverse(name, kwargs={wanted[0]: slug} if wanted else {})


def text(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def is_page(html: str) -> bool:
    return html.startswith("<!doctype html>")


def test_every_page_is_there_in_both_languages_and_says_so(client: Client, sample: None) -> None:
    for path in pages():
        english, arabic = client.get(f"{path}?q=a"), client.get(f"/ar{path}?q=a")
        assert english.status_code == arabic.status_code, path
        for language, direction, html in (("en", "ltr", english), ("ar", "rtl", arabic)):
            said = html.content.decode()
            if not is_page(said):
                continue
            prefix = "/ar" if language == "ar" else ""
            assert f'<html lang="{language}" dir="{direction}">' in said, path
            assert f'<link rel="canonical" href="http://testserver{prefix}{path}?q=a">' in said, path
            for hreflang, where in (("en", path), ("ar", f"/ar{path}"), ("x-default", path)):
                assert f'hreflang="{hreflang}" href="http://testserver{where}?q=a"' in said, path


def test_nothing_is_left_in_english(client: Client, sample: None) -> None:
    asked = [
        reverse(name) + question for name in ("event_list", "event_map", "event_timeline") for question in QUESTIONS
    ]

    for path in [*pages(), *asked, "/nothing-here/"]:
        html = text(client, f"/ar{path}")
        if is_page(html):
            assert latin_words(html) == [], path


def test_what_maps_say_is_in_the_language_of_the_page(client: Client, sample: None) -> None:
    def words(found: object) -> Iterator[str]:
        for name, value in found.items() if isinstance(found, dict) else enumerate(found or []):  # type: ignore[arg-type]
            if isinstance(value, dict | list):
                yield from words(value)
            elif name in {"when", "killed", "words"}:
                yield str(value)

    english, arabic = (json.loads(text(client, f"{start}/events/map.json?zoom=9")) for start in ("", "/ar"))

    assert all(re.search("[A-Za-z]", said) for said in words(english))
    assert not any(re.search("[A-Za-z]", said) for said in words(arabic))


def test_a_link_inside_a_page_keeps_its_language(client: Client, sample: None) -> None:
    files = [str(url.pattern).partition("<")[0] for url in data]

    for path in pages():
        html = text(client, f"/ar{path}")
        body = re.sub(r"<head>.*?</head>|<[^>]*hreflang=[^>]*>", "", html, flags=re.S)
        for link in re.findall(r' (?:href|action|hx-get)="(/[^"]*)"', body if is_page(html) else ""):
            is_file = link.startswith(settings.STATIC_URL) or any(
                link[1:].startswith(start) for start in files if start
            )
            assert link.startswith("/ar/") or is_file or link.endswith(".json"), (path, link)


@pytest.mark.parametrize("path", ["/ar/admin/", "/ar/events.csv", "/ar/healthz", "/en/events/", "/fr/events/"])
def test_what_is_in_one_language_is_there_once(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_form_with_empty_fields_leads_to_the_short_address_in_its_language(client: Client) -> None:
    response = client.get("/ar/events/?q=akkas&country=")

    assert response["Location"] == "/ar/events/?q=akkas"


def test_the_desk_and_files_stay_english(client: Client, sample: None) -> None:
    assert 'lang="ar"' not in text(client, "/admin/login/")
    csv = b"".join(client.get("/events.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert csv.startswith("code,")
