"""What readers choose for themselves: at work at once, and kept only where they ask for it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from articles.models import Article

pytestmark = pytest.mark.browser

PAPER, NIGHT = "rgb(253, 253, 251)", "rgb(12, 24, 36)"
CHOSEN = "() => ({...document.documentElement.dataset})"
STORED = "Object.keys(localStorage).length"


@pytest.fixture
def reading(page: Page, live_server, published: Article) -> Page:
    """The published article, open in a browser that prefers light."""
    page.emulate_media(color_scheme="light")
    page.goto(f"{live_server.url}/articles/sleep/")
    return page


def choose(page: Page, *labels: str) -> None:
    page.get_by_role("button", name="Display").click()
    for label in labels:
        page.get_by_label(label, exact=True).check()
    page.keyboard.press("Escape")


@pytest.mark.slow
def test_without_script_there_is_nothing_to_choose(browser: Browser, live_server, published):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/articles/sleep/")
    expect(page.locator(".display")).to_be_hidden()
    expect(page.locator("#choices")).to_be_hidden()
    expect(page.locator("[data-copy]")).to_be_hidden()
    context.close()


def test_a_choice_holds_for_the_page_and_nothing_is_stored(reading):
    choose(reading, "Dark")
    expect(reading.locator("body")).to_have_css("background-color", NIGHT)
    assert reading.evaluate(STORED) == 0
    reading.reload()
    expect(reading.locator("body")).to_have_css("background-color", PAPER)


@pytest.mark.slow
def test_what_is_to_be_remembered_is_there_before_anything_is_painted(reading):
    choose(reading, "Dark", "Largest", "Wide", "Remember on this device")
    reading.reload(wait_until="commit")
    reading.wait_for_selector("body", state="attached")
    assert reading.evaluate(CHOSEN) == {
        "theme": "dark", "size": "largest", "spacing": "wide", "scripted": "",
    }  # fmt: skip
    expect(reading.locator("body")).to_have_css("background-color", NIGHT)
    expect(reading.locator("html")).to_have_css("font-size", "20px")


@pytest.mark.slow
def test_taking_the_tick_away_forgets(reading):
    choose(reading, "Dark", "Remember on this device")
    reading.reload()
    reading.get_by_role("button", name="Display").click()
    reading.get_by_label("Remember on this device").uncheck()
    expect(reading.locator("#choices [role=status]")).to_contain_text("Forgotten")
    assert reading.evaluate(STORED) == 0


@pytest.mark.slow
def test_what_somebody_else_wrote_into_the_storage_does_no_harm(reading):
    reading.evaluate("""localStorage.setItem("reading", '{"theme": "pink", "size": 7}')""")
    reading.reload()
    assert reading.evaluate(CHOSEN) == {"scripted": ""}


@pytest.mark.slow
def test_a_browser_that_stores_nothing_says_so(reading):
    reading.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full') } }")
    reading.get_by_role("button", name="Display").click()
    reading.get_by_label("Remember on this device").click()
    expect(reading.locator("#choices [role=status]")).to_contain_text("does not let us remember")
    expect(reading.get_by_label("Remember on this device")).not_to_be_checked()


@pytest.mark.slow
def test_the_choices_are_made_by_keyboard(reading):
    reading.get_by_role("button", name="Display").focus()
    reading.keyboard.press("Enter")
    reading.keyboard.press("Tab")
    for _ in range(2):
        reading.keyboard.press("ArrowDown")
    expect(reading.locator("body")).to_have_css("background-color", NIGHT)
    reading.keyboard.press("Escape")
    expect(reading.locator("#choices")).to_be_hidden()
    expect(reading.get_by_role("button", name="Display")).to_be_focused()


@pytest.mark.slow
def test_the_address_of_a_page_can_be_copied(reading):
    reading.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button = reading.locator("nav.share [data-copy]")
    address = button.get_attribute("data-copy")
    button.click()
    expect(button).to_have_text("Copied")
    assert reading.evaluate("navigator.clipboard.readText()") == address
    expect(button).to_have_text("Copy the link")
