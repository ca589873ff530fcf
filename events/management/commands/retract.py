"""`manage.py retract CODE…`: take events out of the public record, by the rules that hold in the admin."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from events.coding import retracting, workflow
from events.management.named import account, coded_events
from events.models import gate


class Command(BaseCommand):
    help = "Retract public events, all or none. Their codes stay, and their pages say that they were retracted and why."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("codes", nargs="+", metavar="CODE", help="of the events")
        parser.add_argument("--by", required=True, metavar="USERNAME", help="the editor who retracts them")
        parser.add_argument("--reason", required=True, help="why; readers see it")
        parser.add_argument("--withhold", action="store_true", help="empty their old versions too, to protect people")

    def handle(self, *args: Any, codes: list[str], by: str, reason: str, withhold: bool, **options: Any) -> None:
        events, editor = coded_events(codes), account(by)
        try:
            with transaction.atomic():
                gate.decided_by_maintainer(f"retract {' '.join(codes)}")
                for event in events:
                    retracting.retract(event, by=editor, reason=reason, withhold=withhold)
        except workflow.WorkflowError as error:
            raise CommandError("\n".join(error.messages)) from error
        self.stdout.write(f"Retracted: {', '.join(event.code for event in events)}.")
