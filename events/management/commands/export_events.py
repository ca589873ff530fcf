"""`manage.py export_events FORMAT [FILTERS]`: write a selection of public events as the site sends it."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.http.request import QueryDict  # noqa: TID251  # filters are given as in addresses

from events.export import FORMATS, Selection
from events.filters import InvalidFilter


class Command(BaseCommand):
    help = "Write public events to a file or to standard output. The columns are described in docs/export.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("format", choices=FORMATS)
        parser.add_argument(
            "filters",
            nargs="?",
            default="",
            help="as in addresses: “country=IRQ&date_from=2014-01-01&layout=claims”; none: all events",
        )
        parser.add_argument("--output", type=Path, metavar="FILE", help="write here instead of to standard output")

    def handle(self, *args: Any, filters: str, output: Path | None, **options: Any) -> None:
        file_format = FORMATS[options["format"]]
        selection = Selection.asked(QueryDict(filters.removeprefix("?")), has_layouts=file_format.has_layouts)
        try:
            if selection.errors:
                raise InvalidFilter(selection.errors)
            self._write(file_format.write(selection), output)
        except InvalidFilter as error:
            sentences = (f"{name}: {sentence}" for name, found in error.message_dict.items() for sentence in found)
            raise CommandError("\n".join(sentences)) from error

    def _write(self, chunks: Iterator[bytes], output: Path | None) -> None:
        """Under another name until it is whole, so that a broken file is never taken for a whole one."""
        if not output:
            sys.stdout.buffer.writelines(chunks)
            return
        part = output.with_name(f"{output.name}.part")
        try:
            with part.open("wb") as file:
                file.writelines(chunks)
            part.replace(output)
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}.") from error
        finally:
            part.unlink(missing_ok=True)
        self.stdout.write(f"{output}: {output.stat().st_size:,} bytes.")
