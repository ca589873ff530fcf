"""Who says so: sources (who publishes or speaks) and reports (one document or interview)."""

import secrets
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from events.models.history import tracked


class SourceKind(models.TextChoices):
    """What a source is; values are published data, never rename one."""

    NEWS_AGENCY = "news_agency", _("News agency")
    NEWSPAPER = "newspaper", _("Newspaper or news site")
    BROADCASTER = "broadcaster", _("Broadcaster")
    SOCIAL_MEDIA = "social_media", _("Social media")
    NGO = "ngo", _("Non-governmental organisation")
    INTERNATIONAL = "international", _("International organisation")
    GOVERNMENT = "government", _("Government or state force")
    ARMED_GROUP = "armed_group", _("Armed group")
    DATASET = "dataset", _("Data set")
    PERSON = "person", _("Person")
    OTHER = "other", _("Other")


class SourceScale(models.TextChoices):
    """How wide a source's view is, after ACLED's source scale."""

    LOCAL = "local", _("Local")
    SUBNATIONAL = "subnational", _("Subnational")
    NATIONAL = "national", _("National")
    REGIONAL = "regional", _("Regional")
    INTERNATIONAL = "international", _("International")
    UNKNOWN = "unknown", _("Unknown")


class Reliability(models.TextChoices):
    """Reliability of a source, the letter of the Admiralty (NATO STANAG 2511) code."""

    A = "A", _("A Completely reliable")
    B = "B", _("B Usually reliable")
    C = "C", _("C Fairly reliable")
    D = "D", _("D Not usually reliable")
    E = "E", _("E Unreliable")
    F = "F", _("F Cannot be judged")


def new_pseudonym() -> str:
    """A random name for a confidential source: stable once stored, and nothing about the source follows from it."""
    return secrets.token_hex(4)


def new_pseudonym_key() -> str:
    """A random key, from which follow the pseudonyms of a source that has one for each event."""
    return secrets.token_hex(32)


@tracked("SourceHistory", exclude=["pseudonym_key"])  # once public, a source is never deleted, so none comes back
class Source(models.Model):
    """Someone or something that publishes or speaks: an outlet, an organisation, a data set, a person.

    Who a confidential one is, is in SourceIdentity; its own row holds the pseudonym.
    """

    #: What stays apart while it is confidential.
    APART: ClassVar[tuple[str, ...]] = ("name", "slug", "url", "notes")

    name = models.CharField(max_length=300, help_text="Private if the source is confidential.")
    slug = models.SlugField(max_length=220, unique=True, help_text="Private if the source is confidential.")
    kind = models.CharField(max_length=20, choices=SourceKind)
    scale = models.CharField(max_length=20, choices=SourceScale, default=SourceScale.UNKNOWN)
    reliability = models.CharField(max_length=1, choices=Reliability, default=Reliability.F)
    url = models.URLField("web address", max_length=500, blank=True, default="")
    is_confidential = models.BooleanField(
        "confidential",
        default=False,
        help_text="The public sees “Undisclosed source”, its kind and its scale, nothing else.",
    )
    pseudonym = models.CharField(max_length=8, unique=True, default=new_pseudonym, editable=False)
    is_unlinkable = models.BooleanField(
        "one pseudonym for each event",
        default=False,
        help_text="For a source in danger: nobody outside can tell which events it speaks of, nor count it as one.",
    )
    pseudonym_key = models.CharField(
        max_length=64,
        default=new_pseudonym_key,
        db_default=RawSQL("replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '')", ()),
        editable=False,
    )
    notes = models.TextField(blank=True, default="", help_text="Private.")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="person") | Q(is_confidential=True),
                name="source_person_is_confidential",
                violation_error_message="A person who speaks is always confidential: say their role in the claim.",
            ),
            models.CheckConstraint(
                condition=~Q(name__contains=";") | Q(is_confidential=True),
                name="source_name_no_semicolon",
                violation_error_message="A name cannot hold a semicolon: files use it to separate names.",
            ),
            models.CheckConstraint(
                condition=Q(is_unlinkable=False) | Q(is_confidential=True),
                name="source_unlinkable_is_confidential",
                violation_error_message="Only a confidential source has a pseudonym for each event: tick both.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store it; what the database keeps apart, or brings back, is read again."""
        super().save(*args, **kwargs)
        self.refresh_from_db(fields=[*self.APART, "pseudonym"])


@tracked("ReportHistory")
class Report(models.Model):
    """One document, broadcast, post or interview that claims are taken from.

    What one holds that is confidential, or whose source is, is in ReportIdentity; its own row holds its number.
    """

    #: What stays apart while it, or its source, is confidential.
    APART: ClassVar[tuple[str, ...]] = ("title", "author", "url", "archive_url", "content_hash", "text", "notes")

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="reports")
    title = models.CharField(max_length=500)
    author = models.CharField(max_length=300, blank=True, default="")
    date = models.DateField("published on", null=True, blank=True, help_text="Empty if not known.")
    url = models.URLField("web address", max_length=1000, blank=True, default="")
    archive_url = models.URLField("archived at", max_length=1000, blank=True, default="")
    content_hash = models.CharField("SHA-256 of the content", max_length=64, blank=True, default="")
    language = models.CharField(max_length=8, blank=True, default="", help_text="ISO 639 code.")
    accessed_on = models.DateField(null=True, blank=True)
    is_confidential = models.BooleanField(
        "confidential", default=False, help_text="Title, author, date and addresses stay private."
    )
    text = models.TextField(blank=True, default="", help_text="Private: what the report says.")
    notes = models.TextField(blank=True, default="", help_text="Private.")

    class Meta:
        ordering = ["-date", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["url"],
                condition=~Q(url=""),
                name="report_one_a_url",
                violation_error_message="A report with this web address is already recorded: choose it instead.",
            ),
            models.CheckConstraint(
                condition=Q(content_hash="") | Q(content_hash__regex=r"^[0-9a-f]{64}$"),
                name="report_hash_is_sha256",
                violation_error_message="The content hash is 64 hexadecimal digits (SHA-256).",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.source}{f', {self.date}' if self.date else ''})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store it; what the database keeps apart, or brings back, is read again."""
        super().save(*args, **kwargs)
        self.refresh_from_db(fields=self.APART)

    @property
    def is_private(self) -> bool:
        """Whether what it holds stays apart."""
        return self.is_confidential or self.source.is_confidential
