"""What a reader of an Arabic page sees in Latin script without a mark that it is another language or a code."""

import re
from html.parser import HTMLParser

VOID = {"meta", "link", "input", "br", "img", "path", "rect", "circle", "use", "hr"}
#: Elements whose text is not read, or is a name for itself.
APART = {"script", "style", "bdi", "code"}
#: Attributes that are read.
READ = {"alt", "aria-label", "placeholder", "title"}
#: Kinds of <meta> whose content is read.
SHOWN = {"description", "og:title", "og:description", "og:image:alt", "twitter:title", "twitter:description"}
ISOLATED = re.compile("[\u2066\u2068][^\u2069]*\u2069")
LATIN = re.compile(r"[A-Za-z]{2,}")
#: The name of the site, and what has no Arabic name.
ALLOWED = {"conflictdb", "ACLED", "UCDP", "CSV", "JSON", "GeoJSON", "XLSX", "Parquet"}


class Reader(HTMLParser):
    """Collects Latin words outside of what is marked: another `lang`, <bdi>, <code>, isolated runs."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language
        self.open: list[tuple[str, bool]] = []
        self.found: list[str] = []

    @property
    def is_apart(self) -> bool:
        return any(apart for _, apart in self.open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        apart = tag in APART or values.get("lang", self.language) != self.language
        if tag == "html":
            apart = False
        if not (apart or self.is_apart):
            for name in READ & values.keys():
                self.read(values[name] or "")
            if (values.get("property") or values.get("name")) in SHOWN:
                self.read(values.get("content") or "")
        if tag not in VOID:
            self.open.append((tag, apart))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self.is_apart:
            self.read(data)

    def read(self, text: str) -> None:
        self.found += [word for word in LATIN.findall(ISOLATED.sub(" ", text)) if word not in ALLOWED]


def latin_words(html: str, language: str = "ar") -> list[str]:
    reader = Reader(language)
    reader.feed(html)
    return reader.found
