"""Nothing stands between a reader and the words: no width, no scheme, no size of letters, no spacing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.kinds import FILES, KINDS, MOST_READ, names, on_every_kind

browser = pytest.mark.browser
the_most_read = pytest.mark.parametrize("what", MOST_READ)

HEIGHT = 900
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-block-end: 2em !important }"""
ADOPT = "css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css); document.adoptedStyleSheets = [sheet] }"
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
LOADED = """[...document.images].filter(image => image.loading != "lazy")
    .every(image => image.complete && image.naturalWidth > 0)"""
CUT_OFF = """[...document.querySelectorAll("h1, h2, h3, p, li, dt, dd, th, td, label, button, a")].filter(element => {
    const style = getComputedStyle(element);
    const is_clipped = style.overflowX == "hidden" || style.overflowX == "clip";
    return is_clipped && element.clientWidth > 1 && element.scrollWidth > element.clientWidth + 1;
}).map(element => element.outerHTML.slice(0, 120))"""


def test_every_public_address_has_a_kind_of_page():
    assert set(names()) - FILES == {kind.name for kind in KINDS}


def views(page: Page, widths: list[int]) -> Iterator[str]:
    for width in widths:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            yield f"{width} px, {scheme}"


def faults(page: Page) -> list[str]:
    """What axe finds, one line for each place. Its script is asked into the page once. The style guide shows the
    landmarks of several pages on one, so that their names need not differ there."""
    axe = Axe()
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe.axe_script)
    found: list[dict[str, Any]] = page.evaluate("rules => axe.run(rules).then(({ violations }) => violations)", RULES)
    borne = {"landmark-unique"} if page.url.endswith("/styleguide/") else set()
    return [
        f"{each['id']}: {node['html'][:200]}" for each in found if each["id"] not in borne for node in each["nodes"]
    ]


@browser
@on_every_kind
def test_axe_finds_nothing_at_any_width_in_either_scheme(opened, what):
    page = opened(what)
    found = {view: said for view in views(page, [360, 768, 1280]) if (said := faults(page))}
    assert found == {}


@browser
@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), pytest.param(1280, "dark", marks=pytest.mark.slow)])
@the_most_read
def test_axe_finds_nothing_on_the_pages_read_most(opened, what, width, scheme):
    page = opened(what)
    page.set_viewport_size({"width": width, "height": HEIGHT})
    page.emulate_media(color_scheme=scheme)
    assert faults(page) == []


@pytest.mark.slow
@browser
def test_nothing_is_cut_off_on_the_narrowest_screen(opened):
    too_wide = []
    for kind in KINDS:
        page = opened(kind.what)
        page.set_viewport_size({"width": 320, "height": HEIGHT})
        too_wide += [kind.what] if page.evaluate(TOO_WIDE) else []
    assert too_wide == []


@browser
@on_every_kind
def test_nothing_is_cut_off_when_letters_are_twice_as_large(opened, what):
    page = opened(what)
    for width in (640, 1280):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert not page.evaluate(TOO_WIDE), width
        assert page.evaluate(CUT_OFF) == []


@browser
@on_every_kind
def test_nothing_is_cut_off_when_readers_space_the_text(opened, what):
    page = opened(what)
    page.evaluate(ADOPT, SPACED)
    for width in (320, 768, 1280):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        assert not page.evaluate(TOO_WIDE), width
        assert page.evaluate(CUT_OFF) == []


@pytest.mark.slow
@browser
def test_no_page_complains_in_the_console_and_every_picture_loads(opened, page):
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
    for kind in KINDS:
        if kind.status < 400:  # a browser itself complains of the others
            opened(kind.what)
            page.wait_for_load_state("load")
            assert page.evaluate(LOADED), kind.what
    assert said == []
