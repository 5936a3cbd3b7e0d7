"""What an operator may have got wrong, and the cure."""

from __future__ import annotations

import os
import re
from email.utils import parseaddr
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.module_loading import import_string

HUB = re.compile(r"https://([a-z0-9-]+\.)+[a-z]{2,}(/[!$-;=?-~]*)?")  # as it stands in a header between < and >
UNSERVED = ["ORIGINALS_ROOT", "IMPORTS_ROOT"]


@register(Tags.urls)
def site_url(**kwargs: Any) -> list[CheckMessage]:
    url = urlsplit(settings.SITE_URL)
    if url.scheme not in {"http", "https"} or not url.hostname or url.path or url.query or url.fragment:
        cure = "Set SITE_URL to scheme and host alone, as in https://www.example.org"
        return [Error(f"SITE_URL is no public address: {settings.SITE_URL}", hint=cure, id="kratominfo.E001")]
    if url.scheme == "http" and not settings.LOCAL:
        cure = "Begin SITE_URL with https://, or set LOCAL=1 on your own machine."
        return [Error("SITE_URL is not encrypted.", hint=cure, id="kratominfo.E002")]
    if settings.LOCAL and url.hostname not in {"localhost", "127.0.0.1"}:
        cure = "Remove LOCAL from the environment and from local.env: it switches the protection of a public site off."
        return [Error(f"LOCAL is set, but SITE_URL is {settings.SITE_URL}", hint=cure, id="kratominfo.E003")]
    return []


@register()
def dotted_names(**kwargs: Any) -> list[CheckMessage]:
    due = [(where, name) for where in ("DUE", "DUE_ASIDE") for _, name in getattr(settings, where)]
    names = due + [("DEMONSTRATIONS", name) for name in settings.DEMONSTRATIONS]
    names.append(("DOOR_VERSION", settings.DOOR_VERSION))
    return [
        Error(
            f"{setting} names {name}, which is no function.",
            hint="Name a function that can be imported, or take the line out.",
            id="kratominfo.E004",
        )
        for setting, name in names
        if not is_function(name)
    ]


def is_function(name: str) -> bool:
    try:
        return callable(import_string(name))
    except ImportError:
        return False


@register(Tags.files)
def folders(**kwargs: Any) -> list[CheckMessage]:
    faults: list[CheckMessage] = []
    for name in ("VAR_DIR", "MEDIA_ROOT", *UNSERVED):
        folder = getattr(settings, name)
        if not is_writable(folder):
            cure = f"Give the site's user the right to write there, or set {name} to another folder."
            faults.append(Error(f"{name} cannot be written: {folder}", hint=cure, id="kratominfo.E005"))
    served = [settings.MEDIA_ROOT, settings.STATIC_ROOT]
    for name in UNSERVED:
        if any(getattr(settings, name).is_relative_to(folder) for folder in served):
            cure = f"Set {name} to a folder outside MEDIA_ROOT and STATIC_ROOT."
            faults.append(Error(f"{name} lies in a folder that is served.", hint=cure, id="kratominfo.E006"))
    return faults


def is_writable(folder: Path) -> bool:
    """A folder that is not there yet is made in the nearest one that is."""
    nearest = next(each for each in (folder, *folder.parents) if each.exists())
    return nearest.is_dir() and os.access(nearest, os.W_OK)


@register()
def door(**kwargs: Any) -> list[CheckMessage]:
    if settings.DOOR_BYTES < 0 or settings.DOOR_GRACE < 0:
        cure = "Set DOOR_BYTES and DOOR_GRACE to 0 or more; DOOR=0 keeps nothing."
        return [Error("The door has less than no room or time.", hint=cure, id="kratominfo.E016")]
    return []


