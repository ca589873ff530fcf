"""How hard a password is to guess for somebody who knows what we work on: zxcvbn (Wheeler, USENIX Security 2016)."""

from typing import Any

from django.core.exceptions import ValidationError
from zxcvbn_rs_py import zxcvbn

from events.models import Actor, Location, LocationKind

ENOUGH = 3  # of 0 to 4: more than 10^8 guesses
#: Longer ones are as strong as their beginning, and take long to judge.
JUDGED = 200
SHORTEST_WORD = 4


class NotEasilyGuessed:
    """A validator for AUTH_PASSWORD_VALIDATORS."""

    def validate(self, password: str, user: Any = None) -> None:
        """ValidationError, with what to do, if `password` is easy to guess for who knows `user` and our subject."""
        found = zxcvbn(password[:JUDGED], sorted(_known_words(user)))
        if int(found.score) < ENOUGH:
            raise ValidationError(f"This password is easy to guess. {self.get_help_text()}", code="easy_to_guess")

    def get_help_text(self) -> str:
        return "Take four or more words that have nothing to do with each other, with you or with this work."


def _known_words(user: Any) -> set[str]:
    own = [getattr(user, name, "") or "" for name in ("username", "first_name", "last_name", "email")]
    countries = Location.objects.filter(kind=LocationKind.COUNTRY).values_list("name", flat=True)
    actors = Actor.objects.values_list("name", flat=True)[:5_000]
    words = {word for text in ["conflictdb", *own, *countries, *actors] for word in text.replace("@", " ").split()}
    return {word.lower() for word in words if len(word) >= SHORTEST_WORD}
