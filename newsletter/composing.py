"""A campaign -> the letter: HTML and text from the same blocks, and the whole message as bytes with holes."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from email.utils import format_datetime
from html import unescape
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import css_inline
from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import punycode

from articles.models.site import SiteSettings
from newsletter.headers import field, mailbox, named, one_line, words
from newsletter.models.campaign import Campaign
from newsletter.models.issue import Carried, Issue
from newsletter.parts import Part, merged, parts_of
from newsletter.stencil import HOLES, Stencil, bytes_of, inert
from newsletter.tokens import leave_token, preferences_token

WEB_LINK = re.compile(r'(<a [^>]*?href=")(https?://[^"]+)"')  # in what the inliner wrote: no such thing stands in text
INLINER = css_inline.CSSInliner(load_remote_stylesheets=False)
NOBODY = UUID(int=0)
SUBJECT = 150  # characters, as long as the column
LABEL = 15  # characters that mail services read of a sender in Feedback-ID


@dataclass(frozen=True)
class Letter:
    """`message` has holes; `html` and `text` are for the archive. `links` are what `/newsletter/go/` leads to."""

    subject: str
    preheader: str
    message: bytes
    html: str
    text: str
    links: list[str]
    parts: list[Part]

    def sample(self, address: str = "reader@example.org") -> bytes:
        """The message as `address` would get it, for a preview or a test. Its links to leave are nobody's."""
        root = settings.SITE_URL.rstrip("/") + "/newsletter"
        return Stencil(self.message).filled(
            {
                "address": address,
                "id": f"sample.{secrets.token_hex(8)}",
                "date": format_datetime(timezone.now()),
                "leave": f"{root}/leave/{leave_token(NOBODY)}",
                "preferences": f"{root}/preferences/{preferences_token(NOBODY, '')}/",
            }
        )


def compose(campaign: Campaign, *, mark: str = "", is_counted: bool = True) -> Letter:
    """The letter as it would be frozen now. Saves nothing. `mark` stands before the subject of a test, whose links
    lead straight to where they go: what counts them is there once the letter is frozen."""
    site = SiteSettings.current()
    fields = {"site": site.name, "archive": absolute("newsletter:issues")}
    subject = one_line(mark + merged(campaign.subject, fields))[:SUBJECT]
    preheader = one_line(merged(campaign.preheader, fields))[:SUBJECT]
    parts = parts_of(campaign, fields)
    context = {
        "site": site,
        "origin": settings.SITE_URL,
        "archive": fields["archive"],
        "subject": subject,
        "preheader": preheader,
        "parts": parts,
        "disclaimer": site.disclaimer.replace("This page", "This letter", 1),
        "written": campaign.send_at or timezone.now(),
        "number": _next_number() if campaign.in_archive else None,
        "address": ", ".join(line.strip() for line in site.postal_address.splitlines() if line.strip()),
    }
    links: list[str] = []
    html = INLINER.inline(_holed("letters/letter.html", context))
    html = _counted(html, campaign, links) if is_counted else html
    text = _holed("letters/letter.txt", context)
    return Letter(
        subject=subject,
        preheader=preheader,
        message=bytes_of(_head(campaign, site, subject), text=text, html=html),
        html=render_to_string("letters/archive.html", context).strip(),
        text=render_to_string("letters/archive.txt", context).strip() + "\n",
        links=links,
        parts=parts,
    )


def freeze(campaign: Campaign) -> Issue:
    """Keep the letter as every recipient will get it; a second time changes nothing."""
    with transaction.atomic():
        now = Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
        if issue := Issue.objects.filter(campaign=now).first():
            return issue
        SiteSettings.objects.select_for_update(no_key=True).filter(pk=1).first()  # one number at a time
        letter = compose(now)
        issue = Issue.objects.create(
            campaign=now,
            number=_next_number() if now.in_archive else None,
            subject=letter.subject,
            preheader=letter.preheader,
            message=letter.message,
            html=letter.html,
            text=letter.text,
            links=letter.links,
            sha256=hashlib.sha256(letter.message).hexdigest(),
        )
        Carried.objects.bulk_create(
            [Carried(issue=issue, page_id=part.page, revision_id=part.revision) for part in letter.parts if part.page],
            ignore_conflicts=True,
        )
        return issue


def absolute(name: str, *args: object) -> str:
    """From the setting: a letter must not lead where a Host header said."""
    return settings.SITE_URL.rstrip("/") + reverse(name, args=args)


def sender_of(campaign: Campaign, site: SiteSettings) -> tuple[str, str]:
    """Name and address, its domain in letters that every server reads (IDNA)."""
    local, _, domain = (campaign.sender_email or site.sender_email).rpartition("@")
    return campaign.sender_name or site.sender_name, f"{local}@{punycode(domain)}"


def _head(campaign: Campaign, site: SiteSettings, subject: str) -> bytes:
    """What RFC 5322 asks of a message, and RFC 2369, 2919 and 8058 of a list. DKIM, which signs the last two, is the
    provider's."""
    host = urlsplit(settings.SITE_URL).hostname or ""
    name, address = sender_of(campaign, site)
    local, _, domain = campaign.reply_to.rpartition("@")
    fields = {
        "Date": HOLES["date"],
        "From": mailbox(inert(name), address),
        "To": f"<{HOLES['address']}>",
        "Reply-To": f"<{local}@{punycode(domain)}>" if local else "",
        "Subject": words(inert(subject), after=len("Subject: ")),
        "Message-ID": f"<{HOLES['id']}@{host}>",
        "List-Id": named(inert(site.name), f"news.{host}"),
        "List-Unsubscribe": f"<{HOLES['leave']}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Archive": f"<{absolute('newsletter:issues')}>",
        "List-Post": "NO",
        "Feedback-ID": f"{campaign.pk}:{campaign.kind}:{host[-LABEL:].lstrip('.-')}",
    }
    return b"".join(field(name, value) for name, value in fields.items() if value)


def _holed(template: str, context: dict[str, Any]) -> str:
    """Drawn with holes where a recipient's links go. Whatever a person wrote cannot be one."""
    places = {name: f"{secrets.token_hex(16)}" for name in ("leave", "preferences")}
    drawn = inert(render_to_string(template, context | places))
    for name, place in places.items():
        drawn = drawn.replace(place, HOLES[name])
    return drawn


def _counted(html: str, campaign: Campaign, links: list[str]) -> str:
    """Links to the web go by an address of ours that counts and forgets; each target once, noted in `links`."""

    def count(found: re.Match[str]) -> str:
        target = unescape(found[2])
        if target not in links:
            links.append(target)
        return f'{found[1]}{absolute("newsletter:go", campaign.pk, links.index(target))}"'

    return WEB_LINK.sub(count, html)


def _next_number() -> int:
    return (Issue.objects.aggregate(last=Max("number"))["last"] or 0) + 1
