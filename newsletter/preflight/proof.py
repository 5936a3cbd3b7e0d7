"""The letter as it would go out now, opened: what the rules look at. One look at the database, none at the network."""

from __future__ import annotations

import re
from copy import copy
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from content_editor.contents import contents_for_item

from articles.markup import plain
from articles.models.publication import Publication
from articles.models.site import SiteSettings
from newsletter.addresses import Address, NotAnAddress, parse
from newsletter.audience import audience_of
from newsletter.composing import compose
from newsletter.models.campaign import Campaign, State
from newsletter.models.issue import Issue
from newsletter.models.letter import LetterArticle, LetterPicture, LetterText
from newsletter.parts import BLOCKS

NOBODY = "nobody@example.org"
UNSEEN = re.compile(r"<!--.*?-->|<(style|title)\b.*?</\1>", re.DOTALL | re.IGNORECASE)
SENT = [State.SENDING, State.PAUSED, State.SENT, State.REVIEW]
Block = LetterText | LetterArticle | LetterPicture


@dataclass(frozen=True)
class Proof:
    """`message` is what one recipient would get, `size` its bytes; `html` and `text` are its two bodies, `words` what
    is read in the first. `blocks` are as they were written, `live` the publications they name, by page."""

    campaign: Campaign
    site: SiteSettings
    sender: Address | None
    message: EmailMessage
    size: int
    subject: str
    preheader: str
    html: str
    words: str
    text: str
    links: list[str]
    blocks: list[Block]
    live: dict[int, Publication]
    last_subject: str
    has_audience: bool

    @classmethod
    def of(cls, campaign: Campaign) -> Proof:
        site = SiteSettings.current()
        letter = compose(presentable(campaign, site))
        sample = letter.sample()
        message = message_from_bytes(sample, policy=default)
        html, text = body_of(message, "html"), body_of(message, "plain")
        blocks = list(contents_for_item(campaign, plugins=BLOCKS).main)
        pages = [block.page_id for block in blocks if isinstance(block, LetterArticle)]
        return cls(
            campaign=campaign,
            site=site,
            sender=mailbox(campaign.sender_email or site.sender_email),
            message=message,
            size=len(sample),
            subject=letter.subject,
            preheader=letter.preheader,
            html=html,
            words=plain(UNSEEN.sub(" ", html)),
            text=text,
            links=letter.links,
            blocks=blocks,
            live={each.page_id: each for each in Publication.objects.cards().filter(page__in=pages)},
            last_subject=last_subject(campaign),
            has_audience=audience_of(campaign).exists(),
        )


def presentable(campaign: Campaign, site: SiteSettings) -> Campaign:
    """With addresses that a header can hold: a wrong one is told, and all the rest is looked at as well."""
    shown = copy(campaign)
    if not mailbox(campaign.sender_email or site.sender_email):
        shown.sender_email = NOBODY
    if not mailbox(campaign.reply_to):
        shown.reply_to = ""
    return shown


def mailbox(address: str) -> Address | None:
    try:
        return parse(address)
    except NotAnAddress:
        return None


def body_of(message: EmailMessage, kind: str) -> str:
    """Empty where it has none."""
    part = message.get_body((kind,))
    return part.get_content() if part else ""


def last_subject(campaign: Campaign) -> str:
    sent = Issue.objects.filter(campaign__state__in=SENT).exclude(campaign=campaign)
    return sent.order_by("-frozen_at", "-pk").values_list("subject", flat=True).first() or ""
