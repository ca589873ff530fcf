"""`manage.py load_sample`: put the sample data into the database and publish it; does nothing if it is there."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from events.sample.accounts import account
from events.sample.load import MissingRowError, load_sample


class Command(BaseCommand):
    help = "Load the sample report, coded by the account “analyst” and published by “editor”; again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_sample(coder=account("analyst"), reviewer=account("editor"))
        except MissingRowError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Sample data: {loaded} events loaded." if loaded else "Sample data: already there.")
