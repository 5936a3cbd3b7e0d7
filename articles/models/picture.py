"""A picture of the library: its words, and the names of its files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone

from articles.models.record import Record
from articles.rendition import Examined
from articles.storing import keep

PERCENT = [MaxValueValidator(100)]


class Picture(Record):
    """`master` is kept in ORIGINALS_ROOT and never served; the files of `renditions` are in MEDIA_ROOT."""

    KIND = "picture"

    title = models.CharField(max_length=200, help_text="For finding it in the library; readers do not see this.")
    alt = models.CharField(
        "alternative text", max_length=300, blank=True, help_text="What somebody who cannot see it should know."
    )
    is_decorative = models.BooleanField(
        "decorative", default=False, help_text="The text tells all that it tells: screen readers pass it over."
    )
    credit = models.CharField(max_length=200, blank=True, help_text="Who made it.")
    licence = models.CharField(max_length=200, blank=True, help_text="On what terms it is used.")
    master = models.CharField(max_length=40, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    colour = models.CharField(max_length=7, editable=False)
    is_opaque = models.BooleanField(default=False, editable=False)
    renditions = models.JSONField(default=list, editable=False)
    crops = models.JSONField(default=dict, editable=False)
    focus_x = models.PositiveSmallIntegerField("focal point, from the left", default=50, validators=PERCENT)
    focus_y = models.PositiveSmallIntegerField("focal point, from the top", default=50, validators=PERCENT)
    lighter_at = models.DateTimeField(null=True, editable=False)
    lighter_until = models.DateTimeField(null=True, editable=False)
    lighter_tries = models.PositiveSmallIntegerField(default=0, editable=False)
    uploaded_at = models.DateTimeField(default=timezone.now, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    def take(self, examined: Examined) -> None:
        """Show what was examined from now on. Files are written at once, the fields wait for `save()`."""
        keep(examined.master.name, examined.master.content, Path(settings.ORIGINALS_ROOT))
        for rendition in examined.renditions:
            keep(rendition.name, rendition.content, Path(settings.MEDIA_ROOT))
        self.master, self.width, self.height = examined.master.name, examined.master.width, examined.master.height
        self.colour = examined.colour
        self.renditions = [{"width": r.width, "height": r.height, "name": r.name} for r in examined.renditions]

    def says(self) -> dict[str, Any]:
        return {
            "alt": self.alt,
            "decorative": self.is_decorative,
            "credit": self.credit,
            "licence": self.licence,
            "width": self.width,
            "height": self.height,
            "colour": self.colour,
            "renditions": self.renditions,
        }

    @property
    def thumbnail(self) -> str:
        """The name of its narrowest file, or nothing before a file was taken."""
        return self.renditions[0]["name"] if self.renditions else ""
