"""A strain's caution is mended once, by hand, and every page that tells it changes with it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from articles.models import Article, StrainProfile, StrainTable
from tests.browser.desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.slow]
OLD, NEW = "Not while driving.", "Never with alcohol or sleeping pills."


@pytest.fixture
def places(article, strain, editor) -> list[str]:
    """A live strain, and two live articles with a table that shows it."""
    strain.cautions = f"<p>{OLD}</p>"
    strain.save()
    other = Article.objects.create(title="Types compared", slug="types")
    for page in (article, other):
        StrainTable.objects.create(parent=page, caption="Reports", ordering=30).strains.add(strain)
    for page in (strain, article, other):
        page.publish(by=editor, note="First published.", override="Of no matter here.")
    return ["/strains/red-vein/", "/articles/sleep/", "/articles/types/"]


@pytest.fixture
def desk(page: Page, live_server, places):
    page.set_default_timeout(30_000)
    page.set_viewport_size({"width": 1280, "height": 1400})
    return Desk(page, live_server.url).enter("editor")


def told(browser: Browser, origin: str, places: list[str], words: str) -> list[bool]:
    """Which of the pages tell a reader `words`."""
    reader = browser.new_page(base_url=origin)
    found = []
    for place in places:
        reader.goto(place)
        found.append(words in reader.locator("main").inner_text())
    reader.close()
    return found


def test_three_pages_change_together(desk, browser, live_server, places):
    strain = StrainProfile.objects.get()
    assert told(browser, live_server.url, places, OLD) == [True] * 3
    desk.open(f"/admin/articles/strainprofile/{strain.pk}/change/")
    desk.page.locator(".field-cautions .tiptap").click()
    desk.page.keyboard.press("Control+a")
    desk.page.keyboard.type(NEW)
    desk.page.get_by_role("button", name="Publish…").click()
    expect(desk.page.locator("#content")).to_contain_text("Pages that will change, too")
    expect(desk.page.locator("ins", has_text="alcohol").first).to_be_visible()
    assert told(browser, live_server.url, places, NEW) == [False] * 3
    desk.page.fill("#id_note", "A caution was wrong.")
    if desk.page.locator("#id_override").count():
        desk.page.fill("#id_override", "Of no matter here.")
    desk.page.get_by_role("button", name="Publish now").click()
    expect(desk.page.locator(".messagelist")).to_contain_text("Readers see it now")
    assert told(browser, live_server.url, places, NEW) == [True] * 3
    assert told(browser, live_server.url, places, OLD) == [False] * 3
