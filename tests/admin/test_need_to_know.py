"""A canary in a confidential source, report and note, entered through the desk: who may know reads it, nobody else."""

import re
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from events.admin import apart
from events.models import (
    Claim,
    ClaimNote,
    Event,
    Knower,
    Look,
    Proposal,
    Report,
    ReportIdentity,
    Source,
    SourceIdentity,
)
from tests.admin.posting import event_data, opened, shown
from tests.conftest import person as account
from tests.factories import ClaimFactory, EventFactory, ReportFactory, SourceFactory, published

pytestmark = pytest.mark.django_db

SOURCE = {"name": "Canary Witness", "slug": "", "kind": "person", "scale": "local", "reliability": "B",
          "url": "https://canary.example/", "is_confidential": "on", "notes": "Canary street"}  # fmt: skip
REPORT = {"title": "Canary tape", "author": "Canary Jones", "date": "2018-10-16", "url": "https://canary.example/1",
          "archive_url": "", "content_hash": "", "language": "", "accessed_on": "", "text": "Canary words",
          "notes": ""}  # fmt: skip
#: What Django wants of the rows of who may know.
NOBODY_NAMED = {"knowers-TOTAL_FORMS": "0", "knowers-INITIAL_FORMS": "0"}


def address(thing: object, page: str = "change") -> str:
    return reverse(f"admin:events_{type(thing).__name__.lower()}_{page}", args=[thing.pk])  # type: ignore[attr-defined]


def post(client: Client, url: str, data: dict[str, str]) -> HttpResponse:
    response = client.post(url, NOBODY_NAMED | data)
    assert response.status_code == 302, re.findall(r'class="errorlist.*?</ul>', response.content.decode(), re.S)
    return response


@pytest.fixture
def mine(client: Client, analyst: User) -> Client:
    """The browser of A, who enters a source, a report of it and an event that it is about."""
    client.force_login(analyst)
    post(client, reverse("admin:events_source_add"), SOURCE)
    source = Source.objects.get()
    post(client, reverse("admin:events_report_add"), REPORT | {"source": str(source.pk)})
    claim = {"kind": "occurred", "stance": "asserts", "status": "accepted", "credibility": "6", "notes": "Canary gate",
             "report": str(Report.objects.get().pk)}  # fmt: skip
    post(client, reverse("admin:events_event_add"), event_data(rows={"claims": [claim]}))
    return client


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def everybody_else() -> list[User]:
    superuser = User.objects.create_superuser("root", password="x")
    return [account("other", "Analyst"), account("editor2", "Editor"), account("maintainer2", "Maintainer"), superuser]


LEFT_OUT = ("/logout/", "/jsi18n/", "/password", "/autocomplete/")


def walked(client: Client, start: list[str]) -> dict[str, str]:
    """All pages of the desk that links lead to, from these; lists once, whatever is chosen in them."""
    pages: dict[str, str] = {}
    waiting = list(start)
    while waiting:
        url = waiting.pop()
        if url in pages:
            continue
        response = client.get(url, follow=True)
        pages[url] = response.content.decode() if not response.streaming else ""
        assert response.status_code in (200, 403), url
        found = [urljoin(url, unescape(link)) for link in re.findall(r'href="([^"#]+)"', pages[url])]
        waiting += [
            link
            for link in found
            if urlsplit(link).path.startswith("/admin/events/")
            and "?" not in link
            and not any(part in link for part in LEFT_OUT)
        ]
    return pages


SEARCHED = [
    f"/admin/events/{model}/?q={word}"
    for model in ("source", "report", "event", "proposal")
    for word in ("witness", "tape", "example/1", "jones")
]
ASKED = [
    f"/admin/autocomplete/?app_label=events&model_name={model}&field_name={field}&term={word}"
    for model, field in (("claim", "report"), ("claim", "speaker"), ("report", "source"))
    for word in ("canary", "witness", "tape", "undisclosed")
]
#: Filters that would tell a name letter by letter.
PROBES = [
    "/admin/events/source/?identity__name__startswith=Canary",
    "/admin/events/report/?identity__title__startswith=Canary",
    "/admin/events/report/?source__identity__name__startswith=Canary",
    "/admin/events/event/?claims__note__notes__startswith=Canary",
]


def test_nobody_else_finds_it_on_any_page(mine: Client) -> None:
    source, report, event = Source.objects.get(), Report.objects.get(), Event.objects.get()
    pages_of_things = [address(one, page) for one in (source, report, event) for page in ("change", "history")]
    for user in everybody_else():
        theirs = browser(user)
        pages = walked(theirs, [reverse("admin:index"), reverse("admin:deleted"), *SEARCHED, *pages_of_things])
        assert len(pages) > 40
        for url, page in pages.items():
            assert "anary" not in page, url
        for url in ASKED:
            assert "anary" not in theirs.get(url).content.decode()
        for url in PROBES:
            assert theirs.get(url).status_code in (302, 400)
        assert source.pseudonym in pages[address(source)]

    assert not Look.objects.exists()
    assert "anary" not in str([*LogEntry.objects.values_list("object_repr", "change_message")])


