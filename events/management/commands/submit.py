"""`manage.py submit CODE…`: hand drafts and corrections to the editors, by the rules that hold in the admin."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from events.coding import workflow
from events.management.named import account, coded_events


class Command(BaseCommand):
    help = "Submit drafts and corrections for review: all that are named, or none with the first problem said."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("codes", nargs="+", metavar="CODE", help="of the events")
        parser.add_argument("--by", required=True, metavar="USERNAME", help="who hands them in")

    def handle(self, *args: Any, codes: list[str], by: str, **options: Any) -> None:
        events, analyst = coded_events(codes), account(by)
        try:
            with transaction.atomic():
                for event in events:
                    workflow.submit(event, by=analyst)
        except workflow.WorkflowError as error:
            raise CommandError("\n".join(error.messages)) from error
        self.stdout.write(f"Submitted: {', '.join(event.code for event in events)}.")
