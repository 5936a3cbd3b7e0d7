"""A picture of the library: its words, and the names of its files."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from PIL import Image

from articles.cropping import cropped
from articles.encoding import can_lighten, lighter, lighter_name
from articles.models.record import Record
from articles.rendition import ONE_AT_A_TIME, Examined, crops_of, narrowed
from articles.snapshot import digest
from articles.storing import is_kept, keep, size_of

PERCENT = [MaxValueValidator(100)]
TRIES = 3  # so that no picture on which a worker dies is taken for ever
LEASE = timedelta(minutes=5)  # much longer than the files of one picture take


class PictureQuerySet(models.QuerySet["Picture"]):
    def heavy(self) -> PictureQuerySet:
        """Those whose lighter files nobody has made yet, and nobody is making."""
        is_free = Q(lighter_until=None) | Q(lighter_until__lt=timezone.now())
        is_open = is_free & Q(lighter_at=None, lighter_tries__lt=TRIES)
        return self.filter(is_open | ~Q(lighter_stamp=F("stamp"))).order_by("lighter_tries", "pk")

    def lack_lighter(self) -> None:
        """Their lighter files are not here, whatever their rows say: an archive has none, workers make them again."""
        self.update(lighter_stamp="", lighter_at=None, lighter_until=None, lighter_tries=0)

    def take_heavy(self) -> Picture | None:
        """One of them, for whoever asks alone: of two workers that ask at once, one gets nothing."""
        picture = self.heavy().first()
        if picture is None:
            return None
        before = {name: getattr(picture, name) for name in ("pk", "stamp", *Picture.DERIVED)}
        tries = picture.lighter_tries if picture.lighter_stamp == picture.stamp else 0
        now = {"lighter_stamp": picture.stamp, "lighter_tries": tries + 1, "lighter_until": timezone.now() + LEASE}
        for name, value in now.items():
            setattr(picture, name, value)
        return picture if self.filter(**before).update(**now, lighter_at=None) else None


class Picture(Record):
    """`master` is kept in ORIGINALS_ROOT and never served; the files of `renditions` and `crops` are in MEDIA_ROOT, and
    `stamp` stands for all of them. Beside each stands a lighter one, an AVIF, once a worker has made it:
    `lighter_stamp` says of which files, `lighter_at` when."""

    KIND = "picture"
    DERIVED = ("lighter_stamp", "lighter_at", "lighter_until", "lighter_tries")

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
    stamp = models.CharField(max_length=32, blank=True, editable=False)
    lighter_stamp = models.CharField(max_length=32, blank=True, editable=False)
    lighter_at = models.DateTimeField(null=True, editable=False)
    lighter_until = models.DateTimeField(null=True, editable=False)
    lighter_tries = models.PositiveSmallIntegerField(default=0, editable=False)
    uploaded_at = models.DateTimeField(default=timezone.now, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    objects = PictureQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    def take(self, examined: Examined) -> None:
        """Show what was examined from now on. Files are written at once, the fields wait for `save()`."""
        keep(examined.master.name, examined.master.content, Path(settings.ORIGINALS_ROOT))
        crops = [crop for shape in examined.crops.values() for crop in shape]
        for file in (*examined.renditions, *crops):
            keep(file.name, file.content, Path(settings.MEDIA_ROOT))
        self.master, self.width, self.height = examined.master.name, examined.master.width, examined.master.height
        self.colour, self.is_opaque = examined.colour, examined.is_opaque
        self.renditions = [rendition.says() for rendition in examined.renditions]
        self.crops = {name: [crop.says() for crop in shape] for name, shape in examined.crops.items()}
        self.lighter_tries = 0  # so that choosing a file again tries once more
        self._stamp()

    def crop(self) -> None:
        """Cut its crops around the focal point that it has now; the fields wait for `save()`."""
        with ONE_AT_A_TIME, self._opened() as master:
            crops = crops_of(master, self.focus)
        for file in (file for shape in crops.values() for file in shape):
            keep(file.name, file.content, Path(settings.MEDIA_ROOT))
        self.crops = {name: [crop.says() for crop in shape] for name, shape in crops.items()}
        self._stamp()

    def _stamp(self) -> None:
        self.stamp = digest(self.master, [file["name"] for file in self.files])[:32]

    def lighten(self, stop: Event | None = None) -> None:
        """Make the AVIF files that are missing. One that saves nothing is left out. Whoever took it first and came back
        too late changes nothing; who is asked to `stop` leaves the rest to another."""
        mine = Picture.objects.filter(pk=self.pk, lighter_stamp=self.lighter_stamp, lighter_until=self.lighter_until)
        with ONE_AT_A_TIME, self._opened() as master:
            for file in self.files:
                if stop and stop.is_set():
                    mine.update(lighter_until=None, lighter_tries=F("lighter_tries") - 1)
                    return
                if not is_kept(lighter_name(file["name"])):
                    self._lighten(master, file)
        mine.update(lighter_at=timezone.now(), lighter_until=None)

    def _lighten(self, master: Image.Image, file: dict[str, Any]) -> None:
        is_whole = file in self.renditions
        size = (file["width"], file["height"])
        image = narrowed(master, file["width"]) if is_whole else cropped(master, size, self.focus)
        if content := lighter(image, than=size_of(file["name"])):
            keep(lighter_name(file["name"]), content, Path(settings.MEDIA_ROOT))

    def _opened(self) -> Image.Image:
        master = Image.open(Path(settings.ORIGINALS_ROOT) / self.master, formats=["WEBP"])
        master.load()
        return master

    def says(self) -> dict[str, Any]:
        """What is new in a picture is said only where it is there, so that nothing else is frozen anew."""
        said = {
            "alt": self.alt,
            "decorative": self.is_decorative,
            "credit": self.credit,
            "licence": self.licence,
            "width": self.width,
            "height": self.height,
            "colour": self.colour,
            "renditions": self.renditions,
        }
        more = {"crops": self.crops, "focus": list(self.focus)} if self.crops else {}
        return said | more | ({"tint": self.colour} if self.is_opaque else {})

    @property
    def focus(self) -> tuple[int, int]:
        """Per cent, from the left and from the top: what no crop may lose."""
        return self.focus_x, self.focus_y

    @property
    def files(self) -> list[dict[str, Any]]:
        """All that readers may be given, WebP each: {"width", "height", "name"}."""
        return [*self.renditions, *(crop for shape in self.crops.values() for crop in shape)]

    @property
    def thumbnail(self) -> str:
        """The name of its narrowest file, or nothing before a file was taken."""
        return self.renditions[0]["name"] if self.renditions else ""


def lighten_due(stop: Event | None = None) -> None:
    """Make the lighter files of one picture."""
    picture = Picture.objects.take_heavy() if can_lighten() else None
    if picture:
        picture.lighten(stop)
