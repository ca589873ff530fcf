"""What commands name on the command line: events by code, people by the name of their account."""

from django.contrib.auth.models import User
from django.core.management.base import CommandError

from events.models import Event


def account(username: str) -> User:
    """The account of that name. Raises CommandError with a sentence."""
    try:
        return User.objects.get(username=username)
    except User.DoesNotExist:
        raise CommandError(f"There is no account “{username}”.") from None


def coded_events(codes: list[str]) -> list[Event]:
    """The events of these codes, in that order, each once. Raises CommandError with a sentence for every other."""
    found = {event.code: event for event in Event.objects.filter(code__in=codes)}
    if unknown := [code for code in codes if code not in found]:
        raise CommandError("\n".join(f"There is no event {code}." for code in unknown))
    return [found[code] for code in dict.fromkeys(codes)]
