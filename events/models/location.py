"""Where events happen: countries, their units, settlements, sites, regions and lines, with names in any script."""

from django.contrib.gis.db import models
from django.contrib.gis.db.models.functions import Distance
from django.contrib.gis.geos import Point
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.models.history import tracked
from events.models.names import Name

# Boundaries are simplified (docs/gazetteer.md), so a point this far outside, in degrees, still counts as inside.
BORDER_TOLERANCE = 0.05


class LocationKind(models.TextChoices):
    """What sort of place it is; values are published data, never rename one."""

    COUNTRY = "country", _("Country or territory")
    ADMIN1 = "admin1", _("First-order unit")
    ADMIN2 = "admin2", _("Second-order unit")
    SETTLEMENT = "settlement", _("Settlement")
    SITE = "site", _("Site")
    REGION = "region", _("Region")
    LINE = "line", _("Line (road, river, border)")
    SEA = "sea", _("Sea or airspace")


@tracked("LocationHistory", exclude=["boundary"])
class Location(models.Model):
    """A place that events are coded to, inside another place (country > first-order unit > … > settlement)."""

    name = models.CharField(max_length=200, help_text="The name shown to the public; other spellings go below.")
    slug = models.SlugField(max_length=220, unique=True, help_text="Appears in URLs: never change a published one.")
    kind = models.CharField(max_length=12, choices=LocationKind)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    country = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+", limit_choices_to={"kind": "country"}
    )
    admin1 = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"kind": "admin1"},
        verbose_name="first-order unit",
    )
    point = models.PointField(null=True, blank=True, help_text="Where the label goes; for a settlement, its centre.")
    boundary = models.GeometryField(null=True, blank=True, editable=False)
    extent_km = models.FloatField(
        "extent, km", null=True, blank=True, help_text="Rough radius of an area that has no boundary here."
    )
    iso_a3 = models.CharField("ISO 3166-1 alpha-3", max_length=3, blank=True, default="")
    iso_a2 = models.CharField("ISO 3166-1 alpha-2", max_length=2, blank=True, default="")
    iso_3166_2 = models.CharField("ISO 3166-2", max_length=10, blank=True, default="")
    geonames_id = models.IntegerField("GeoNames id", null=True, blank=True, unique=True)
    pcode = models.CharField("P-code", max_length=20, blank=True, default="")
    population = models.IntegerField(null=True, blank=True)
    notes = models.TextField(blank=True, default="", help_text="Private.")
    is_active = models.BooleanField(default=True, help_text="Switch off instead of deleting.")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["iso_a3"],
                condition=Q(kind="country") & ~Q(iso_a3=""),
                name="location_one_country_a_code",
                violation_error_message="Another country has this ISO 3166-1 code.",
            ),
            models.UniqueConstraint(
                fields=["iso_3166_2"],
                condition=Q(kind="admin1") & ~Q(iso_3166_2=""),
                name="location_one_admin1_a_code",
                violation_error_message="Another first-order unit has this ISO 3166-2 code.",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="location_not_in_itself",
                violation_error_message="A place cannot lie in itself.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="country") | (Q(parent__isnull=True) & Q(country__isnull=True)),
                name="location_country_is_top",
                violation_error_message="A country lies in no other place.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="admin1") | Q(country__isnull=False),
                name="location_admin1_has_country",
                violation_error_message="A first-order unit needs its country.",
            ),
            models.CheckConstraint(
                condition=~Q(name__contains=";"),
                name="location_name_no_semicolon",
                violation_error_message="A name cannot hold a semicolon: files use it to separate names.",
            ),
        ]

    def __str__(self) -> str:
        where = self.admin1 or self.country
        return f"{self.name} ({where.name})" if where and where.pk != self.pk else self.name

    @property
    def country_row(self) -> "Location | None":
        """The country this place lies in, itself if it is one; None for a sea or a border region."""
        return self if self.kind == LocationKind.COUNTRY else self.country

    def holds(self, point: Point) -> bool | None:
        """Whether `point` (WGS 84) lies in this place's boundary, within BORDER_TOLERANCE; None without a boundary."""
        if not Location.objects.filter(pk=self.pk, boundary__isnull=False).exists():
            return None
        return Location.objects.filter(pk=self.pk, boundary__dwithin=(point, BORDER_TOLERANCE)).exists()


def locate(point: Point) -> tuple[Location | None, Location | None]:
    """Return the (country, first-order unit) whose boundary is at `point` (WGS 84) or nearest within the tolerance."""
    near = (
        Location.objects.filter(kind=LocationKind.ADMIN1, boundary__dwithin=(point, BORDER_TOLERANCE))
        .annotate(away=Distance("boundary", point))
        .select_related("country")
        .order_by("away")
    )
    admin1 = near.first()
    if admin1:
        return admin1.country, admin1
    country = Location.objects.filter(kind=LocationKind.COUNTRY, boundary__dwithin=(point, BORDER_TOLERANCE)).first()
    return country, None


@tracked("LocationNameHistory", exclude=["search_key", "phonetic_key"])
class LocationName(Name):
    """One spelling of a place's name."""

    # A name has no life of its own. An index that begins with it comes with locationname_once.
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="names", db_index=False)

    class Meta(Name.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["location", "name", "language"],
                name="locationname_once",
                violation_error_message="This place already has this name in this language.",
            )
        ]
