"""Where readers see an event whose place is sensitive."""

from django.contrib.gis.db import models

from events.models.event import Event, PlacePrecision
from events.models.location import Location


class ShownPlace(models.Model):
    """Where readers see an event whose place is sensitive, as its own publication last said.

    No change of a place moves it: only publishing the event does, and the preview of that shows where to.
    """

    event = models.OneToOneField(Event, primary_key=True, on_delete=models.CASCADE, related_name="shown_place")
    location = models.ForeignKey(Location, null=True, on_delete=models.PROTECT, related_name="+")
    point = models.PointField(null=True, spatial_index=False)
    precision = models.CharField(max_length=20, choices=PlacePrecision)

    def __str__(self) -> str:
        return f"{self.event.code}: {self.location}"
