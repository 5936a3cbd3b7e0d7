"""The strain explorer in a browser: with its script each tick is answered at once, without it by the button."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.articles.test_strain_explorer import publish

pytestmark = [pytest.mark.browser, pytest.mark.slow]
STRAINS = "#found h2"


@pytest.fixture
def strains(live_server, editor) -> str:
    publish("Red Bali", "red", by=editor, use=("Pain", "survey"))
    publish("Green Malay", "green", by=editor, use=("Pain", "vendor"))
    publish("White Thai", "white", by=editor, use=("Energy", "survey"))
    return f"{live_server.url}/strains/"


def test_a_tick_is_answered_at_once_and_stays_in_the_address(page: Page, strains):
    page.goto(strains)
    page.get_by_role("checkbox", name=re.compile("^Pain")).check()
    expect(page.locator(STRAINS)).to_have_text(["Red Bali", "Green Malay"])
    expect(page).to_have_url(f"{strains}?use=pain")
    expect(page.get_by_role("checkbox", name="Survey 1 strain")).to_be_visible()
    expect(page.locator("#filter [role=status]")).to_have_text("2 of 3 strains")
    expect(page.get_by_role("checkbox", name=re.compile("^Pain"))).to_be_focused()
    page.reload()
    expect(page.locator(STRAINS)).to_have_text(["Red Bali", "Green Malay"])


def test_going_back_shows_what_was_asked_before(page: Page, strains):
    page.goto(strains)
    page.get_by_role("checkbox", name=re.compile("^Pain")).check()
    expect(page).to_have_url(f"{strains}?use=pain")
    page.get_by_role("link", name="Red Bali", exact=True).click()
    page.go_back()
    expect(page.locator(STRAINS)).to_have_text(["Red Bali", "Green Malay"])
    expect(page.get_by_role("checkbox", name=re.compile("^Pain"))).to_be_checked()


def test_without_script_the_button_does_the_same(browser: Browser, strains):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(strains)
    page.get_by_role("checkbox", name=re.compile("^Pain")).check()
    page.get_by_role("checkbox", name=re.compile("^Survey")).check()
    page.get_by_role("button", name="Show strains").click()
    expect(page.locator(STRAINS)).to_have_text(["Red Bali"])
    page.get_by_role("link", name="Survey , no longer ask for it").click()
    expect(page.locator(STRAINS)).to_have_text(["Red Bali", "Green Malay"])
    page.get_by_role("checkbox", name="Compare Red Bali").check()
    page.get_by_role("checkbox", name="Compare Green Malay").check()
    page.get_by_role("button", name="Compare chosen strains").click()
    expect(page.locator("h1")).to_have_text("Compare strains")
    expect(page.locator(".compare thead th")).to_have_text(["Red Bali", "Green Malay"])
    context.close()
