"""The search box with a keyboard, with a mouse, and without script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite]


def test_titles_are_offered_chosen_by_arrows_and_put_away_by_escape(page: Page, site):
    page.goto(f"{site.url}/search/")
    box = page.get_by_role("searchbox", name="Search articles")
    box.click()
    box = page.locator("#q")
    expect(box).to_have_attribute("role", "combobox")
    box.fill("krat")  # asked for once, however slow the keys
    offers = page.get_by_role("option")
    expect(offers.first).to_be_visible()
    box.press("ArrowDown")
    expect(offers.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", offers.first.get_attribute("id"))
    box.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("krat")
    box.press("o")
    expect(offers.first).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url("**/articles/what-kratom-is/")


def test_enter_searches_for_what_was_typed(page: Page, site):
    page.goto(f"{site.url}/search/")
    page.locator("#q").fill("withdrawal")
    page.locator("#q").press("Enter")
    page.wait_for_url("**/search/?q=withdrawal")
    expect(page.locator(".results h2").first).to_contain_text("Kratom withdrawal")


def test_without_script_the_form_and_the_facets_work(browser, site):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site.url}/search/")
    page.locator("#q").fill("kratom")
    page.locator("#q").press("Enter")
    page.locator(".narrowing").get_by_role("link", name="Articles").click()
    expect(page).to_have_url(f"{site.url}/search/?q=kratom&kind=article")
    assert set(page.locator(".results .kicker").all_text_contents()) == {"Article"}
    page.context.close()
