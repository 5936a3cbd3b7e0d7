"""The admin looks as the readers' pages do, by day and by night, and nothing of it stands in anybody's way."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from articles.models import Callout, FAQList, KeyPoints, PictureFigure, Steps, StrainTable
from tests.browser.desk import Desk

pytestmark = pytest.mark.browser

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
IS_TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
COLOURS = "(({ color, backgroundColor }) => [color, backgroundColor])(getComputedStyle(document.body))"
LETTERS = """paragraph => {
    const range = document.createRange(), text = paragraph.firstChild
    range.setStart(text, 0)
    for (let end = 1; end < text.length; end++) {
        range.setEnd(text, end)
        if (range.getClientRects().length > 1) return end - 1
    }
}"""
LONG = "The plant itself draws the picture, and nobody retouches it afterwards; that is what this is. " * 3
TITLE = "A title that is as long as any title ever gets, on a page that holds one block of every kind"
SCREENS = [
    "/admin/",
    "/admin/articles/",
    "/admin/articles/article/",
    "/admin/articles/article/add/",
    "/admin/articles/article/{}/change/",
    "/admin/articles/article/{}/publish/",
    "/admin/articles/article/{}/publish/later/",
    "/admin/articles/article/{}/withdraw/",
    "/admin/articles/article/{}/hours/",
    "/admin/articles/article/{}/hand-in/",
    "/admin/articles/article/{}/history/",
    "/admin/articles/article/{}/history/compare/",
    "/admin/articles/page/trash/",
    "/admin/articles/reference/",
    "/admin/articles/reference/add/",
    "/admin/articles/picture/add/",
    "/admin/articles/sitesettings/1/change/",
    "/accounts/factors/",
    "/accounts/password/change/",
]


@pytest.fixture
def full(published, picture, strain):
    """A live page that was changed since, with one block of every kind."""
    KeyPoints.objects.create(parent=published, text="<ul><li><p>Nobody has tested it.</p></li></ul>", ordering=20)
    PictureFigure.objects.create(parent=published, picture=picture, ordering=30)
    Callout.objects.create(parent=published, urgency="caution", heading="Not with alcohol", ordering=40)
    Steps.objects.create(parent=published, text="<h3>Ask</h3><p>A doctor.</p>", ordering=50)
    StrainTable.objects.create(parent=published, ordering=60).strains.add(strain)
    FAQList.objects.create(parent=published, ordering=70)
    published.title, published.version = TITLE, published.version + 1
    published.save()
    return published


@pytest.fixture
def desk(page: Page, live_server, editor) -> Desk:
    page.set_default_timeout(20_000)
    return Desk(page, live_server.url).enter("editor")


def writing(desk: Desk, article) -> Page:
    return desk.open(f"/admin/articles/article/{article.pk}/change/").page


def test_the_writing_screen_fits_a_phone(desk, full):
    desk.page.set_viewport_size({"width": 390, "height": 844})
    assert not writing(desk, full).evaluate(IS_TOO_WIDE)


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_barrier_is_found_on_any_screen(desk, full, scheme):
    desk.page.emulate_media(color_scheme=scheme)
    for screen in SCREENS:
        desk.page.goto(desk.origin + screen.format(full.pk))
        desk.page.wait_for_load_state("networkidle")
        found = Axe().run(desk.page, options=RULES)
        assert not found.violations_count, f"{screen}, {scheme}\n{found.generate_report()}"


@pytest.mark.slow
@pytest.mark.parametrize("width", [320, 390, 768])
def test_no_screen_is_wider_than_its_window(desk, full, width):
    desk.page.set_viewport_size({"width": width, "height": 844})
    for screen in SCREENS:
        desk.page.goto(desk.origin + screen.format(full.pk))
        assert not desk.page.evaluate(IS_TOO_WIDE), screen


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_its_paper_and_its_ink_are_those_of_the_readers_pages(desk, scheme):
    desk.page.emulate_media(color_scheme=scheme)
    desk.page.goto(desk.origin + "/admin/articles/article/")
    ours = desk.page.evaluate(COLOURS)
    desk.page.goto(desk.origin + "/articles/")
    assert ours == desk.page.evaluate(COLOURS)


@pytest.mark.slow
def test_the_switch_turns_the_night_on_by_day(desk):
    desk.page.goto(desk.origin + "/admin/")
    desk.page.emulate_media(color_scheme="dark")
    night = desk.page.evaluate(COLOURS)
    desk.page.emulate_media(color_scheme="light")
    assert desk.page.evaluate(COLOURS) != night
    desk.page.locator(".theme-toggle").click()
    assert desk.page.evaluate(COLOURS) == night


@pytest.mark.slow
def test_a_line_in_the_editor_is_as_long_as_one_reads_well(desk, article):
    article.richtext_set.update(text=f"<p>{LONG}</p>")
    desk.page.set_viewport_size({"width": 1280, "height": 900})
    line = writing(desk, article).locator(".order-machine .tiptap p").first
    assert 60 <= line.evaluate(LETTERS) <= 75


@pytest.mark.slow
def test_whoever_goes_by_keyboard_sees_where_they_are(desk, article):
    page = writing(desk, article)
    for _ in range(25):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outline")
        assert "3px" in outline, page.evaluate("document.activeElement.outerHTML")
