"""The mails that answer somebody who asked. No word of advertising in them; one function a message."""

from __future__ import annotations

from email.utils import formataddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from articles.models.site import SiteSettings
from newsletter.models.ask import Ask
from newsletter.models.subscriber import Subscriber
from newsletter.tokens import confirm_token, leave_token


def confirmation(ask: Ask) -> EmailMultiAlternatives:
    """To somebody new, or who has not confirmed yet."""
    return _message("confirmation", ask, subject="Please confirm: {} newsletter", link=confirm_link(ask))


def rejoining(ask: Ask) -> EmailMultiAlternatives:
    """To somebody who left: nothing is sent until they say that they want it again."""
    return _message("rejoining", ask, subject="Do you want the {} newsletter again?", link=confirm_link(ask))


def already_subscribed(ask: Ask) -> EmailMultiAlternatives:
    """To a subscriber, with the way out that every mail to subscribers carries (RFC 2369, RFC 8058)."""
    link = leave_link(ask.subscriber)
    message = _message("already_subscribed", ask, subject="You already get the {} newsletter", link=link)
    message.extra_headers["List-Unsubscribe"] = f"<{link}>"
    message.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return message


def confirm_link(ask: Ask) -> str:
    return _absolute("newsletter:confirm", confirm_token(ask.handle))


def leave_link(subscriber: Subscriber) -> str:
    return _absolute("newsletter:leave", leave_token(subscriber.handle))


def _absolute(name: str, token: str) -> str:
    """From the setting: a mail must not lead where a Host header said."""
    return settings.SITE_URL.rstrip("/") + reverse(name, args=[token])


def _message(name: str, ask: Ask, *, subject: str, link: str) -> EmailMultiAlternatives:
    site = SiteSettings.current()
    context: dict[str, Any] = {"site": site, "link": link, "origin": settings.SITE_URL, "ask": ask}
    message = EmailMultiAlternatives(
        subject=subject.format(site.name),
        body=render_to_string(f"emails/{name}.txt", context),
        from_email=formataddr((site.sender_name, site.sender_email)),
        to=[ask.subscriber.address],
        headers={"Message-ID": _message_id(ask), "Auto-Submitted": "auto-replied"},
    )
    message.attach_alternative(render_to_string(f"emails/{name}.html", context), "text/html")
    return message


def _message_id(ask: Ask) -> str:
    """The same at every try, so that a mail program shows a repeated one once."""
    return f"<ask.{ask.handle.hex}@{urlsplit(settings.SITE_URL).hostname}>"
