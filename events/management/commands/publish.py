"""`manage.py publish CODE… | --all-in-review`: approve and publish events, by the rules that hold in the admin.

Nothing is shown to read first: that they are published as the command finds them is the maintainer's decision.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from events.coding import workflow
from events.management.named import account, coded_events
from events.models import Event


class Command(BaseCommand):
    help = "Publish events that are in review: all that are named, or none with every problem said."

    def add_arguments(self, parser: CommandParser) -> None:
        chosen = parser.add_mutually_exclusive_group(required=True)
        chosen.add_argument("codes", nargs="*", default=[], metavar="CODE", help="of the events")
        chosen.add_argument("--all-in-review", action="store_true", help="every event and correction in review")
        parser.add_argument("--by", required=True, metavar="USERNAME", help="the editor who publishes")
        parser.add_argument("--reason", default="", help="for corrections: what was corrected and why; readers see it")

    def handle(self, *args: Any, codes: list[str], all_in_review: bool, by: str, reason: str, **options: Any) -> None:
        editor = account(by)
        if all_in_review:
            events = list(Event.objects.filter(status__in=workflow.MOVES["publish"].starts).order_by("code"))
        else:
            events = coded_events(codes)
        try:
            workflow.publish(workflow.as_read(events), by=editor, reason=reason)
        except workflow.WorkflowError as error:
            raise CommandError("\n".join(error.messages)) from error
        published = ", ".join(event.code for event in events) or "nothing is in review"
        self.stdout.write(f"Published: {published}.")
