"""Whoever reads with the keyboard comes to everything, in order, and always sees where that is."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.kinds import on_every_kind

pytestmark = pytest.mark.browser

WALK = Path(__file__).with_name("walk.js").read_text()
FROM_THE_TOP = "document.body.tabIndex = -1, document.body.focus(), document.body.removeAttribute('tabindex')"
MOST = 600  # presses of Tab, more than any page has places
WALKED_OFTEN = ["home", "report-without-words"]


def walk(page: Page) -> dict[str, list[str]]:
    """From the top to the end by Tab alone: what is wrong where, what was never reached, whether it ended."""
    page.evaluate(WALK)
    page.evaluate(FROM_THE_TOP)
    faults: dict[str, list[str]] = {}
    for _ in range(MOST):
        page.keyboard.press("Tab")
        if (here := page.evaluate("walk.step()")) is None:
            break
        if here["found"]:
            faults[here["name"]] = here["found"]
    else:
        faults["the end"] = ["never came"]
    if missed := page.evaluate("walk.missed()"):
        faults["never reached"] = missed
    return faults


def test_the_first_place_is_the_way_past_the_menu(opened):
    page = opened("article")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the text"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') != null")


@pytest.mark.parametrize("what", WALKED_OFTEN)
def test_every_place_is_reached_in_order_and_seen(opened, what):
    page = opened(what)
    page.set_viewport_size({"width": 1280, "height": 800})
    assert walk(page) == {}


@pytest.mark.parametrize("width", [360, 768, 1280])
@on_every_kind
def test_every_place_of_every_kind_of_page_is_reached_in_order_and_seen(opened, what, width):
    page = opened(what)
    page.set_viewport_size({"width": width, "height": 640})
    assert walk(page) == {}


@pytest.mark.slow
def test_the_walk_backwards_ends_where_it_began(opened):
    page = opened("strain")
    for _ in range(MOST):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.className") == "skip":
            return
    pytest.fail("The first place was never reached.")


@pytest.mark.slow
def test_the_summary_of_the_contents_takes_no_focus_where_the_contents_stand_open(opened):
    page = opened("article")
    page.set_viewport_size({"width": 1280, "height": 900})
    assert page.locator(".toc a").first.is_visible()
    assert not page.locator(".toc summary").is_visible()
    page.set_viewport_size({"width": 390, "height": 900})
    assert not page.locator(".toc a").first.is_visible()
    page.locator(".toc summary").click()
    assert page.locator(".toc a").first.is_visible()
