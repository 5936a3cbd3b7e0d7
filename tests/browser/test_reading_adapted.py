"""Pages keep their meaning where the system takes their colours, their motion or their script away."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.kinds import CHANGED, KINDS, MODEL, on_every_kind

pytestmark = pytest.mark.browser

FRAME = """element => {
    const style = getComputedStyle(element);
    const sides = ["Top", "Right", "Bottom", "Left"];
    const is_drawn = side => style[`border${side}Style`] != "none" && parseFloat(style[`border${side}Width`]);
    return Object.fromEntries(sides.filter(is_drawn).map(side => [side, style[`border${side}Color`]]));
}"""
PAPER = "getComputedStyle(document.body).backgroundColor"
UNSEEN = """[...document.querySelectorAll("body *")].filter(element => {
    const says = [...element.childNodes].some(node => node.nodeType == 3 && node.data.trim());
    if (!says || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
    const style = getComputedStyle(element);
    for (let each = element; each; each = each.parentElement) {
        const ground = getComputedStyle(each).backgroundColor;
        if (!ground.endsWith(", 0)")) return ground == style.color;
    }
    return false;
}).map(element => element.outerHTML.slice(0, 120))"""
MOVED = "addEventListener('pagereveal', event => window.hasMoved = Boolean(event.viewTransition))"


@pytest.fixture
def forced(opened):
    """Opens a page of a kind in the few colours of a system with high contrast."""

    def open_page(what: str, scheme: str = "dark") -> Page:
        page = opened(what)
        page.emulate_media(forced_colors="active", color_scheme=scheme)
        return page

    return open_page


def frames(page: Page, selector: str) -> list[dict[str, str]]:
    return [place.evaluate(FRAME) for place in page.locator(selector).all() if place.is_visible()]


@pytest.mark.slow
def test_in_forced_colours_what_stood_on_a_ground_gets_a_frame(forced):
    page = forced("article")
    paper = page.evaluate(PAPER)
    for selector in (".slip", ".basis", ".call", "button", "input[type=email]"):
        found = frames(page, selector)
        assert found, selector
        assert all(len(frame) and paper not in frame.values() for frame in found), selector


@pytest.mark.slow
def test_in_forced_colours_the_wedge_is_filled_as_far_as_the_word_says(forced):
    page = forced("article")
    filled, empty = (page.locator(f".wedge i{which}").first for which in (".on", ":not(.on)"))
    dark, pale = (place.evaluate("square => getComputedStyle(square).backgroundColor") for place in (filled, empty))
    assert dark not in (pale, page.evaluate(PAPER))
    assert len(frames(page, ".wedge i:not(.on)")[0]) >= 3


@pytest.mark.slow
def test_in_forced_colours_one_sees_where_one_is(forced):
    page = forced("article")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{page.url}#{page.locator('.toc a').nth(2).get_attribute('href')[1:]}")
    current, other = frames(page, ".toc a:target-current"), frames(page, ".toc a:not(:target-current)")
    assert len(current) == 1
    assert current[0]["Left"] not in {frame["Left"] for frame in other}
    page.goto(page.url.split("/articles/")[0] + "/articles/")
    here, elsewhere = frames(page, ".nav a[aria-current]"), frames(page, ".nav a:not([aria-current])")
    assert here[0]["Bottom"] not in {frame["Bottom"] for frame in elsewhere}


@pytest.mark.slow
def test_in_forced_colours_a_question_shows_whether_it_is_open(forced):
    page = forced("article")
    sign = "summary => getComputedStyle(summary, '::after').content"
    summary = page.locator(".faq summary").first
    closed = summary.evaluate(sign)
    summary.click()
    assert summary.evaluate(sign) not in (closed, "none", '""')


@on_every_kind
def test_in_forced_colours_no_word_has_the_colour_of_its_ground(forced, what):
    page = forced(what, "light")  # once: what was erased cannot be erased again
    assert page.evaluate(UNSEEN) == []
    page.emulate_media(forced_colors="active", color_scheme="dark")
    assert page.evaluate(UNSEEN) == []


@pytest.mark.slow
@pytest.mark.parametrize(("wish", "moves"), [("no-preference", True), ("reduce", False)])
def test_pages_move_only_where_motion_is_welcome(opened, page, wish, moves):
    page.emulate_media(reduced_motion=wish)
    page.add_init_script(MOVED)
    opened("articles")
    page.locator("main h2 a, main h3 a").first.click()
    page.wait_for_url("**/articles/*/")
    page.wait_for_load_state("load")
    page.wait_for_function("'hasMoved' in window")  # said with the first frame
    assert page.evaluate("hasMoved") is moves
    if not moves:
        assert page.evaluate("document.getAnimations().length") == 0


@pytest.fixture
def scriptless(browser, site) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    assert context.cookies() == []
    context.close()


@on_every_kind
def test_every_kind_of_page_can_be_read_without_script(scriptless, site, what):
    site.open(scriptless, next(kind for kind in KINDS if kind.what == what))
    expect(scriptless.locator("h1").first).to_be_visible()
    assert len(scriptless.locator("main").inner_text()) > 60
    if what == "styleguide":
        scriptless.context.clear_cookies()  # of the staff, who alone see it


def test_a_reader_without_script_joins_the_newsletter(scriptless, site):
    scriptless.goto(site.url + MODEL)
    scriptless.get_by_label("E-mail").fill("somebody@example.org")
    scriptless.get_by_role("button", name="Subscribe").click()
    expect(scriptless.locator("h1")).to_have_text("Check your mail")


@pytest.mark.slow
def test_a_reader_without_script_leaves_the_newsletter(scriptless, site):
    scriptless.goto(site.url + "/newsletter/leave/{leave}/".format(**site.places))
    scriptless.locator("main button").click()
    expect(scriptless.locator("h1")).to_have_text("You have left the newsletter")


@pytest.mark.slow
def test_a_reader_without_script_reports_an_error(scriptless, site):
    scriptless.goto(f"{site.url}{CHANGED}feedback/")
    scriptless.get_by_label("What is wrong?").fill("The year.")
    scriptless.get_by_role("button", name="Send").click()
    expect(scriptless.locator("h1")).to_have_text("Thank you")
