"""What the text of a campaign is built from."""

from __future__ import annotations

from content_editor.models import PluginBase
from django.db import models
from django_prose_editor.fields import ProseEditorField

from articles.markup import clean, plain
from articles.models.picture import Picture
from newsletter.models.campaign import Campaign

HEADER = 60  # characters of a block's text that stand in its header
LINK = {"enableTarget": False, "protocols": ["http", "https", "mailto", "tel"]}
PROSE = {
    "Bold": True,
    "Italic": True,
    "Link": LINK,
    "HardBreak": True,
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Heading": {"levels": [2, 3]},
    "Blockquote": True,
}


class LetterBlock(PluginBase):
    parent = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="%(class)s_set")
    region = models.CharField(max_length=20, default="main")
    ordering = models.IntegerField(default=0)

    class Meta:
        abstract = True
        default_permissions = ()  # who may change the campaign may change its blocks
        ordering = ["ordering"]


class LetterText(LetterBlock):
    """Words, which may hold merge fields such as [[site]]."""

    text = ProseEditorField(blank=True, extensions=PROSE, sanitize=clean)

    class Meta(LetterBlock.Meta):
        verbose_name = "text"
        verbose_name_plural = "texts"

    def __str__(self) -> str:
        return plain(self.text)[:HEADER]


class LetterArticle(LetterBlock):
    """A live page by its title, standfirst, picture and link, as they are when the letter is frozen."""

    page = models.ForeignKey("articles.Page", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    words = models.CharField("instead of its standfirst", max_length=300, blank=True)

    class Meta(LetterBlock.Meta):
        verbose_name = "article"

    def __str__(self) -> str:
        """As readers know it: what its writers call it by now is theirs."""
        return str(getattr(self.page, "publication", ""))


class LetterPicture(LetterBlock):
    picture = models.ForeignKey(Picture, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta(LetterBlock.Meta):
        verbose_name = "picture"

    def __str__(self) -> str:
        return str(self.picture or "")