def test_who_entered_it_sees_it_and_that_is_recorded(mine: Client) -> None:
    source, report, event = Source.objects.get(), Report.objects.get(), Event.objects.get()

    for thing, words in ((source, "Canary Witness"), (report, "Canary words"), (event, "Canary gate")):
        assert words in mine.get(address(thing)).content.decode()
    assert [*Look.objects.order_by("id").values_list("deed", "kind")] == [
        *(("look", "Source"), ("look", "Report"), ("look", "Claim"))
    ]
    assert "Canary Witness" in mine.get(address(source, "history")).content.decode()
    assert "Canary gate" in mine.get(address(event, "history")).content.decode()

    found = mine.get("/admin/events/source/?q=witness").content.decode()
    assert f"{source.name} (Canary Witness)" in found
    told = mine.get(ASKED[1]).json()["results"] + mine.get(ASKED[5]).json()["results"]
    assert f"{source.name} (Canary Witness) · person · confidential" in [one["text"] for one in told]
    assert Look.objects.filter(deed="search").count() >= 2


def test_what_is_typed_is_stored_apart_and_said_by_the_pseudonym(mine: Client) -> None:
    source = Source.objects.get()
    assert SourceIdentity.objects.get().entered_by.get_username() == "analyst"  # type: ignore[union-attr]
    page = mine.get(address(source)).content.decode()
    assert "anary" not in page.split("</title>")[0]

    changed = {**SOURCE, "name": "Canary Second", "url": "", "contact": "Canary phone", "scale": "national"}
    answer = mine.post(address(source), NOBODY_NAMED | changed, follow=True).content.decode()

    identity = SourceIdentity.objects.get()
    assert (identity.name, identity.url, identity.contact) == ("Canary Second", "", "Canary phone")
    assert f">{source.name}</a>”" in answer
    assert "anary" not in answer
    assert Source.objects.get().scale == "national"


def test_others_save_what_they_see_and_leave_the_rest(mine: Client) -> None:
    source, report = Source.objects.get(), Report.objects.get()
    theirs = browser(account("other", "Analyst"))

    page = theirs.get(address(source)).content.decode()
    assert "analyst, who entered it" in page
    guessed = {**SOURCE, "name": "Guess", "url": "https://guess.example/", "notes": "Guess", "contact": "Guess"}
    post(theirs, address(source), {**guessed, "is_confidential": "", "kind": "other", "scale": "regional"})
    paper = SourceFactory()
    post(theirs, address(report), {**REPORT, "title": "Guess", "source": str(paper.pk), "language": "ar"})

    source.refresh_from_db()
    report.refresh_from_db()
    assert (source.is_confidential, source.scale, source.identity.name) == (True, "regional", "Canary Witness")
    assert (source.identity.notes, source.identity.contact) == ("Canary street", "")
    assert (report.source, report.language, report.identity.title) == (source, "ar", "Canary tape")


def test_others_neither_read_nor_blank_the_note(mine: Client) -> None:
    event = Event.objects.get()
    theirs = browser(account("other", "Analyst"))
    data = opened(theirs, event)
    assert data["claims-0-notes"] == ""

    moved = {"claims-0-report": str(ReportFactory().pk), "claims-0-statement": "It happened."}
    post(theirs, address(event), {**data, **moved, "claims-0-notes": "Guess"})

    claim = Claim.objects.get()
    assert (claim.statement, claim.report) == ("It happened.", Report.objects.order_by("pk")[0])
    assert ClaimNote.objects.get().notes == "Canary gate"


@pytest.mark.django_db(transaction=True)
def test_a_conflict_keeps_the_notes_of_both(mine: Client) -> None:
    event = Event.objects.get()
    theirs = browser(account("other", "Analyst"))
    old, old_theirs = opened(mine, event), opened(theirs, event)
    post(mine, address(event), {**opened(mine, event), "claims-0-notes": "Canary door"})

    answer = theirs.post(address(event), {**NOBODY_NAMED, **old_theirs, "title": "Theirs"})
    assert answer.status_code == 200
    assert "anary" not in answer.content.decode()
    post(theirs, address(event), {**shown(answer)})
    assert ClaimNote.objects.get().notes == "Canary door"

    answer = mine.post(address(event), {**NOBODY_NAMED, **old, "narrative": "Mine"})
    post(mine, address(event), {**shown(answer)})
    assert ClaimNote.objects.get().notes == "Canary door"
    assert Event.objects.get().title == "Theirs"


