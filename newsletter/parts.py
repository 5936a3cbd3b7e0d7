"""The blocks of a campaign as a letter shows them: with absolute links, and as plain text beside the HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from html import escape
from typing import Any
from urllib.parse import urljoin

from content_editor.contents import contents_for_item
from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from articles.markup import clean
from articles.models.publication import Publication
from newsletter.models.campaign import Campaign
from newsletter.models.letter import LetterArticle, LetterPicture, LetterText
from newsletter.plaintext import lines_of

BLOCKS = (LetterText, LetterArticle, LetterPicture)
COLUMN, BESIDE = 600, 160  # pixels: how wide a picture is shown, by itself or beside an article's words
SHARP = 1.2  # so many pixels of the file to one shown, at least where there are files to choose from
FRESH = timedelta(days=31)
HREF = re.compile(r'href="([^"]*)"')
FIELD = re.compile(r"\[\[(\w+)\]\]")


@dataclass(frozen=True)
class Part:
    """`kind` is text, article or picture. `page` and `revision` are keys of what an article showed; `kicker` says
    whether it is new."""

    kind: str
    html: SafeString = mark_safe("")
    text: str = ""
    title: str = ""
    kicker: str = ""
    url: str = ""
    picture: dict[str, Any] = field(default_factory=dict)
    page: int | None = None
    revision: int | None = None


def parts_of(campaign: Campaign, words: dict[str, str]) -> list[Part]:
    """In order. Articles that are not live any more and pictures that nobody chose are left out."""
    if campaign.pk is None:
        return []
    blocks = list(contents_for_item(campaign, plugins=BLOCKS).main)
    pages = [block.page_id for block in blocks if isinstance(block, LetterArticle)]
    live = {each.page_id: each for each in Publication.objects.cards().filter(page__in=pages)}
    drawn = (_part(block, live, words) for block in blocks)
    return [part for part in drawn if part]


def merged(text: str, words: dict[str, str]) -> str:
    """`text` with its merge fields; one that nobody knows stays, for the pre-flight check to stop."""
    return FIELD.sub(lambda found: words.get(found[1], found[0]), text)


def _part(
    block: LetterText | LetterArticle | LetterPicture, live: dict[int, Publication], words: dict[str, str]
) -> Part | None:
    if isinstance(block, LetterText):
        return _text(block, words)
    if isinstance(block, LetterArticle):
        publication = live.get(block.page_id or 0)
        return _article(block, publication) if publication else None
    picture = _picture(block.picture.says(), COLUMN) if block.picture else {}
    return Part("picture", picture=picture) if picture else None


def _text(block: LetterText, words: dict[str, str]) -> Part:
    safe = {name: escape(value) for name, value in words.items()}
    html = HREF.sub(lambda found: f'href="{_absolute(found[1])}"', merged(clean(block.text), safe))
    return Part("text", html=mark_safe(html), text=lines_of(html))


def _absolute(href: str) -> str:
    """`href` as it stands in HTML, escaped; a field that nobody knows stays as it is."""
    return href if href.startswith("[[") else urljoin(f"{settings.SITE_URL}/", href)


def _article(block: LetterArticle, publication: Publication) -> Part:
    picture = publication.card.get("picture")
    return Part(
        "article",
        title=publication.title,
        kicker=_kicker(publication),
        text=block.words or publication.card["standfirst"],
        url=f"{settings.SITE_URL}/{publication.path}/",
        picture=_picture(picture, BESIDE) if picture else {},
        page=publication.page_id,
        revision=publication.revision_id,
    )


def _kicker(publication: Publication) -> str:
    """What happened to it of late, or nothing."""
    since = timezone.now() - FRESH
    if publication.first_shown_at > since:
        return "New"
    if publication.changed_at > since:
        return "Changed"
    said = publication.reviewed or {}
    is_fresh = bool(said) and date.fromisoformat(said["on"]) > since.date() and not said.get("is_older")
    return "Reviewed" if is_fresh else ""


def _picture(said: dict[str, Any], shown: int) -> dict[str, Any]:
    """The narrowest file that is sharp at `shown` pixels, with the size it is shown at."""
    files = said["renditions"]
    if not files:
        return {}
    file = next((each for each in files if each["width"] >= shown * SHARP), files[-1])
    width = min(file["width"], shown)
    return {
        "src": f"{settings.SITE_URL}/media/{file['name']}",
        "width": width,
        "height": round(file["height"] * width / file["width"]),
        "alt": "" if said["decorative"] else said["alt"],
        "credit": said["credit"],
    }
