"""What an address answers to each of the eight: the addresses there are, the objects behind them, and the outcome."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, User
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from articles.models import (
    Article,
    Page,
    Person,
    Picture,
    Reference,
    Revision,
    Schedule,
    StandingPage,
    StrainProfile,
    Topic,
)
from newsletter.addresses import parse
from newsletter.models import Export, Subscriber
from tests.articles.screen import Screen
from tests.permissions import Row

GROUPS = {
    "writer": "Writer",
    "editor": "Editor",
    "reviewer": "Reviewer",
    "newsletter": "Newsletter staff",
    "auditor": "Auditor",
}
KINDS: dict[str, type[Page]] = {"article": Article, "strainprofile": StrainProfile, "standingpage": StandingPage}
NOBODY = 987654321
SIGN_IN = ("/admin/login/", "/accounts/login/")
NAMES = re.compile(r"<(?:\w+:)?(\w+)>")  # of what a route leaves open
WRITES = ("INSERT", "UPDATE", "DELETE")
CHOICES = {
    "picture": "article",
    "authors": "article",
    "topics": "page",
    "strains": "straintable",
    "references": "straineffect",
    "pinned": "sitesettings",
    "account": "person",
}
TYPED: dict[str, dict[str, str]] = {
    "page_add": {"title": "Begun"},
    "page_publish": {"note": ""},
    "page_publish_later": {"note": ""},
    "page_withdraw_later": {"why": ""},
    "page_bring_to_readers": {"note": ""},
    "page_bring_to_working": {"seen": "0"},
    "page_review": {"verdict": "signed", "next_due": "2040-01-01"},
    "page_withdraw": {"why": "It was wrong."},
    "reference_add": {"key": "new2026", "type": "article", "title": "New"},
    "person_add": {"key": "new", "name": "New", "role": "Writer"},
    "topic_add": {"name": "New", "slug": "new"},
    "subscriber_export": {"state": "", "reason": "For the table."},
    "user_delete": {"post": "yes"},
    "group_delete": {"post": "yes"},
    "authenticator_delete": {"post": "yes"},
}


def addresses(patterns: list[Any] | None = None, *, before: str = "") -> Iterator[tuple[str, tuple[URLPattern, str]]]:
    """Every address of the admin and its door by its name in the table, with its pattern and its whole route."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern.url_patterns, before=route)
        elif route.startswith(("admin/", "accounts/")):
            yield pattern.name or nickname(route), (pattern, route)


def nickname(route: str) -> str:
    return f".../{route.split('/')[2]}/*" if route.endswith("<path:object_id>/") else ".../*"


ADDRESSES = dict(addresses())


