"""`manage.py load_codebook`: put the codebook that ships into the database, leaving edited rows as they are."""

from typing import Any

from django.core.management.base import BaseCommand

from events.codebook.load import load_codebook
from events.models import EventType


class Command(BaseCommand):
    help = "Add the event types that ship and are missing; rows that are there are never changed."

    def handle(self, *args: Any, **options: Any) -> None:
        added = load_codebook()
        self.stdout.write(f"Codebook: {added} rows added, {EventType.objects.count()} in all.")
