"""What an imported event came from."""

from django.db import models
from django.utils import timezone

from events.models.event import Event
from events.models.history import defaults_in_database, kept_when_deleted


@defaults_in_database
@kept_when_deleted("ImportedRowHistory")
class ImportedRow(models.Model):
    """The row of a foreign data set an event came from, as given, with the digest that tells whether it changed."""

    dataset = models.CharField(max_length=40)
    external_id = models.CharField(max_length=100)
    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="imported_row")  # describes that event
    digest = models.CharField(max_length=64)
    raw = models.JSONField()
    imported_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dataset", "external_id"], name="importedrow_one_an_id"),
        ]

    def __str__(self) -> str:
        return f"{self.dataset} {self.external_id}"
