"""What a name of an actor and a name of a place have in common: language, kind and the keys it is found by."""

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.names import phonetic_key, search_key


class NameKind(models.TextChoices):
    """What sort of name it is; values are published data, never rename one."""

    OFFICIAL = "official", _("Official")
    ALIAS = "alias", _("Alias")
    ACRONYM = "acronym", _("Acronym")
    TRANSLITERATION = "transliteration", _("Transliteration")
    FORMER = "former", _("Former name")


class Name(models.Model):
    """One spelling of the name of something, in one language and script."""

    name = models.CharField(max_length=300)
    language = models.CharField(
        max_length=8, blank=True, default="", help_text="ISO 639 code such as ar or en; empty if not known."
    )
    kind = models.CharField(max_length=20, choices=NameKind, default=NameKind.ALIAS)
    is_public = models.BooleanField("shown", default=True, help_text="Off: finds it at the desk, and nowhere else.")
    search_key = models.CharField(max_length=300, editable=False, default="")
    phonetic_key = models.CharField(max_length=300, editable=False, default="")

    class Meta:
        abstract = True
        ordering = ["language", "name"]
        # For the admin's autocomplete and for resolving imported names: by any part of a name, by its beginning or the
        # whole of it, by its sound.
        indexes = [
            GinIndex(fields=["search_key"], name="%(class)s_key_trgm", opclasses=["gin_trgm_ops"]),
            models.Index(fields=["search_key"], name="%(class)s_key", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["phonetic_key"], name="%(class)s_phonetic"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key = search_key(self.name)
        self.phonetic_key = phonetic_key(self.name)
        super().save(*args, **kwargs)