@pytest.mark.django_db(transaction=True)
def test_a_claim_that_somebody_removed_does_not_come_back_for_its_note(mine: Client) -> None:
    event = Event.objects.get()
    theirs = browser(account("other", "Analyst"))
    old, old_theirs = opened(mine, event), opened(theirs, event)
    post(browser(account("third", "Editor")), address(event), {**opened(theirs, event), "claims-0-DELETE": "on"})

    for client, data in ((theirs, old_theirs), (mine, old)):
        answer = client.post(address(event), {**NOBODY_NAMED, **data, "narrative": "Night."})
        assert answer.status_code == 200
        assert shown(answer)["claims-TOTAL_FORMS"] == "0"
        assert "anary" not in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_note_that_was_added_meanwhile_is_kept(analyst: User) -> None:
    claim = ClaimFactory(event=EventFactory(claimed=False))
    mine, theirs = browser(analyst), browser(account("other", "Analyst"))
    old = opened(mine, claim.event)
    post(theirs, address(claim.event), {**opened(theirs, claim.event), "claims-0-notes": "Call back."})

    answer = mine.post(address(claim.event), {**NOBODY_NAMED, **old, "narrative": "Night."})
    post(mine, address(claim.event), shown(answer))

    assert ClaimNote.objects.get().notes == "Call back."


def test_a_closed_event_shows_its_notes_to_who_may_know(mine: Client) -> None:
    event = Event.objects.get()
    published(event)
    openly = ClaimFactory(event=EventFactory(claimed=False))
    ClaimNote.objects.create(claim=openly, notes="Ask the editor of the paper.")
    published(openly.event)
    theirs = browser(account("other", "Analyst"))

    assert "Canary gate" in mine.get(address(event)).content.decode()
    closed = theirs.get(address(event)).content.decode()
    assert "There are private notes" in closed
    assert "anary" not in closed
    assert "Ask the editor of the paper." in theirs.get(address(openly.event)).content.decode()


def test_no_error_tells_that_it_exists(mine: Client) -> None:
    theirs = browser(account("other", "Analyst"))
    same = {**SOURCE, "slug": "canary-witness", "kind": "ngo", "is_confidential": ""}

    post(theirs, reverse("admin:events_source_add"), same)
    paper = Source.objects.get(slug="canary-witness")
    post(theirs, reverse("admin:events_report_add"), {**REPORT, "source": str(paper.pk)})

    assert Report.objects.filter(url="https://canary.example/1").count() == 1


def test_a_tick_by_another_stores_it_apart_with_what_was_typed(client: Client, analyst: User) -> None:
    client.force_login(analyst)
    openly = {**SOURCE, "name": "Canary Agency", "kind": "ngo", "is_confidential": "", "url": ""}
    del openly["is_confidential"]
    post(client, reverse("admin:events_source_add"), openly)
    source = Source.objects.get()
    published(ClaimFactory(event=EventFactory(claimed=False), report__source=source).event)
    other, stranger = browser(account("other", "Analyst")), browser(account("stranger", "Editor"))

    changed = {**openly, "name": "Canary Agency in Hajin", "is_confidential": "on"}
    post(other, address(source), changed)

    assert SourceIdentity.objects.get().name == "Canary Agency in Hajin"
    assert not Proposal.objects.exists()
    for one in (client, other):
        assert "Canary Agency in Hajin" in one.get(address(source)).content.decode()
    for page in (address(source), address(source, "history"), reverse("admin:index")):
        assert "anary" not in stranger.get(page).content.decode()


