"""`manage.py load_gazetteer`: put the places that ship into the database, leaving those that are there as they are."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from events.gazetteer.load import load


class Command(BaseCommand):
    help = "Add the countries, first-order units, settlements and names that ship and are missing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--only", nargs="+", default=[], metavar="CODE", help="ISO 3166-1 alpha-3 codes, e.g. IRQ SYR"
        )

    def handle(self, *args: Any, only: list[str], **options: Any) -> None:
        loaded = load(only, progress=lambda step: self.stdout.write(f"Gazetteer: adding {step} …"))
        self.stdout.write(f"Gazetteer: {loaded.places:,} places and {loaded.names:,} names added.")
