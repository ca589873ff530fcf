"""The sources of a row: three lists side by side, a citation in quotes, free words, or nothing."""

from datetime import date

from events.importers.ucdp_sources import ORIGIN, reports


def cite(
    article: str = "", office: str = "", dated: str = "", headline: str = ""
) -> list[tuple[str, str, date | None]]:
    cells = {"source_office": office, "source_date": dated, "source_headline": headline}
    return [(report.source.name, report.title, report.published) for report in reports(article, cells)]


def test_parallel_lists() -> None:
    assert cite(office="SOHR; Reuters News", dated="2016-01-02;2016-01-01", headline="Clashes;Shells hit\nAleppo ") == [
        ("SOHR", "Clashes", date(2016, 1, 2)),
        ("Reuters News", "Shells hit Aleppo", date(2016, 1, 1)),
    ]


def test_an_entity_is_no_separator() -> None:
    found = cite(
        office="SOHR", dated="2016-01-16", headline="Al-Fu&#8217;ah; and the rest", article='"SOHR,2016-01-16,x"'
    )

    assert found == [("SOHR", "x", date(2016, 1, 16))]
    assert cite(office="SOHR", dated="2016-01-16", headline="Al-Fu&#8217;ah")[0][1] == "Al-Fu’ah"


def test_a_headline_with_a_semicolon_is_told_by_the_quotes() -> None:
    article = '"AFP,2014-02-22,Town taken; 21 killed";"Reuters,2014-02-23,Second day"'

    found = cite(article, "AFP;Reuters", "2014-02-22;2014-02-23", "Town taken; 21 killed;Second day")

    assert found == [
        ("AFP", "Town taken; 21 killed", date(2014, 2, 22)),
        ("Reuters", "Second day", date(2014, 2, 23)),
    ]


def test_lists_that_cannot_be_told_apart_lose_nothing() -> None:
    found = cite("", "AFP;Reuters", "2014-02-22", "One; two; three")

    assert [(source, title) for source, title, _ in found] == [
        ("AFP", "One; two; three"),
        ("Reuters", "One; two; three"),
    ]


def test_a_report_cited_twice_counts_once() -> None:
    assert len(cite("", "AFP;AFP", "2014-02-22;2014-02-22", "One;One")) == 1


def test_an_unreadable_date_of_a_report_is_kept_as_words() -> None:
    assert cite("", "AFP", "2014-02-31", "One") == [("AFP", "One (dated “2014-02-31”)", None)]


def test_free_words_are_cited_by_the_data_set() -> None:
    assert cite("r 25/2") == [("UCDP GED", "Cited in UCDP GED as: r 25/2", None)]


def test_without_any_source_the_data_set_speaks_for_itself() -> None:
    assert reports("", {}) == (ORIGIN,)


def test_a_web_address_is_known_by_its_host() -> None:
    assert [cite("", office, "", "x")[0][0] for office in ("http://syria.liveuamap.com", "www.airwars.org/")] == [
        "syria.liveuamap.com",
        "airwars.org",
    ]


def test_well_known_sources_have_a_kind() -> None:
    cells = {"source_office": "Reuters News;Nobody's Gazette", "source_date": ";", "source_headline": "a;b"}

    assert [report.source.kind for report in reports("", cells)] == ["news_agency", "other"]
