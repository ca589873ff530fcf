"""What each public version was built from, by identity: private, written by the statement that opens the version."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from events.models.history import defaults_in_database


def ids(help_text: str) -> ArrayField:
    """Primary keys of a coding table. No foreign keys: a claim deleted in a correction must still be known."""
    return ArrayField(models.BigIntegerField(), default=list, help_text=help_text)


@defaults_in_database
class BuiltFrom(models.Model):
    """The rows that one version of the public record was built from, so that they can be taken out of it again."""

    version_id = models.BigIntegerField(primary_key=True, help_text="Key of the PublishedEvent.")
    claims = ids("Claims that the version shows.")
    reports = ids("Reports that it shows by title.")
    unshown_reports = ids("Reports whose claims it shows, and nothing else of them.")
    sources = ids("Sources that it shows by name.")
    unnamed_sources = ids("Sources that it shows under a pseudonym.")
    actors = ids("Actors, and all that they were part of at the time.")
    places = ids("Its place and all that it lies in, and places claimed.")
    is_sensitive = models.BooleanField(default=False, help_text="Whether its place was coarsened to protect people.")

    class Meta:
        # Which versions show this: what became confidential is taken out of them, a new name is carried to them.
        indexes = [
            GinIndex(fields=["claims"], name="builtfrom_claims"),
            GinIndex(fields=["reports", "unshown_reports"], name="builtfrom_reports"),
            GinIndex(fields=["sources", "unnamed_sources"], name="builtfrom_sources"),
            GinIndex(fields=["actors"], name="builtfrom_actors"),
            GinIndex(fields=["places"], name="builtfrom_places"),
        ]

    def __str__(self) -> str:
        return f"version {self.version_id}"
