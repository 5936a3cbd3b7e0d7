"""Letters to test with, and how a mail program reads them."""

from __future__ import annotations

import email
import re
from email.message import EmailMessage
from email.policy import default

from newsletter.handover import Claimed
from newsletter.models.campaign import Campaign
from newsletter.models.delivery import Delivery
from newsletter.models.letter import LetterArticle, LetterPicture, LetterText
from newsletter.models.subscriber import Subscriber

FIELD = re.compile(rb"([!-9;-~]+):( [!-~][ -~]*(?:\r\n[ \t]+[!-~][ -~]*)*)\r\n")  # RFC 5322 §2.2


def write(*blocks: object, **fields: object) -> Campaign:
    """A campaign of these blocks: HTML is a text, a picture is a picture, a page is an article."""
    campaign = Campaign.objects.create(**{"subject": "November", "preheader": "What is new."} | fields)
    for place, block in enumerate(blocks, 1):
        add(campaign, block, ordering=10 * place)
    return campaign


def add(campaign: Campaign, block: object, *, ordering: int) -> None:
    if isinstance(block, str):
        LetterText.objects.create(parent=campaign, text=block, ordering=ordering)
    elif hasattr(block, "renditions"):
        LetterPicture.objects.create(parent=campaign, picture=block, ordering=ordering)
    else:
        LetterArticle.objects.create(parent=campaign, page_id=block.pk, ordering=ordering)


def claim_for(subscriber: Subscriber, campaign: Campaign) -> Claimed:
    """As a worker holds it."""
    row = Delivery.objects.create(campaign=campaign, subscriber=subscriber, domain="example.org")
    return Claimed(row.pk, 1, campaign.pk, row.domain, 0, subscriber.address, subscriber.handle)


def read(message: bytes) -> EmailMessage:
    return email.message_from_bytes(message, policy=default)


def html_of(message: bytes) -> str:
    return read(message).get_body(("html",)).get_content()


def text_of(message: bytes) -> str:
    return read(message).get_body(("plain",)).get_content()


def fields_of(message: bytes) -> dict[str, str]:
    """The header by its grammar, unfolded; whatever does not fit fails."""
    head = message.partition(b"\r\n\r\n")[0] + b"\r\n"
    found = FIELD.findall(head)
    assert b"".join(name + b":" + value + b"\r\n" for name, value in found) == head
    assert len({name.lower() for name, _ in found}) == len(found)  # RFC 5322 §3.6: each once
    return {name.decode(): value.replace(b"\r\n", b"").decode().strip() for name, value in found}