class World:
    """Somebody of each role, and what they ask for, made when a row needs it."""

    def __init__(self) -> None:
        self.made: dict[Any, Any] = {}

    def outcome(self, row: Row, role: str) -> str:
        """What the request is answered; whatever it wrote is undone."""
        client, url, typed = self.client(role), self.url(row, role), self.typed(row, role)
        with transaction.atomic(), CaptureQueriesContext(connection) as asked:
            answer = client.generic("GET", url) if row.method == "GET" else client.post(url, typed)
            transaction.set_rollback(True)
        has_written = any(query["sql"].startswith(WRITES) for query in asked)
        return spelt(answer) + (", but wrote" if answer.status_code == 403 and has_written else "")

    def client(self, role: str) -> Client:
        client = Client()
        if role != "anonymous":
            client.force_login(self.user(role))
        return client

    def user(self, role: str) -> User:
        if role not in self.made:
            user = User.objects.create_user(role, password=role, is_staff=True, is_superuser=role == "superuser")
            user.groups.set(Group.objects.filter(name=GROUPS.get(role, "")))
            if role == "reviewer":
                Person.objects.create(key="dr-elm", name="Dr Elm", role="Pharmacist", account=user)
            self.made[role] = user
        return self.made[role]

    def url(self, row: Row, role: str) -> str:
        pattern, route = ADDRESSES[row.address]
        values = self.values(row, role)
        if not pattern.name:
            return f"/{route.replace('<path:object_id>', '1')}" if "object_id" in route else "/admin/nowhere/"
        site = "admin:" if route.startswith("admin/") else ""
        url = reverse(site + pattern.name, kwargs={name: values[name] for name in NAMES.findall(route)})
        if row.address.endswith("_compare") and row.about == "foreign":
            return f"{url}?from={values['revision_id']}"
        return f"{url}?{chosen(row.about)}" if row.address == "autocomplete" else url

    def values(self, row: Row, role: str) -> dict[str, Any]:
        """What an address may hold, by its name in the route."""
        values: dict[str, Any] = {"app_label": "articles", "uidb36": "1", "key": "none-such", "content_type_id": 1}
        model = (row.address.split("_") + [""])[1]
        number = NOBODY if row.about == "missing" else self.number(model, row.about, role)
        values |= dict.fromkeys(["object_id", "page_id", "picture_id", "id", "pk"], number)
        if model in KINDS and row.about != "missing":
            page = self.page(model, "other" if row.about == "foreign" else row.about, role)
            values |= {"revision_id": self.revision(page).pk, "schedule_id": self.schedule(page).pk}
        return {"revision_id": NOBODY, "schedule_id": NOBODY} | values

    def number(self, model: str, about: str, role: str) -> int:
        if model in KINDS:
            return self.page(model, "own" if about == "foreign" else about, role).pk
        if model == "restore":
            return self.thrown_away(self.page("article", about, role)).pk
        if about != "other" or model not in OTHERS:
            return 1
        if model not in self.made:
            self.made[model] = OTHERS[model]()
        return self.made[model].pk

    def page(self, model: str, about: str, role: str) -> Page:
        """`other` and what nobody signed in owns belongs to somebody who is none of the eight."""
        owner = "somebody" if about in ("other", "handed", "-") or role == "anonymous" else role
        if (model, about, owner) not in self.made:
            more = {"type": "vein", "colour": "red"} if model == "strainprofile" else {}
            slug = f"{about}-{owner}".strip("-")
            page = KINDS[model].objects.create(title=slug, slug=slug, created_by=self.user(owner), **more)
            if about == "shown":
                page.show(self.revision(page), by=page.created_by)
            if about in ("handed", "mine"):
                page.hand_in(by=page.created_by, version=page.version)
            self.made[model, about, owner] = KINDS[model].objects.get(pk=page.pk)
        return self.made[model, about, owner]

    def revision(self, page: Page) -> Revision:
        key = ("revision", page.pk)
        if key not in self.made:
            facts = {"page": page, "version": page.version, "by": page.created_by, "note": "Frozen."}
            self.made[key] = Revision.freeze(page.snapshot(), **facts)
        return self.made[key]

    def schedule(self, page: Page) -> Schedule:
        key = ("schedule", page.pk)
        if key not in self.made:
            at = timezone.now() + timedelta(days=1)
            self.made[key] = page.schedules.create(
                revision=self.revision(page), at=at, by=page.created_by, why="Later."
            )
        return self.made[key]

    def thrown_away(self, page: Page) -> Page:
        Page.objects.filter(pk=page.pk).update(trashed_at=timezone.now(), trashed_by=page.created_by)
        return page

    def typed(self, row: Row, role: str) -> dict[str, str]:
        """What is posted: where the whole form of a page is asked for, the form that a superuser was given."""
        _, _, screen = row.address.partition("_")
        model, _, act = screen.partition("_")
        if row.method == "POST" and act in ("change", "preview") and model in KINDS and row.about != "missing":
            return Screen(self.client("superuser"), self.page(model, row.about, role)).fields | {"_continue": "1"}
        typed = TYPED.get(f"page_{act}" if model in KINDS else screen, {})
        if row.about in ("handed", "mine"):
            return typed | {"revision": str(self.page(model, row.about, role).handing_in.revision_id)}
        return typed


def chosen(field: str) -> str:
    return f"app_label=articles&model_name={CHOICES[field]}&field_name={field}"


def spelt(answer: HttpResponse) -> str:
    if answer.status_code == 302:
        return "in" if answer["Location"].startswith(SIGN_IN) else "go"
    return {200: "ok", 403: "no", 404: "--"}.get(answer.status_code, str(answer.status_code))


def a_picture() -> Picture:
    facts = {"width": 480, "height": 320, "colour": "#113c68", "master": f"{'b' * 32}.webp"}
    renditions = [{"width": 480, "height": 320, "name": f"{'a' * 32}.webp"}]
    return Picture.objects.create(title="Leaf", alt="A leaf", credit="Drawn", renditions=renditions, **facts)


def a_device() -> Authenticator:
    owner = User.objects.create_user("owner", is_staff=True)
    return Authenticator.objects.create(user=owner, type=Authenticator.Type.TOTP, data={"secret": "none"})


OTHERS: dict[str, Any] = {
    "reference": lambda: Reference.objects.create(key="clauw2014", title="Fibromyalgia", type="article"),
    "picture": a_picture,
    "person": lambda: Person.objects.create(key="dr-ash", name="Dr Ash"),
    "topic": lambda: Topic.objects.create(name="Sleep", slug="sleep"),
    "subscriber": lambda: Subscriber.objects.of(parse("reader@example.org")),
    "export": lambda: Export.start(by=None, state="", reason="Asked for."),
    "user": lambda: User.objects.create_user("someone"),
    "group": lambda: Group.objects.create(name="Guests"),
    "authenticator": a_device,
}
