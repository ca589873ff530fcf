"""The translation is whole: every message has one, with the same placeholders, and the compiled file agrees."""

import gettext
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

FOLDER = Path(settings.BASE_DIR, "locale", "ar", "LC_MESSAGES")
DOMAINS = ("django", "djangojs")
PLACEHOLDER = re.compile(r"%\(\w+\)s")
#: Arabic says “one event” and “two events” in words of their own.
WITHOUT_FIGURE = {"count", "number", "figure"}
Message = tuple[str, str]  # context, text
Po = dict[Message, list[str]]  # its translations; more than one for a plural

pytestmark = pytest.mark.skipif(not shutil.which("msgfmt"), reason="needs the package gettext")


def read(path: Path) -> Po:
    """Messages of a .po file, the header and what is marked as obsolete or fuzzy left out."""
    found: Po = {}
    lines = subprocess.run(
        ["msgattrib", "--no-fuzzy", "--no-obsolete", "--no-wrap", str(path)], capture_output=True, text=True, check=True
    ).stdout
    for entry in lines.split("\n\n"):
        texts = dict(re.findall(r'^(msg\w+(?:\[\d\])?) "(.*)"$', entry, re.M))
        if texts.get("msgid"):
            said = [value for name, value in texts.items() if name.startswith("msgstr")]
            found[texts.get("msgctxt", ""), texts["msgid"]] = said
    return found


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Po]:
    """What `makemessages` finds, by domain; made in a copy, so that the project stays as it is."""
    copy = tmp_path_factory.mktemp("project")
    for name in ("conflictdb", "events", "templates", "static/site"):
        shutil.copytree(settings.BASE_DIR / name, copy / name)
    (copy / "locale").mkdir()
    script = Path(settings.BASE_DIR, "setup", "messages.sh")
    subprocess.run(["bash", str(script), str(copy)], check=True, capture_output=True)
    return {domain: read(copy / "locale/ar/LC_MESSAGES" / f"{domain}.po") for domain in DOMAINS}


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_message_is_translated(domain: str, extracted: dict[str, Po]) -> None:
    translated = read(FOLDER / f"{domain}.po")

    missing = [message for message in extracted[domain] if not all(translated.get(message, [""]))]

    assert missing == [], "run setup/messages.sh, then translate (docs/translating.md)"
    assert translated.keys() == extracted[domain].keys()


@pytest.mark.parametrize("domain", DOMAINS)
def test_placeholders_agree(domain: str) -> None:
    for (_, message), said in read(FOLDER / f"{domain}.po").items():
        wanted = set(PLACEHOLDER.findall(message))
        for place, text in enumerate(said):
            may_lack = {f"%({name})s" for name in WITHOUT_FIGURE} if len(said) > 1 and place < 3 else set()
            assert wanted - may_lack <= set(PLACEHOLDER.findall(text)) <= wanted, (message, text)


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_compiled_file_is_that_of_the_translation(domain: str, tmp_path: Path) -> None:
    compiled = tmp_path / "compiled.mo"
    subprocess.run(["msgfmt", "--check-format", "-o", str(compiled), str(FOLDER / f"{domain}.po")], check=True)

    with compiled.open("rb") as new, (FOLDER / f"{domain}.mo").open("rb") as shipped:
        assert _catalog(gettext.GNUTranslations(new)) == _catalog(gettext.GNUTranslations(shipped))


def _catalog(translations: gettext.GNUTranslations) -> dict[object, str]:
    return dict(translations._catalog)  # type: ignore[attr-defined]
