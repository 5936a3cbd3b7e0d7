"""A site that has been read and written for two months, running, with every kind of page on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page as Tab

from articles.models import Article, Page, RichText, Showing
from newsletter.addresses import parse
from newsletter.composing import freeze
from newsletter.models import Ask, Campaign, ConsentEvent, Delivery, LetterArticle, LetterText, Subscriber
from newsletter.models.campaign import State
from newsletter.models.delivery import Fate
from newsletter.tokens import confirm_token, leave_token, move_token, preferences_token
from tests.backdrop import Scene
from tests.browser.kinds import CHANGED, GONE, KINDS, MODEL, Kind

CHANGED_ON = timedelta(days=30)


def live_on() -> None:
    """A correction, a withdrawal, somebody who asked for the newsletter."""
    by = User.objects.get(username="demo")
    with time_machine.travel(timezone.now() - CHANGED_ON):
        article = Article.objects.get(slug=CHANGED.split("/")[2])
        RichText.objects.create(parent=article, text="<h2>Added since</h2><p>A survey came out.</p>", ordering=900)
        article.publish(by=by, note="A survey was added.", override="Of no matter here.")
        Article.objects.get(slug=GONE.split("/")[2]).withdraw(by=by, why="Two sources were withdrawn themselves.")
    Ask.write(parse("new@example.org"), network="here", evidence={"wording": None, "page": "", "revision": None})
    for address in ("old@example.org", "chooser@example.org", "leaver@example.org"):
        Subscriber.objects.of(parse(address)).join()
    chooser = Subscriber.objects.get(address="chooser@example.org")
    told = {"wording": 1, "page": CHANGED.strip("/"), "network": "f" * 64}
    chooser.events.create(kind=ConsentEvent.Kind.CONFIRMED, mechanism=ConsentEvent.Mechanism.CONFIRM_LINK, **told)
    Ask.to_move(chooser, parse("a.rather.long.address.for.a.narrow.screen@mail.example.org"), network="f" * 64)
    send_a_letter(by)


def send_a_letter(by: User) -> None:
    """One that somebody got, as the worker freezes it."""
    letter = Campaign.objects.create(subject="What is new, and what it rests on", preheader="One page has changed.")
    LetterText.objects.create(parent=letter, text="<h2>A survey came out</h2><p>We say what it found.</p>", ordering=10)
    LetterArticle.objects.create(parent=letter, page=Page.objects.get(slug=MODEL.split("/")[2]), ordering=20)
    for state in (State.CHECKED, State.SCHEDULED, State.FREEZING):
        letter.go(state, by=by)
    freeze(letter)
    Delivery.objects.create(campaign=letter, domain="example.org", fate=Fate.ACCEPTED)
    Campaign.objects.update(audience=1)
    for state in (State.SENDING, State.SENT):
        letter.go(state, by=by)


def places() -> dict[str, str]:
    """What stands in the braces of an address."""
    shown = Showing.objects.filter(page__slug=CHANGED.split("/")[2]).latest("shown_from")
    old, chooser, leaver = (
        Subscriber.objects.get(address=f"{name}@example.org") for name in ("old", "chooser", "leaver")
    )
    pending = Subscriber.objects.get(address="new@example.org")
    return {
        "pin": shown.revision.pin,
        "day": (timezone.localdate() - CHANGED_ON - timedelta(days=2)).isoformat(),
        "confirm": confirm_token(Ask.objects.get(kind=Ask.Kind.JOIN).handle),
        "leave": leave_token(old.handle),
        "move": move_token(Ask.objects.get(kind=Ask.Kind.MOVE).handle),
        "preferences": preferences_token(chooser.handle, chooser.address),
        "erase": preferences_token(leaver.handle, leaver.address),
        "pending": preferences_token(pending.handle, pending.address),
    }


class Site:
    """Opens pages of each kind."""

    def __init__(self, url: str) -> None:
        self.url, self.places = url, places()

    def open(self, page: Tab, kind: Kind) -> None:
        address = kind.address.format(**self.places)
        if kind.name == "styleguide":
            page.context.add_cookies([self.pass_of_staff()])
        if kind.sent is not None:
            answer = kind.answer(address)
            fresh = {"status": answer.status_code, "body": answer.content, "headers": dict(answer.headers)}
            page.route(self.url + address, lambda route: route.fulfill(**fresh))
        answered = page.goto(self.url + address)
        assert answered.status == kind.status, address

    def pass_of_staff(self) -> dict[str, str]:
        client, name = Client(), django_settings.SESSION_COOKIE_NAME
        staff, _ = User.objects.get_or_create(username="staff", is_staff=True)
        client.force_login(staff)
        return {"name": name, "value": client.cookies[name].value, "url": self.url}


@pytest.fixture(scope="session")
def lived_in(demonstration_scene, empty_site, django_db_blocker) -> Scene:
    def make() -> None:
        demonstration_scene.lay()
        live_on()

    with django_db_blocker.unblock():
        scene = Scene(make, folder=demonstration_scene.folder)
        if empty_site:
            empty_site.lay()
    return scene


@pytest.fixture
def site(lived_in, live_server, settings) -> Site:
    for name, folder in lived_in.roots.items():
        setattr(settings, name, folder)
    lived_in.lay()
    return Site(live_server.url)


@pytest.fixture
def opened(page: Tab, site: Site) -> Callable[[str], Tab]:
    """Opens the page of a kind, by what it is."""
    kinds = {kind.what: kind for kind in KINDS}

    def open_page(what: str) -> Tab:
        site.open(page, kinds[what])
        return page

    return open_page
