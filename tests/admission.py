"""What an address answers to each of the eight: the addresses there are, the objects behind them, and the outcome."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from articles.models import (
    Article,
    Feedback,
    Missed,
    Page,
    Person,
    Picture,
    Reference,
    Renewal,
    Revision,
    Schedule,
    StandingPage,
    StrainProfile,
    Synonym,
    Topic,
)
from newsletter.addresses import parse
from newsletter.models import Campaign, Export, Import, Label, Segment, Subscriber
from newsletter.models.campaign import State as CampaignState
from tests.articles.screen import Screen
from tests.newsletter.writing import Screen as Letter
from tests.newsletter.writing import a_letter
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
LAYOUT = {"encoding": "utf-8", "delimiter": ",", "has_bom": False, "has_head": False, "is_spreadsheet": False}
LAYOUT |= {"width": 1, "columns": {"address": 0}, "unused": [], "start": 0, "line": 1}
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
    **{f"{kind}_delete": {"post": "yes"} for kind in ("reference", "picture", "person")},
    "person_add": {"key": "new", "name": "New", "role": "Writer"},
    "topic_add": {"name": "New", "slug": "new"},
    "synonym_add": {"word": "biak", "means": "kratom"},
    "synonym_change": {"word": "ketum", "means": "kratom"},
    "synonym_delete": {"post": "yes"},
    "campaign_add": {"subject": "Begun"},
    "campaign_pause": {"why": "The link is wrong."},
    "campaign_cancel": {"why": "The link is wrong."},
    **{f"campaign_{act}": {"is_confirmed": "1"} for act in ("resume", "redraft", "copy")},
    "segment_add": {"name": "New"},
    "segment_change": {"name": "Renamed"},
    "segment_delete": {"post": "yes"},
    "label_add": {"name": "New"},
    "label_change": {"name": "Renamed"},
    "label_delete": {"post": "yes"},
    "subscriber_export": {"state": "", "reason": "For the table."},
    "digest_change": {"weekday": "4", "hour": "8", "subject": "New"},
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
    """Somebody of each role, and what they ask for, made when a row needs it and kept for the rows that follow."""

    def __init__(self) -> None:
        self.made: dict[Any, Any] = {}

    def outcome(self, row: Row, role: str) -> str:
        """What the request is answered; whatever it wrote is undone."""
        client, url, typed = self.client(role), self.url(row, role), self.typed(row, role)
        asked: list[str] = []
        with transaction.atomic(), connection.execute_wrapper(noting(asked)):
            answer = client.generic("GET", url) if row.method == "GET" else client.post(url, typed)
            transaction.set_rollback(True)
        has_written = any(sql.startswith(WRITES) for sql in asked)
        return spelt(answer) + (", but wrote" if answer.status_code == 403 and has_written else "")

    def client(self, role: str) -> Client:
        """A browser of its own each time, signed in once."""
        client = Client()
        if role != "anonymous":
            if ("session", role) not in self.made:
                client.force_login(self.user(role))
                self.made["session", role] = client.cookies[settings.SESSION_COOKIE_NAME].value
            client.cookies[settings.SESSION_COOKIE_NAME] = self.made["session", role]
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
        values: dict[str, Any] = {
            "app_label": "articles",
            "uidb36": "1",
            "key": "none-such",
            "content_type_id": 1,
            "how": "leave",
            "kind": "new",
        }
        model = (row.address.split("_") + [""])[1]
        number = NOBODY if row.about == "missing" else self.number(model, row.about, role)
        values |= dict.fromkeys(["object_id", "page_id", "picture_id", "renewal_id", "id", "pk"], number)
        if row.address == "newsletter_campaign_thumbnail" and row.about != "missing":
            values["picture_id"] = self.number("picture", "other", role)
        if model in KINDS and row.about != "missing":
            page = self.page(model, "other" if row.about == "foreign" else row.about, role)
            values |= {"revision_id": self.revision(page).pk, "schedule_id": self.schedule(page).pk}
        return {"revision_id": NOBODY, "schedule_id": NOBODY} | values

    def number(self, model: str, about: str, role: str) -> int:
        if model in KINDS:
            return self.page(model, "own" if about == "foreign" else about, role).pk
        if model == "campaign":
            return self.campaign(about, role).pk
        if model == "export" and about in ("own", "waiting"):
            return self.request_for_a_list(about, role).pk
        if model == "restore":
            return self.page("article", about, role, is_in_trash=True).pk
        if about != "other" or model not in OTHERS:
            return 1
        if model not in self.made:
            self.made[model] = OTHERS[model]()
        return self.made[model].pk

    def page(self, model: str, about: str, role: str, *, is_in_trash: bool = False) -> Page:
        """`other` and what nobody signed in owns belongs to somebody who is none of the eight."""
        owner = "somebody" if about in ("other", "handed", "-") or role == "anonymous" else role
        key = (model, about, owner, is_in_trash)
        if key not in self.made:
            more = {"type": "vein", "colour": "red"} if model == "strainprofile" else {}
            slug = f"{about}-{owner}{'-trash' * is_in_trash}".strip("-")
            page = KINDS[model].objects.create(title=slug, slug=slug, created_by=self.user(owner), **more)
            if about == "shown":
                page.show(self.revision(page), by=page.created_by)
            if about in ("handed", "mine"):
                page.hand_in(by=page.created_by, version=page.version)
            if is_in_trash:
                self.throw_away(page)
            self.made[key] = KINDS[model].objects.get(pk=page.pk)
        return self.made[key]

    def campaign(self, about: str, role: str) -> Campaign:
        """A draft, or one in the state that is named."""
        owner = role if about == "own" and role != "anonymous" else "somebody"
        if ("campaign", about, owner) not in self.made:
            state = about if about in CampaignState.values else CampaignState.DRAFT
            self.made["campaign", about, owner] = a_letter(state, by=self.user(owner))
        return self.made["campaign", about, owner]

    def request_for_a_list(self, about: str, role: str) -> Export:
        """One that waits for a second person: `own` was asked for by this role."""
        owner = role if about == "own" and role != "anonymous" else "somebody"
        if ("export", owner) not in self.made:
            self.made["export", owner] = Export.ask(by=self.user(owner), reason="Asked for.", columns=["address"])
        return self.made["export", owner]

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

    def throw_away(self, page: Page) -> None:
        Page.objects.filter(pk=page.pk).update(trashed_at=timezone.now(), trashed_by=page.created_by)

    def typed(self, row: Row, role: str) -> dict[str, str]:
        """What is posted: where the whole form of a page is asked for, the form that a superuser was given."""
        _, _, screen = row.address.partition("_")
        model, _, act = screen.partition("_")
        if row.method == "POST" and act in ("change", "preview") and model in KINDS and row.about != "missing":
            return self.form(self.page(model, row.about, role))
        if row.method == "POST" and screen == "campaign_change" and row.about in ("own", "other"):
            return Letter(self.client("superuser"), self.campaign(row.about, role)).fields | {"_continue": "1"}
        typed = TYPED.get(f"page_{act}" if model in KINDS else screen, {})
        if row.about in ("handed", "mine"):
            return typed | {"revision": str(self.page(model, row.about, role).handing_in.revision_id)}
        return typed

    def form(self, page: Page) -> dict[str, str]:
        key = ("form", page.pk)
        if key not in self.made:
            self.made[key] = Screen(self.client("superuser"), page).fields | {"_continue": "1"}
        return self.made[key]


def noting(asked: list[str]) -> Callable[..., Any]:
    """Writes down what the database is asked, without the work of filling in the values."""

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    return note


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


def a_report() -> Feedback:
    by = User.objects.create_user("publisher", is_staff=True)
    page = Article.objects.create(title="Told of", slug="told-of", created_by=by)
    revision = Revision.freeze(page.snapshot(), page=page, version=page.version, by=by)
    return Feedback.objects.create(page=page, revision=revision, verdict="error", words="The dose is wrong.")


OTHERS: dict[str, Any] = {
    "feedback": a_report,
    "renewal": lambda: Renewal.objects.create(name="reference:clauw2014", by=User.objects.create_user("changer")),
    "reference": lambda: Reference.objects.create(key="clauw2014", title="Fibromyalgia", type="article"),
    "picture": a_picture,
    "person": lambda: Person.objects.create(key="dr-ash", name="Dr Ash"),
    "topic": lambda: Topic.objects.create(name="Sleep", slug="sleep"),
    "synonym": lambda: Synonym.objects.create(word="ketum", means="kratom"),
    "missed": lambda: Missed.objects.create(day=timezone.localdate(), words="ketum"),
    "subscriber": lambda: Subscriber.objects.of(parse("reader@example.org")),
    "segment": lambda: Segment.objects.create(name="Sleepers"),
    "label": lambda: Label.objects.create(name="Congress", slug="congress"),
    "export": lambda: Export.start(by=None, state="", reason="Asked for."),
    "import": lambda: Import.objects.create(file_name="list.csv", size=0, source="A fair", stage="read", layout=LAYOUT),
    "user": lambda: User.objects.create_user("someone"),
    "group": lambda: Group.objects.create(name="Guests"),
    "authenticator": a_device,
}
