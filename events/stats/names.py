"""What actors, places and event types are called in the language of the page, where the catalogue has such a name.

The rows of events hold the names shown in English. Pages in other languages look the others up by slug or code.
"""

from django.conf import settings
from django.db import connections
from django.utils.translation import get_language, gettext

from events import wording
from events.filters.fields import RECORD
from events.stats.remembered import remembered

UNDISCLOSED = "undisclosed-"  # what the slug of a source begins with whose name is kept back

#: The official name in a language of a row of the catalogue, else the first one in it.
NAME = """(select one ->> 'name' from jsonb_array_elements(names) one where one ->> 'language' = %(language)s
           order by one ->> 'kind' <> 'official' limit 1)"""
HAS_NAME = "names @> jsonb_build_array(jsonb_build_object('language', %(language)s::text))"
PLACES = f"from events_publishedplace where {HAS_NAME}"
ACTORS = f"from events_publishedactor where {HAS_NAME}"

#: By kind: pairs of what a row is looked up by, and its name.
LOOK_UP = {
    "actor": f"select slug, {NAME} {ACTORS}",
    # Events name their sides by name alone; a name that two actors have tells neither.
    "actor name": f"select name, min({NAME}) {ACTORS} group by name having count(*) = 1",
    "place": f"select slug, {NAME} {PLACES}",
    "country": f"select country, {NAME} {PLACES} and kind = 'country'",
    "admin1": f"select admin1, {NAME} {PLACES} and kind = 'admin1'",
    "event type": "select code, name_ar from events_publishedeventtype where name_ar <> '' and %(language)s = 'ar'",
}


def called(kind: str, code: str, name: str) -> str:
    """The name, in the language of the page, of the row of `kind` with this code; else `name`.

    Sources have one name only; one that is kept back is called so in each language.
    """
    language = get_language()
    if language is None or language == settings.LANGUAGE_CODE:
        return name
    if kind == "source":
        return gettext("Undisclosed source") if code.startswith(UNDISCLOSED) else wording.isolated(name)
    return _names(kind, language).get(code) or wording.isolated(name)


@remembered
def _names(kind: str, language: str) -> dict[str, str]:
    """All there are: a page shows a hundred names, and the whole catalogue is a few thousand."""
    with connections[RECORD].cursor() as cursor:
        cursor.execute(LOOK_UP[kind], {"language": language})
        return dict(cursor.fetchall())
