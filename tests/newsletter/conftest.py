"""The cast: an address in every state, and who looks at them."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from articles.models.site import SiteSettings
from newsletter import mailing
from newsletter.addresses import parse
from newsletter.models import Ask, ConsentEvent, Subscriber, Suppression
from tests.newsletter.postoffice import mail_server

NOTHING = {"wording": None, "page": "", "revision": None}
STATES = ["new", "pending", "active", "left", "erased"]
OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def site(db):
    """The settings as an owner saved them: only then has the wording of consent a version."""
    settings = SiteSettings(
        sender_name="kratominfo", sender_email="news@example.org", postal_address="1 Example Street"
    )
    settings.save()
    return settings


@pytest.fixture
def asking(db):
    """Somebody asks; returns the row that waits for its mail."""
    return lambda address="reader@example.org": Ask.write(parse(address), network="here", evidence=NOTHING)


@pytest.fixture
def imports_root(settings, tmp_path):
    """A folder of its own for lists that are brought in."""
    settings.IMPORTS_ROOT = tmp_path / "imports"
    return settings.IMPORTS_ROOT


@pytest.fixture
def active(asking):
    return in_state("active", "active@example.org")


@pytest.fixture
def at_desk(newsletter_staff):
    """The newsletter staff, signed in: the group that the migration makes, nothing more."""
    client = Client()
    client.force_login(newsletter_staff)
    return client


@pytest.fixture
def post(settings):
    """A mail server of our own, to which letters go."""
    with mail_server() as post:
        settings.EMAIL_BACKEND = mailing.SMTP
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", post.port, 5
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = ""
        yield post
        while mailing.CARRIERS:
            mailing.CARRIERS.pop().close()


@pytest.fixture
def database_url(tmp_path, transactional_db):
    """The test's database for other processes, with what is in it when this is asked for."""

    def url() -> str:
        if connection.vendor == "postgresql":
            return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{connection.settings_dict['NAME']}"
        with closing(sqlite3.connect(tmp_path / "copy.sqlite3")) as copy:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode = WAL")
        return f"sqlite:///{tmp_path / 'copy.sqlite3'}"

    return url


def in_state(state: str, address: str) -> Subscriber | None:
    """Bring an address into a state, days ago."""
    if state == "new":
        return None
    ago = timezone.now() - timedelta(days=3)
    subscriber = Subscriber.objects.of(parse(address))
    Subscriber.objects.filter(pk=subscriber.pk).update(created_at=ago)
    if state in {"active", "left"}:
        subscriber.join()
    if state == "left":
        subscriber.leave(mechanism=ConsentEvent.Mechanism.LEAVE_LINK, network="here")
        Subscriber.objects.filter(pk=subscriber.pk).update(left_at=ago)
    if state == "erased":
        Suppression.objects.add_for(subscriber.key, reason=Suppression.Reason.LEFT)
        subscriber.delete()
    return Subscriber.objects.filter(key=subscriber.key).first()


def join(client, address: str, **more: str):
    """Post the box as a browser does."""
    return client.post("/newsletter/", {"email": address, "website": "", **more}, headers=OURS)
