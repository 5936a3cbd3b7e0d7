"""What the body of a page is built from. A block that is incomplete can be saved; the gate says what it lacks."""

from __future__ import annotations

from typing import ClassVar

from content_editor.models import PluginBase
from django.db import models

from articles.markup import clean, plain, unprintable
from articles.models.page import Page
from articles.models.picture import Picture
from articles.models.prose import CAPTION, PROSE, STEPS, TEXT, prose
from articles.models.strain import StrainProfile
from articles.models.working_copy import key_in
from articles.snapshot import RICH, Block

HEADER = 60  # characters of a block's text that stand in its header


class PageBlock(PluginBase):
    """`SAYS` names the fields that a snapshot keeps; those in `snapshot.RICH` are HTML."""

    SAYS: ClassVar[tuple[str, ...]] = ()

    parent = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="%(class)s_set")
    region = models.CharField(max_length=20, default="main")
    ordering = models.IntegerField(default=0)

    class Meta:
        abstract = True
        default_permissions = ()  # who may change the page may change its blocks
        ordering = ["ordering"]

    def __str__(self) -> str:
        """The beginning of its words, for the header of the block on the writing screen."""
        words = " ".join(plain(getattr(self, name)) for name in self.SAYS if name != "urgency")
        return words[:HEADER] + "…" if len(words) > HEADER else words

    def snapshot(self) -> Block:
        kind = self._meta.model_name or ""
        cleaned = {name: clean if name in RICH.get(kind, ()) else unprintable for name in self.SAYS}
        return Block(kind, {name: cleaned[name](getattr(self, name)) for name in self.SAYS}, self.shows())

    @classmethod
    def restore(cls, block: Block, *, parent_id: int, ordering: int) -> PageBlock:
        """The block that `block` was taken of, made again; a record that is gone is left out."""
        made = cls(parent_id=parent_id, ordering=ordering, **block.says)
        made.choose(block.shows)
        made.save()
        return made

    def choose(self, names: tuple[str, ...]) -> None:
        """The opposite of `shows`."""

    def shows(self) -> tuple[str, ...]:
        """Names of the records that its editor chose."""
        return ()


class RichText(PageBlock):
    SAYS = ("text",)

    text = prose(TEXT)

    class Meta(PageBlock.Meta):
        verbose_name = "text"
        verbose_name_plural = "texts"


class PictureFigure(PageBlock):
    SAYS = ("caption",)

    picture = models.ForeignKey(Picture, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    caption = prose(CAPTION)

    class Meta(PageBlock.Meta):
        verbose_name = "picture"

    @classmethod
    def get_queryset(cls) -> models.QuerySet[PictureFigure]:
        return super().get_queryset().select_related("picture")

    def choose(self, names: tuple[str, ...]) -> None:
        self.picture = Picture.objects.filter(key__in=map(key_in, names)).first()

    def __str__(self) -> str:
        return super().__str__() or str(self.picture or "")

    def shows(self) -> tuple[str, ...]:
        return (self.picture.embed_name,) if self.picture else ()


class Callout(PageBlock):
    SAYS = ("urgency", "heading", "text")
    URGENCIES = [("advice", "Advice"), ("caution", "Caution"), ("emergency", "Emergency")]

    urgency = models.CharField(max_length=10, choices=URGENCIES, default="advice")
    heading = models.CharField(max_length=120, blank=True, help_text="Without the word Advice, Caution or Emergency.")
    text = prose(PROSE)

    class Meta(PageBlock.Meta):
        verbose_name = "callout"


class KeyPoints(PageBlock):
    SAYS = ("text",)

    text = prose(PROSE, help_text="A short list: what a reader in a hurry must know.")

    class Meta(PageBlock.Meta):
        verbose_name = "key points"
        verbose_name_plural = "key points"


class Steps(PageBlock):
    SAYS = ("text",)

    text = prose(STEPS, help_text="Each heading begins a step; its number is added.")

    class Meta(PageBlock.Meta):
        verbose_name = "numbered steps"
        verbose_name_plural = "numbered steps"


class StrainTable(PageBlock):
    SAYS = ("caption",)

    caption = models.CharField(max_length=300, blank=True)
    strains = models.ManyToManyField(StrainProfile, blank=True, related_name="+")

    class Meta(PageBlock.Meta):
        verbose_name = "strain table"

    @classmethod
    def restore(cls, block: Block, *, parent_id: int, ordering: int) -> StrainTable:
        made = cls.objects.create(parent_id=parent_id, ordering=ordering, **block.says)
        made.strains.set(StrainProfile.objects.kept().filter(key__in=map(key_in, block.shows)))
        return made

    def shows(self) -> tuple[str, ...]:
        return tuple(f"strain:{key}" for key in self.strains.in_order().values_list("key", flat=True))


class FAQList(PageBlock):
    """Where the page's questions stand; without one they close the page."""

    SAYS = ("heading",)

    heading = models.CharField(max_length=120, blank=True, help_text="“Questions people ask” if you leave it empty.")

    class Meta(PageBlock.Meta):
        verbose_name = "questions"
        verbose_name_plural = "questions"