@register()
def sender(**kwargs: Any) -> list[CheckMessage]:
    try:
        validate_email(parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
    except ValidationError:
        cure = "Set DEFAULT_FROM_EMAIL to an address, as in no-reply@example.org"
        return [Error(f"Mail has no valid sender: {settings.DEFAULT_FROM_EMAIL}", hint=cure, id="kratominfo.E007")]
    return []


@register(Tags.security)
def proxy(**kwargs: Any) -> list[CheckMessage]:
    faults: list[CheckMessage] = []
    for name in settings.TRUSTED_PROXY:
        try:
            ip_network(name)
        except ValueError:
            cure = "List addresses or networks, as in TRUSTED_PROXY=127.0.0.1,10.0.0.0/8"
            faults.append(Error(f"TRUSTED_PROXY holds no network: {name}", hint=cure, id="kratominfo.E008"))
    if not settings.LOCAL and not settings.TRUSTED_PROXY:
        cure = "Set TRUSTED_PROXY to the address of the proxy that ends TLS, or every page redirects to itself."
        faults.append(Warning("No proxy is trusted.", hint=cure, id="kratominfo.W001"))
    return faults


@register()
def indexnow_key(**kwargs: Any) -> list[CheckMessage]:
    if settings.INDEXNOW_KEY and not re.fullmatch(r"[A-Za-z0-9-]{8,128}", settings.INDEXNOW_KEY):
        cure = "Set INDEXNOW_KEY to 8 to 128 letters, digits and hyphens, or leave it empty."
        return [Error("INDEXNOW_KEY is no key that search engines take.", hint=cure, id="kratominfo.E017")]
    return []


@register()
def websub_hub(**kwargs: Any) -> list[CheckMessage]:
    if settings.WEBSUB_HUB and not HUB.fullmatch(settings.WEBSUB_HUB):
        cure = "Set WEBSUB_HUB to an address as in https://hub.example.org/, without a port, or leave it empty."
        return [Error("WEBSUB_HUB is no hub that can be told.", hint=cure, id="kratominfo.E018")]
    return []


@register(Tags.security)
def security_contact(**kwargs: Any) -> list[CheckMessage]:
    """RFC 9116: an address that can be written to, and a day in the future, no more than a year away."""
    contact, until = settings.SECURITY_CONTACT, settings.SECURITY_CONTACT_UNTIL
    cure = "Set SECURITY_CONTACT, as in mailto:security@example.org, and SECURITY_CONTACT_UNTIL, a day within a year."
    if contact and not contact.startswith(("mailto:", "https://", "tel:")):
        return [Error(f"SECURITY_CONTACT is no address: {contact}", hint=cure, id="kratominfo.E015")]
    days = (until - timezone.localdate()).days if until else 0
    if not settings.LOCAL and not (contact and 0 < days <= 366):
        return [Warning("Nobody can tell you of a hole in the site.", hint=cure, id="kratominfo.W003")]
    return []


@register()
def bounce_address(**kwargs: Any) -> list[CheckMessage]:
    """It gets up to 33 characters more before its "@", where 64 may stand (RFC 5321 §4.5.3.1.1)."""
    address = settings.NEWSLETTER_BOUNCE_ADDRESS
    try:
        if address:
            validate_email(address)
    except ValidationError:
        address = '"'
    if not address.isascii() or set(address) & set('"+') or len(address.rpartition("@")[0]) > 30:
        cure = "Set NEWSLETTER_BOUNCE_ADDRESS to a short address without +, as in bounces@example.org, or leave it out."
        return [Error("NEWSLETTER_BOUNCE_ADDRESS is not usable.", hint=cure, id="kratominfo.E009")]
    return []


@register()
def tidings(**kwargs: Any) -> list[CheckMessage]:
    """Who tells what became of letters, and where such mail is read."""
    faults: list[CheckMessage] = []
    if 0 < len(settings.NEWSLETTER_WEBHOOK_KEY) < 32:
        cure = "Set NEWSLETTER_WEBHOOK_KEY to 32 random characters or more, or leave it out."
        faults.append(Error("NEWSLETTER_WEBHOOK_KEY can be guessed.", hint=cure, id="kratominfo.E010"))
    if settings.NEWSLETTER_BOUNCE_IMAP and not is_mailbox(settings.NEWSLETTER_BOUNCE_IMAP):
        cure = "Set NEWSLETTER_BOUNCE_IMAP as in imaps://user:password@mail.example.org/INBOX."
        faults.append(Error("NEWSLETTER_BOUNCE_IMAP names no mailbox.", hint=cure, id="kratominfo.E011"))
    if settings.NEWSLETTER_COMPLAINTS_PER_MILLE < 1:
        cure = "Set NEWSLETTER_COMPLAINTS_PER_MILLE to 1 or more; mail services allow 3 at most."
        faults.append(Error("NEWSLETTER_COMPLAINTS_PER_MILLE pauses everything.", hint=cure, id="kratominfo.E012"))
    return faults


def is_mailbox(address: str) -> bool:
    """Encrypted, or on this very machine."""
    try:
        parts = urlsplit(address)
        is_safe = parts.scheme == "imaps" or parts.scheme == "imap" and parts.hostname in {"localhost", "127.0.0.1"}
        return bool(is_safe and parts.hostname and parts.username and parts.password and parts.port != 0)
    except ValueError:
        return False


@register()
def imports(**kwargs: Any) -> list[CheckMessage]:
    if settings.NEWSLETTER_IMPORT_ASKS_PER_MINUTE < 1:
        cure = "Set NEWSLETTER_IMPORT_ASKS_PER_MINUTE to 1 or more: so many who were brought in are asked in a minute."
        return [Error("Who was brought in would never be asked.", hint=cure, id="kratominfo.E014")]
    return []


@register()
def campaigns(**kwargs: Any) -> list[CheckMessage]:
    """How letters are handed over: each step of it may take EMAIL_TIMEOUT, and there are six."""
    faults: list[CheckMessage] = []
    if 6 * (settings.EMAIL_TIMEOUT or 60) > settings.NEWSLETTER_LEASE:
        cure = "Set NEWSLETTER_LEASE to six times EMAIL_TIMEOUT or more, in seconds."
        faults.append(Warning("A slow mail server leaves letters in doubt.", hint=cure, id="kratominfo.W002"))
    if settings.NEWSLETTER_CONNECTIONS < 1 or (settings.NEWSLETTER_PER_MINUTE or 1) < 1:
        cure = "Set NEWSLETTER_CONNECTIONS to 1 or more, and NEWSLETTER_PER_MINUTE to 1 or more or to 0 for no limit."
        faults.append(Error("No letter could ever be sent.", hint=cure, id="kratominfo.E013"))
    return faults
