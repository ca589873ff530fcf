"""Who confidential sources are and what confidential reports hold, apart from the tables that the whole desk reads.

Triggers (migration 0020) move it here as soon as a source or report becomes confidential, and back when it is so no
more; the open row holds the pseudonym or the number meanwhile. `events.coding.identities` says who may read it.
"""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.utils import timezone

from events.models.claim import Claim
from events.models.history import defaults_in_database, tracked
from events.models.source import Report, Source


@tracked("SourceIdentityHistory")
class SourceIdentity(models.Model):
    """Who a confidential source is."""

    source = models.OneToOneField(Source, on_delete=models.CASCADE, primary_key=True, related_name="identity")
    name = models.CharField(max_length=300)
    slug = models.SlugField(max_length=220, db_index=False)
    url = models.URLField("web address", max_length=500, blank=True, default="")
    contact = models.TextField(blank=True, default="", help_text="How to reach the source.")
    notes = models.TextField(blank=True, default="")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

    class Meta:
        verbose_name = "identity of a source"
        verbose_name_plural = "identities of sources"

    def __str__(self) -> str:
        return f"identity of {self.source}"


@tracked("ReportIdentityHistory")
class ReportIdentity(models.Model):
    """What a report holds that is confidential, or whose source is."""

    report = models.OneToOneField(Report, on_delete=models.CASCADE, primary_key=True, related_name="identity")
    title = models.CharField(max_length=500)
    author = models.CharField(max_length=300, blank=True, default="")
    url = models.URLField("web address", max_length=1000, blank=True, default="")
    archive_url = models.URLField("archived at", max_length=1000, blank=True, default="")
    content_hash = models.CharField("SHA-256 of the content", max_length=64, blank=True, default="")
    text = models.TextField(blank=True, default="")
    notes = models.TextField(blank=True, default="")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

    class Meta:
        verbose_name = "content of a report"
        verbose_name_plural = "contents of reports"

    def __str__(self) -> str:
        return f"content of {self.report}"


@tracked("ClaimNoteHistory")
class ClaimNote(models.Model):
    """The private notes of a claim: the words used, how to reach the speaker."""

    claim = models.OneToOneField(Claim, on_delete=models.CASCADE, primary_key=True, related_name="note")
    notes = models.TextField("private notes")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

    class Meta:
        verbose_name = "note of a claim"
        verbose_name_plural = "notes of claims"

    def __str__(self) -> str:
        return f"note of claim {self.claim_id}"


@tracked("KnowerHistory")
class Knower(models.Model):
    """A person, or everybody in a group, who may know one source with its reports, or one report."""

    source = models.ForeignKey(
        Source, null=True, blank=True, on_delete=models.CASCADE, related_name="knowers", db_index=False
    )
    report = models.ForeignKey(Report, null=True, blank=True, on_delete=models.CASCADE, related_name="knowers")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False, db_index=False
    )
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = "person or group who may know"
        verbose_name_plural = "who may know"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(source__isnull=True, report__isnull=False) | Q(source__isnull=False, report__isnull=True),
                name="knower_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True, group__isnull=False) | Q(person__isnull=False, group__isnull=True),
                name="knower_is_one",
                violation_error_message="Name a person or a group, one of the two.",
            ),
            models.UniqueConstraint(
                fields=["source", "report", "person", "group"],
                name="knower_once",
                nulls_distinct=False,
                violation_error_message="That person or group is named already.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person or self.group)


class Deed(models.TextChoices):
    """How somebody came to see what is confidential."""

    LOOK = "look", "Looked at it"
    SEARCH = "search", "Found it by searching"
    EXPORT = "export", "Exported it"


class Secret(models.TextChoices):
    """What was seen."""

    SOURCE = "Source", "Source"
    REPORT = "Report", "Report"
    CLAIM = "Claim", "Note of a claim"


@defaults_in_database
class Look(models.Model):
    """That somebody saw something confidential. Rows are added only; they outlive the thing and the account."""

    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name="person"
    )
    by_name = models.CharField("person", max_length=150)
    deed = models.CharField(max_length=6, choices=Deed)
    kind = models.CharField("thing", max_length=6, choices=Secret)
    thing_id = models.BigIntegerField()
    what = models.CharField(
        "called", max_length=100, help_text="The pseudonym of the source, the number of the report."
    )

    class Meta:
        verbose_name = "look at what is confidential"
        verbose_name_plural = "looks at what is confidential"
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["-at", "-id"], name="look_newest"),
                   models.Index(fields=["kind", "thing_id"], name="look_thing")]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.by_name}: {self.what}"