@pytest.mark.django_db(transaction=True)
def test_what_becomes_confidential_while_another_saves_stays_so(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = SourceFactory(name="Canary Agency", slug="canary-agency")
    client.force_login(account("other", "Analyst"))

    def tick(row: Source) -> None:
        """While the lock is waited for, somebody stores this."""
        monkeypatch.undo()
        theirs = connection.copy()
        with theirs.cursor() as cursor:
            cursor.execute("update events_source set is_confidential = true")
        theirs.close()

    monkeypatch.setattr(apart, "hold", tick)
    post(client, address(source), {**SOURCE, "name": "Guess", "is_confidential": "", "kind": "ngo"})

    source.refresh_from_db()
    assert (source.is_confidential, source.kind, source.identity.name) == (True, "ngo", "Canary Agency")


def test_what_nobody_cites_in_public_is_disclosed_at_once_by_who_knows_it(mine: Client) -> None:
    source = Source.objects.get()

    post(mine, address(source), {**SOURCE, "name": "Canary Times", "kind": "newspaper", "is_confidential": ""})

    source.refresh_from_db()
    assert (source.name, source.slug, source.notes) == ("Canary Times", "canary-witness", "Canary street")
    assert Report.objects.get().title == "Canary tape"


def test_a_deleted_source_is_listed_and_restored_by_its_pseudonym(mine: Client) -> None:
    Event.objects.all().delete()
    Report.objects.all().delete()
    source = Source.objects.get()
    theirs = browser(account("other", "Analyst"))
    asked = theirs.get(address(source, "delete")).content.decode()
    assert source.name in asked
    post(theirs, address(source, "delete"), {"post": "yes"})

    back = reverse("admin:deleted_one", args=["source", source.pk])
    for page in (reverse("admin:deleted"), back, reverse("admin:index")):
        asked += theirs.get(page).content.decode()
    assert "anary" not in asked
    post(theirs, back, {})

    assert "Canary Witness" in mine.get(address(source)).content.decode()
    assert "anary" not in theirs.get(address(source)).content.decode()


def test_an_address_taken_meanwhile_is_said_in_a_sentence(mine: Client, editor: User) -> None:
    source, report = Source.objects.get(), Report.objects.get()
    published(Event.objects.get())
    post(mine, address(source), {**SOURCE, "kind": "other", "is_confidential": ""})
    Report.objects.create(source=SourceFactory(), title="The same", url=REPORT["url"])

    answer = browser(editor).get(address(Proposal.objects.get()))

    assert answer.status_code == 409
    assert "A report with this web address is already recorded" in answer.content.decode()
    report.refresh_from_db()
    assert report.title == f"Undisclosed report {report.pk}"


def test_a_group_or_person_is_named_on_the_form(mine: Client, admin_user: User) -> None:
    source, other = Source.objects.get(), account("other", "Analyst")
    row = {"knowers-TOTAL_FORMS": "1", "knowers-0-source": str(source.pk), "knowers-0-person": str(other.pk)}

    theirs = browser(other)
    post(theirs, address(source), {**SOURCE, **row})
    assert not Knower.objects.exists()

    root = browser(admin_user)
    assert "Who may know" in root.get(address(source)).content.decode()
    post(root, address(source), {**SOURCE, **row})
    assert Knower.objects.get().added_by == admin_user
    assert SourceIdentity.objects.get().name == "Canary Witness"
    assert "Canary Witness" in theirs.get(address(source)).content.decode()
    assert "Canary tape" in theirs.get(address(Report.objects.get())).content.decode()
    assert "anary" not in root.get(address(source)).content.decode()


def test_who_decides_on_disclosing_sees_it_and_that_is_recorded(mine: Client, editor: User) -> None:
    source = Source.objects.get()
    published(Event.objects.get())
    post(mine, address(source), {**SOURCE, "kind": "other", "is_confidential": ""})
    proposal = Proposal.objects.get()
    assert Source.objects.get().is_confidential
    assert proposal.title == source.name

    theirs = browser(account("other", "Analyst"))
    page = theirs.get(address(proposal)).content.decode()
    assert "shown to those who may know it" in page
    assert "anary" not in page + theirs.get(reverse("admin:index")).content.decode()

    deciding = browser(editor)
    answer = deciding.get(address(proposal))
    assert "Canary Witness" in answer.content.decode()
    assert Look.objects.filter(by=editor, deed="look", thing_id=source.pk).exists()
    seen = re.search(r'name="seen" value="([^"]+)"', answer.content.decode())
    assert seen
    deciding.post(address(proposal), {"deed": "approve", "seen": seen[1]})

    assert Source.objects.get().name == "Canary Witness"
    assert Report.objects.get().title == "Canary tape"
    assert not ReportIdentity.objects.exists()


def test_the_list_of_looks_is_a_maintainers(mine: Client, editor: User, maintainer: User, admin_user: User) -> None:
    looks = reverse("admin:events_look_changelist")
    root = browser(maintainer)
    assert "0 looks" in root.get(looks).content.decode()
    assert looks in root.get(reverse("admin:index")).content.decode()
    assert browser(editor).get(looks).status_code == 403
    assert looks not in mine.get(reverse("admin:index")).content.decode()

    source = Source.objects.get()
    Knower.objects.create(source=source, person=maintainer, added_by=admin_user)
    mine.get(address(source))

    page = root.get(looks, {"deed__exact": "look", "q": source.pseudonym}).content.decode()
    assert f'<a href="{address(source)}">{source.name}</a>' in page
    assert "analyst, maintainer" in page
    assert "anary" not in page
    assert f"by__id__exact={SourceIdentity.objects.get().entered_by_id}" in root.get(looks).content.decode()
