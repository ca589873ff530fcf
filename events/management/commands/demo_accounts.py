"""`manage.py demo_accounts`: make the accounts for trying the site out and print their passwords."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from events.sample.accounts import ACCOUNTS, make_accounts


class Command(BaseCommand):
    help = "Make demo accounts with random passwords, kept in var/demo-accounts.txt, and print them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--force", action="store_true", help="Also where DATABASE_URL is set.")

    def handle(self, *args: Any, force: bool, **options: Any) -> None:
        if not settings.EMBEDDED and not force:
            raise CommandError(
                "DATABASE_URL is set: in a real deployment, accounts whose names everybody knows are a risk. "
                "Make your own with `manage.py createsuperuser`, or repeat with --force."
            )
        file = settings.VAR_DIR / "demo-accounts.txt"
        self.stdout.write(f"Demo accounts for /admin/ (kept in {file.relative_to(settings.BASE_DIR)}):")
        for name, password in make_accounts(file).items():
            self.stdout.write(
                f"  {name:<11} {ACCOUNTS[name]:<11} {password or '(password is not the one in that file)'}"
            )
