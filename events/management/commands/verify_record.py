"""`manage.py verify_record`: does the public record say what the coding tables say?"""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from events.publication.verifying import Findings, verify


class Command(BaseCommand):
    help = "Build the whole public record anew, and say where it differs; then the exit status is 1. Changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        findings = verify()
        if not findings.is_clean:
            raise CommandError("\n".join(_sentences(findings)))
        self.stdout.write("The public record is what the coding tables say.")


def _sentences(findings: Findings) -> Iterator[str]:
    for code, columns in findings.differing.items():
        yield f"{code}: a rebuild would change {', '.join(columns)}."
    for code in findings.absent:
        yield f"{code} is published, and the public record does not hold it."
    for code in findings.unfounded:
        yield f"{code} is in the public record, and its event is not public."
    if findings.catalogue:
        yield f"The catalogue: a rebuild would change {findings.catalogue} rows."
