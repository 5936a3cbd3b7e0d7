"""Nothing stands between a reader and the words: no width, no scheme, no size of letters, no missing mouse."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from playwright.sync_api import Page

from articles import demonstration

pytestmark = pytest.mark.browser

ARTICLE = "/articles/can-kratom-help-with-fibromyalgia/"
FEW = ["/", ARTICLE, "/strains/red-bali/", "/articles/"]
OTHERS = [
    "/strains/",
    "/topics/",
    "/topics/safety/",
    "/questions/",
    "/references/",
    "/references/clauw2014/",
    "/people/demo-editor/",
    "/how-we-work/",
    "/newsletter/",
    "/no-such-page/",
]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
SPACED = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
ADOPT = "css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css); document.adoptedStyleSheets = [sheet] }"
LOADED = """[...document.images].filter(image => image.loading != "lazy")
    .every(image => image.complete && image.naturalWidth > 0)"""


@pytest.fixture
def site(groups, live_server, settings, tmp_path) -> str:
    """A running site with the demonstration; its address."""
    settings.MEDIA_ROOT, settings.ORIGINALS_ROOT = tmp_path / "media", tmp_path / "originals"
    by = User.objects.create(username="demo")
    demonstration.load(by=by, extra={}, progress=lambda what, done, total: None)
    return live_server.url


def views(page: Page, site: str, paths: list[str], widths: list[int]) -> Iterator[str]:
    """Each page in both schemes at each width, opened in `page`; says which."""
    for path in paths:
        page.goto(site + path)
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                yield f"{path} at {width} px, {scheme}"


def is_too_wide(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def check(page: Page, site: str, paths: list[str], widths: list[int]) -> None:
    for view in views(page, site, paths, widths):
        found = Axe().run(page, options=RULES)
        assert not found.violations_count, f"{view}\n{found.generate_report()}"
        assert not is_too_wide(page), view


def test_no_barrier_is_found_on_the_pages_read_most(page, site):
    check(page, site, FEW, [390, 1280])


@pytest.mark.slow
def test_no_barrier_is_found_on_any_kind_of_page(page, site):
    check(page, site, FEW + OTHERS, [360, 768, 1280])


def test_nothing_is_cut_off_on_the_narrowest_screen(page, site):
    assert not [view for view in views(page, site, FEW + OTHERS, [320]) if is_too_wide(page)]


@pytest.mark.slow
def test_nothing_is_cut_off_when_letters_are_twice_as_large(page, site):
    for view in views(page, site, FEW + OTHERS, [640]):
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert not is_too_wide(page), view


@pytest.mark.slow
def test_nothing_is_cut_off_when_readers_space_the_text(page, site):
    for view in views(page, site, FEW, [320, 1280]):
        page.evaluate(ADOPT, SPACED)
        assert not is_too_wide(page), view


def test_no_page_complains_in_the_console_and_every_picture_loads(page, site):
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
    for path in FEW + OTHERS[:-1]:
        page.goto(site + path, wait_until="networkidle")
        assert page.evaluate(LOADED), path
    assert said == []


def test_the_keyboard_reaches_every_link_in_view_and_shows_where_it_is(page, live_server, published):
    page.goto(live_server.url + "/articles/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the text"
    for _ in range(12):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outline")
        assert "3px" in outline, page.evaluate("document.activeElement.outerHTML")


def test_the_summary_of_the_contents_takes_no_focus_where_the_contents_stand_open(page, live_server, published):
    page.goto(live_server.url + "/articles/sleep/")
    page.set_viewport_size({"width": 1280, "height": 900})
    assert page.locator(".toc a").first.is_visible()
    assert not page.locator(".toc summary").is_visible()
    page.set_viewport_size({"width": 390, "height": 900})
    assert not page.locator(".toc a").first.is_visible()
    page.locator(".toc summary").click()
    assert page.locator(".toc a").first.is_visible()
