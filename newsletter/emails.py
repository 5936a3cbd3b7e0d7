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
from newsletter.addresses import parse
from newsletter.models.ask import Ask
from newsletter.models.subscriber import Subscriber
from newsletter.models.suppression import Suppression
from newsletter.tokens import confirm_token, leave_token, move_token, preferences_token

JOIN = "newsletter:subscribe"


def confirmation(ask: Ask) -> EmailMultiAlternatives:
    """To somebody new, or who has not confirmed yet."""
    return _message("confirmation", ask, subject="Please confirm: {} newsletter", link=confirm_link(ask))


def brought_in(ask: Ask) -> EmailMultiAlternatives:
    """To somebody whose address stood in a list that staff brought in: they never asked us, and are told so."""
    return _message("brought_in", ask, subject="Do you want the {} newsletter?", link=confirm_link(ask))


def rejoining(ask: Ask) -> EmailMultiAlternatives:
    """To somebody who left: nothing is sent until they say that they want it again."""
    return _message("rejoining", ask, subject="Do you want the {} newsletter again?", link=confirm_link(ask))


def already_subscribed(ask: Ask) -> EmailMultiAlternatives:
    """To a subscriber, with the way out that every mail to subscribers carries (RFC 2369, RFC 8058)."""
    link = leave_link(ask.subscriber)
    more = {"preferences": preferences_link(ask.subscriber)} if ask.subscriber.is_paused else {}
    message = _message("already_subscribed", ask, subject="You already get the {} newsletter", link=link, **more)
    message.extra_headers["List-Unsubscribe"] = f"<{link}>"
    message.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return message


def moving(ask: Ask) -> EmailMultiAlternatives:
    """To the new address: nothing goes there unless its owner presses the button."""
    link = _absolute("newsletter:move", move_token(ask.handle))
    return _message("moving", ask, subject="Your new address for the {} newsletter?", link=link)


def moved(ask: Ask) -> EmailMultiAlternatives:
    """To the address that was left, which need not be its owner's doing: a letter that was passed on holds the link."""
    return _message("moved", ask, subject="The {} newsletter goes to another address now", link=_absolute(JOIN))


def rights(ask: Ask) -> EmailMultiAlternatives:
    """The way to everything that is held, for who has no letter at hand."""
    return _message("rights", ask, subject="What {} holds about you", link=preferences_link(ask.subscriber))


def nothing_held(ask: Ask) -> EmailMultiAlternatives:
    """To somebody who is not known, and is told so; of some a mark is kept."""
    is_marked = Suppression.objects.holds(parse(ask.destination).key)
    subject = "{} holds nothing about you"
    return _message("nothing_held", ask, subject=subject, link=_absolute(JOIN), is_marked=is_marked)


def confirm_link(ask: Ask) -> str:
    return _absolute("newsletter:confirm", confirm_token(ask.handle))


def leave_link(subscriber: Subscriber) -> str:
    return _absolute("newsletter:leave", leave_token(subscriber.handle))


def preferences_link(subscriber: Subscriber) -> str:
    return _absolute("newsletter:preferences", preferences_token(subscriber.handle, subscriber.address))


def _absolute(name: str, *tokens: str) -> str:
    """From the setting: a mail must not lead where a Host header said."""
    return settings.SITE_URL.rstrip("/") + reverse(name, args=tokens)


def _message(name: str, ask: Ask, *, subject: str, link: str, **more: Any) -> EmailMultiAlternatives:
    site = SiteSettings.current()
    context: dict[str, Any] = {"site": site, "link": link, "origin": settings.SITE_URL, "ask": ask, **more}
    message = EmailMultiAlternatives(
        subject=subject.format(site.name),
        body=render_to_string(f"emails/{name}.txt", context),
        from_email=formataddr((site.sender_name, site.sender_email)),
        to=[ask.destination],
        headers={"Message-ID": _message_id(ask), "Auto-Submitted": "auto-replied"},
    )
    message.attach_alternative(render_to_string(f"emails/{name}.html", context), "text/html")
    return message


def _message_id(ask: Ask) -> str:
    """The same at every try, so that a mail program shows a repeated one once."""
    return f"<ask.{ask.handle.hex}@{urlsplit(settings.SITE_URL).hostname}>"
