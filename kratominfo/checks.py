"""What an operator may have got wrong, and the cure."""

from __future__ import annotations

import os
from email.utils import parseaddr
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.module_loading import import_string


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
    names = [("DUE", name) for _, name in settings.DUE] + [("DEMONSTRATIONS", name) for name in settings.DEMONSTRATIONS]
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
    for name in ("VAR_DIR", "MEDIA_ROOT", "ORIGINALS_ROOT"):
        folder = getattr(settings, name)
        if not is_writable(folder):
            cure = f"Give the site's user the right to write there, or set {name} to another folder."
            faults.append(Error(f"{name} cannot be written: {folder}", hint=cure, id="kratominfo.E005"))
    served = [settings.MEDIA_ROOT, settings.STATIC_ROOT]
    if any(settings.ORIGINALS_ROOT.is_relative_to(folder) for folder in served):
        cure = "Set ORIGINALS_ROOT to a folder outside MEDIA_ROOT and STATIC_ROOT."
        faults.append(Error("ORIGINALS_ROOT lies in a folder that is served.", hint=cure, id="kratominfo.E006"))
    return faults


def is_writable(folder: Path) -> bool:
    """A folder that is not there yet is made in the nearest one that is."""
    nearest = next(each for each in (folder, *folder.parents) if each.exists())
    return nearest.is_dir() and os.access(nearest, os.W_OK)


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
