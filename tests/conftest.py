"""The cast: people with the rights of their group, and pages in every state."""

from __future__ import annotations

import os
from collections.abc import Callable

import dns.exception
import dns.resolver
import hypothesis
import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from articles.models import Article, Person, Picture, Publication, Reference, RichText, StrainProfile, Topic

# How long one example takes tells of the machine and not of the code. A run takes the same examples as the one before
# it, so that what fails is what was changed; with TRIES in the environment it looks for others.
hypothesis.settings.register_profile("steady", deadline=None, derandomize="TRIES" not in os.environ)
hypothesis.settings.load_profile("steady")

DESCRIPTION = "What people report, what a laboratory found, and what nobody knows yet."
TEXT = '<h2>What is known</h2><p>Little.<cite data-key="clauw2014"></cite></p>'


@pytest.fixture(autouse=True)
def _cheap_passwords(settings) -> None:
    """What protects passwords costs time on purpose; no test here is about that."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _no_names(monkeypatch) -> None:
    """The world's DNS is silent: what a test finds must not hang on it."""

    def resolve(*args: object, **more: object) -> None:
        raise dns.exception.Timeout

    monkeypatch.setattr(dns.resolver, "resolve", resolve)


@pytest.fixture
def person(db) -> Callable[..., User]:
    """Makes somebody on the staff, in the group that is named."""

    def make(username: str, group: str = "") -> User:
        user = User.objects.create_user(username, password=username, is_staff=True)
        if group:
            user.groups.add(Group.objects.get(name=group))
        return user

    return make


@pytest.fixture
def editor(person) -> User:
    return person("editor", "Editor")


@pytest.fixture
def writer(person) -> User:
    return person("writer", "Writer")


@pytest.fixture
def reviewer(person) -> User:
    """Readers are told the name, so the account is linked to a person."""
    reviewer = person("reviewer", "Reviewer")
    Person.objects.create(key="dr-ash", name="Dr Ash", role="Pharmacist", account=reviewer)
    return reviewer


@pytest.fixture
def auditor(person) -> User:
    return person("auditor", "Auditor")


@pytest.fixture
def bystander(person) -> User:
    """On the staff, without any right."""
    return person("bystander")


@pytest.fixture
def newsletter_staff(person) -> User:
    return person("newsletter", "Newsletter staff")


@pytest.fixture
def at_desk(editor) -> Client:
    """The editor, signed in."""
    client = Client()
    client.force_login(editor)
    return client


@pytest.fixture
def reference(db) -> Reference:
    return Reference.objects.create(
        key="clauw2014",
        authors="Clauw DJ",
        title="Fibromyalgia: a clinical review",
        container="JAMA",
        issued="2014",
        volume="311",
        issue="15",
        pages="1547-1555",
        doi="10.1001/jama.2014.3266",
        design="Review",
    )


@pytest.fixture
def picture(db) -> Picture:
    renditions = [{"width": 480, "height": 320, "name": f"{'a' * 32}.webp"}]
    facts = {"width": 480, "height": 320, "colour": "#113c68", "renditions": renditions, "master": f"{'b' * 32}.webp"}
    return Picture.objects.create(title="Leaf", alt="A kratom leaf", credit="Drawn for kratominfo", **facts)


@pytest.fixture
def topic(db) -> Topic:
    return Topic.objects.create(name="Sleep", slug="sleep")


@pytest.fixture
def article(reference, topic) -> Article:
    """A draft that lacks nothing."""
    words = {"standfirst": "What is reported of sleep.", "description": DESCRIPTION}
    page = Article.objects.create(title="Kratom and sleep", slug="sleep", **words)
    page.topics.add(topic)
    RichText.objects.create(parent=page, text=TEXT, ordering=10)
    page.faq.create(question="Does it help with sleep?", answer="<p>Nobody knows.</p>", ordering=10)
    return page


@pytest.fixture
def published(article, editor) -> Article:
    article.publish(by=editor, note="First published.")
    return article


@pytest.fixture
def version_by_ones(monkeypatch) -> None:
    """The version of the site counts how often it moved."""
    monkeypatch.setattr("articles.models.site.time", lambda: 0)


@pytest.fixture
def publication(published) -> Publication:
    return Publication.objects.get(page=published)


@pytest.fixture
def strain(reference) -> StrainProfile:
    """A draft of a vein type with one effect and its basis."""
    words = {"title": "Red vein", "slug": "red-vein", "standfirst": "Red.", "description": DESCRIPTION}
    page = StrainProfile.objects.create(type="vein", colour="red", **words)
    effect = page.effects.create(aspect="effect", text="Calm", direction="increase", basis="survey")
    effect.references.add(reference)
    return page
