"""`manage.py import_events FORMAT FILE`: import a foreign data set, all of it or nothing."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, OutputWrapper
from tqdm import tqdm

from events.importers import FORMATS, NotReadyError, RefusedError, Result, import_file, problems
from events.wording import plural


class Command(BaseCommand):
    help = "Import events from a file. Every bad row is reported; nothing is stored unless all of it can be."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("format", choices=sorted(FORMATS))
        parser.add_argument("file", type=Path)
        parser.add_argument("--publish", action="store_true", help="publish the file's events too")
        parser.add_argument("--dry-run", action="store_true", help="do all of it, say what it did, and take it back")
        parser.add_argument("--report", type=Path, metavar="FILE", help="write every problem to this CSV file")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        form = FORMATS[options["format"]]
        try:
            with Progress(path, self.stderr) as progress:
                result = import_file(path, form, progress, publish=options["publish"], dry_run=options["dry_run"])
        except RefusedError as error:
            self._refuse(error, options["report"])
        except (NotReadyError, OSError) as error:
            raise CommandError(str(error)) from error
        else:
            self._tell(result, dry_run=options["dry_run"])

    def _refuse(self, error: RefusedError, report: Path | None) -> None:
        self.stderr.write("\n".join(problems.table(error.problems)))
        if report:
            problems.write(error.problems, report)
        rows = len({problem.record for problem in error.problems})
        raise CommandError(f"{plural(len(error.problems), 'problem')} in {plural(rows, 'row')}: nothing was imported.")

    def _tell(self, result: Result, *, dry_run: bool) -> None:
        if result.unknown_columns:
            self.stdout.write(f"Columns this format does not know, kept as given: {', '.join(result.unknown_columns)}")
        self.stdout.write(
            f"{result.rows:,} rows: {result.new:,} new, {result.changed:,} changed, {result.unchanged:,} unchanged"
            + (f", {result.retracted:,} left alone because they were retracted here" if result.retracted else "")
            + f"; {result.published:,} published."
        )
        if dry_run:
            self.stdout.write("This was a dry run: nothing was stored.")


class Progress:
    """A bar while the file is read, on a terminal; a line for each step otherwise."""

    def __init__(self, path: Path, stream: OutputWrapper) -> None:
        self._stream = stream
        self._bar = tqdm(
            desc=f"reading {path.name}",
            total=path.stat().st_size,
            unit="B",
            unit_scale=True,
            file=sys.stderr,
            disable=not stream.isatty(),
        )
        if self._bar.disable:
            self.step(f"reading {path.name}")

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *error: object) -> None:
        self._bar.close()

    def read(self, position: int) -> None:
        self._bar.update(position - self._bar.n)

    def step(self, words: str) -> None:
        self._bar.close()
        self._stream.write(f"{words} …", self._plain)

    @staticmethod
    def _plain(line: str) -> str:
        """Not in the colour of errors."""
        return line
