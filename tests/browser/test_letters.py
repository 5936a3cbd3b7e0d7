"""A letter by hand: written in the browser, an article picked, looked at, tried, scheduled, sent and watched."""

from __future__ import annotations

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from articles import outside
from articles.models.site import SiteSettings
from newsletter.mailing import mail_due
from newsletter.models import Campaign, LetterArticle
from newsletter.models.campaign import State
from tests.browser.desk import Desk
from tests.newsletter.conftest import in_state
from tests.newsletter.preflight import RECORDS
from tests.newsletter.writing import a_letter, at

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(page: Page, live_server, newsletter_staff):
    newsletter_staff.email = "newsletter@example.org"
    newsletter_staff.save()
    page.set_viewport_size({"width": 1280, "height": 1400})
    desk = Desk(page, live_server.url).sign_in("newsletter")
    expect(page.locator("#content-main")).to_be_visible()
    yield desk
    assert desk.complaints == []


@pytest.fixture
def ready(monkeypatch, settings):
    """An owner who filled in what a letter needs, and a domain that vouches for its mail."""
    SiteSettings(sender_email="news@example.org", postal_address="1 Example Street").save()
    settings.NEWSLETTER_DKIM_SELECTORS = ["news"]
    monkeypatch.setattr(outside, "texts_of", lambda name: RECORDS.get(name, []))
    in_state("active", "anna@example.org"), in_state("active", "berta@example.org")


def pick(desk: Desk, title: str) -> None:
    """Found by typing, without any right in the articles."""
    block = desk.add("Article")
    block.locator(".select2-selection").click()
    desk.page.keyboard.type(title)
    desk.page.locator(".select2-results__option", has_text=title).click()
    block.locator("input[name$=words]").fill("Read this first.")


def written(desk: Desk) -> None:
    desk.page.goto(f"{desk.origin}/admin/newsletter/campaign/add/")
    desk.page.fill("#id_subject", "What is new this week")
    desk.page.get_by_role("button", name="Begin writing").click()
    desk.ready()
    desk.page.fill("#id_preheader", "One page is new, and we say what it rests on.")
    desk.write(
        desk.add("Text"), "## One page is new", "It tells what is reported of sleep, and how well that is known."
    )
    pick(desk, "Kratom and sleep")


def press(desk: Desk, name: str) -> None:
    desk.page.get_by_role("button", name=name, exact=True).click()


@pytest.mark.slow
@pytest.mark.usefixtures("published", "ready")
def test_a_letter_is_written_checked_tried_scheduled_and_watched(desk):
    page = desk.page
    written(desk)
    press(desk, "Preview…")
    letter = page.frame_locator("iframe.letter")
    expect(letter.get_by_role("link", name="Kratom and sleep")).to_be_visible()
    page.locator(".object-tools").get_by_role("link", name="Test…").click()
    press(desk, "Send the test")
    expect(page.locator(".messagelist")).to_contain_text("The test went to newsletter@example.org.")
    assert [each.subject for each in mail.outbox] == ["[Test] What is new this week"]
    page.locator(".object-tools").get_by_role("link", name="Check…").click()
    expect(page.locator(".ready")).to_be_visible()
    press(desk, "Mark it as checked")
    expect(page.locator(".many")).to_have_text("2")
    page.get_by_label("Now").check()
    press(desk, "Send it then")
    expect(page.locator(".standing")).to_contain_text("Scheduled")
    for _ in range(3):
        mail_due()
    page.goto(f"{desk.origin}{at('progress', Campaign.objects.get())}")
    expect(page.locator(".so-far")).to_contain_text("100 % settled: 2 of 2")
    expect(page.locator(".standing")).to_contain_text("Sent")
    assert sorted(each.to[0] for each in mail.outbox[1:]) == ["anna@example.org", "berta@example.org"]


@pytest.mark.slow
@pytest.mark.usefixtures("published")
def test_an_article_is_picked_in_the_editor(desk, newsletter_staff):
    letter = a_letter(by=newsletter_staff)
    desk.open(at("change", letter))
    pick(desk, "Kratom and sleep")
    press(desk, "Save")
    expect(desk.page.locator(".messagelist")).to_contain_text("Saved.")
    assert LetterArticle.objects.get().page.slug == "sleep"
    assert Campaign.objects.get().state == State.DRAFT
