"""`manage.py retract CODE`: take an event out of the public record, by the rules that hold in the admin."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from events.coding import workflow
from events.management.named import account, coded_events


class Command(BaseCommand):
    help = "Retract a public event. Its code stays, and its page says that it was retracted and why."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="of the event")
        parser.add_argument("--by", required=True, metavar="USERNAME", help="the editor who retracts it")
        parser.add_argument("--reason", required=True, help="why; readers see it")
        parser.add_argument("--withhold", action="store_true", help="empty its old versions too, to protect people")

    def handle(self, *args: Any, code: str, by: str, reason: str, withhold: bool, **options: Any) -> None:
        (event,) = coded_events([code])
        try:
            workflow.retract(event, by=account(by), reason=reason, withhold=withhold)
        except workflow.WorkflowError as error:
            raise CommandError("\n".join(error.messages)) from error
        self.stdout.write(f"Retracted: {code}.")
