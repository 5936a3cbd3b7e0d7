"""What a page costs in a real browser: bytes, requests, shifts; and whether its lines can be read with ease."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field
from statistics import mean

import pytest
from playwright.sync_api import Browser, Page, Response

from tests.browser.kinds import KINDS

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
DEVICES = {"phone": PHONE, "desktop": DESKTOP}
MOST = [(what, device) for what in ("home", "article", "strain", "articles") for device in DEVICES]
KB = 1000
PAGE, REQUESTS, SHIFT = 100 * KB, 8, 0.02
STYLE, SCRIPT = 12 * KB, 3 * KB
PICTURES = {("home", "phone"): 90 * KB}  # of the first view; a lead and the branch on a sharp screen
ELSEWHERE = 60 * KB
SHIFTED = """window.shifted = 0;
new PerformanceObserver(list => {
    for (const shift of list.getEntries()) window.shifted += shift.value;
}).observe({ type: "layout-shift", buffered: true })"""
LINES = """[...document.querySelectorAll(".body > p")].filter(p => p.textContent.length > 300).flatMap(p => {
    const range = document.createRange(), lines = [], height = parseFloat(getComputedStyle(p).lineHeight);
    const walker = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        for (let place = 0; place < walker.currentNode.length; place++) {
            range.setStart(walker.currentNode, place);
            range.setEnd(walker.currentNode, place + 1);
            const { bottom } = range.getBoundingClientRect();
            if (!lines.length || bottom - lines.at(-1).bottom > height / 2) lines.push({ bottom, count: 0 });
            lines.at(-1).count++;
        }
    }
    return lines.slice(0, -1).map(line => line.count);
})"""
LETTERS = """(({ fontSize, lineHeight }) => [parseFloat(fontSize), parseFloat(lineHeight)])
    (getComputedStyle(document.querySelector(".body > p")))"""
IN_VIEW = """[...document.images].filter(image => image.getBoundingClientRect().top < innerHeight)
    .map(image => image.currentSrc)"""


@dataclass
class Weight:
    """All that came over the wire for one page, as a server that compresses sends it."""

    url: str
    responses: list[Response] = field(default_factory=list)

    def size(self, kind: str = "", *, named: list[str] | None = None) -> int:
        """Bytes of what is of a kind, or has one of these addresses."""
        chosen = [each for each in self.responses if kind in ("", each.request.resource_type)]
        bodies = [each.body() for each in chosen if named is None or each.url in named]
        return sum(min(len(body), len(gzip.compress(body, 6))) for body in bodies)

    @property
    def strangers(self) -> list[str]:
        return [each.url for each in self.responses if not each.url.startswith((self.url, "data:"))]


@pytest.fixture
def weigh(browser: Browser, site):
    kinds = {kind.what: kind for kind in KINDS}

    def open_page(what: str, device: str) -> tuple[Weight, Page]:
        page = browser.new_context(**DEVICES[device]).new_page()
        weight = Weight(site.url)
        page.on("response", lambda response: weight.responses.append(response))
        page.add_init_script(SHIFTED)
        site.open(page, kinds[what])
        page.wait_for_load_state("networkidle")
        return weight, page

    yield open_page
    for context in browser.contexts:
        context.close()


def asked(what: str, device: str):
    marks = [] if (what, device) in {("home", "phone"), ("article", "phone")} else [pytest.mark.slow]
    return pytest.param(what, device, marks=marks)


@pytest.mark.parametrize(("what", "device"), [asked(*each) for each in MOST])
def test_a_page_is_light_comes_from_here_alone_and_stays_where_it_is(weigh, what, device):
    weight, page = weigh(what, device)
    in_view = page.evaluate(IN_VIEW)
    assert weight.size(named=in_view) <= PICTURES.get((what, device), ELSEWHERE)
    page.mouse.wheel(0, 20_000)
    page.wait_for_load_state("networkidle")
    assert len(weight.responses) <= REQUESTS
    assert weight.size() <= PAGE
    assert weight.size("stylesheet") <= STYLE
    assert weight.size("script") <= SCRIPT
    assert weight.size("font") == 0
    assert weight.strangers == []
    assert page.context.cookies() == []
    assert page.evaluate("shifted") <= SHIFT


@pytest.mark.slow
def test_a_page_painted_while_it_arrives_does_not_show_a_picture_that_would_move(browser, site):
    page = browser.new_context(**PHONE).new_page()

    def cut_short(route):
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().partition("</figure>")[0] + "</figure>")

    address = f"{site.url}{next(kind.address for kind in KINDS if kind.what == 'strain')}"
    page.goto(address)
    assert page.locator(".plate").is_visible()
    page.route(address, cut_short)
    page.goto(address)
    assert page.locator("h1").is_visible()
    assert not page.locator(".plate").is_visible()
    page.context.close()


@pytest.mark.slow
@pytest.mark.parametrize(("device", "shortest", "longest"), [("phone", 45, 60), ("desktop", 60, 75)])
def test_a_line_is_read_with_ease(weigh, device, shortest, longest):
    _, page = weigh("article", device)
    assert shortest <= mean(page.evaluate(LINES)) <= longest
    size, height = page.evaluate(LETTERS)
    assert 16 <= size <= 19
    assert height / size >= 1.6 - 0.001
