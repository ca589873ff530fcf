"""The sources that drafts name: each once, with a number, until `resolve` finds or makes its row."""

from django.db import connection

from events.importers.draft import DraftSource
from events.importers.slugs import unique_slugs
from events.models import Source
from events.names import search_key


class Sources:
    """Numbers for sources by the folded name, so that "Reuters News" and "REUTERS NEWS" are one."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}  # by name as written: folding is slow and names repeat
        self._by_key: dict[str, tuple[int, DraftSource]] = {}
        self._needed: set[int] = set()

    def number(self, source: DraftSource, *, needed: bool) -> int:
        """The number of a source; one that only an earlier import named need not be made."""
        number = self._numbers.get(source.name)
        if number is None:
            key = search_key(source.name) or source.name
            number, _ = self._by_key.setdefault(key, (len(self._by_key) + 1, source))
            self._numbers[source.name] = number
        if needed:
            self._needed.add(number)
        return number

    def resolve(self) -> None:
        """Fill the temporary table import_source(number, source_id), making the sources that are missing.

        A confidential source is never taken for one that a public file names, though their names agree.
        """
        ids = {
            search_key(name): pk for name, pk in Source.objects.filter(is_confidential=False).values_list("name", "pk")
        }
        missing = [
            (key, source) for key, (number, source) in self._by_key.items() if key not in ids and number in self._needed
        ]
        slugs = unique_slugs(Source, [source.name for _, source in missing])
        made = Source.objects.bulk_create(
            Source(name=s.name, slug=slug, kind=s.kind, scale=s.scale, url=s.url, notes=s.notes)
            for (_, s), slug in zip(missing, slugs, strict=True)
        )
        ids |= {key: source.pk for (key, _), source in zip(missing, made, strict=True)}
        rows = [(number, ids[key]) for key, (number, _) in self._by_key.items() if key in ids]
        with connection.cursor() as cursor:
            cursor.execute("drop table if exists pg_temp.import_source")
            cursor.execute("create temporary table import_source (number integer, source_id bigint) on commit drop")
            cursor.execute(
                "insert into import_source select * from unnest(%s::integer[], %s::bigint[])",
                [[number for number, _ in rows], [pk for _, pk in rows]],
            )
