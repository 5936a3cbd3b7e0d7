"""What readers do on a page works without a line of script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from articles.models import Article

pytestmark = pytest.mark.browser

ON_TOP = """element => {
    const { left, top, height } = element.getBoundingClientRect();
    return document.elementFromPoint(left + 4, top + height / 2) == element;
}"""


@pytest.fixture
def reading(page: Page, live_server, published: Article) -> Page:
    """The published article, open in a browser."""
    page.goto(f"{live_server.url}/articles/sleep/")
    return page


@pytest.mark.slow
def test_a_citation_leads_to_its_source_and_back(reading):
    reading.locator("a.cite").first.click()
    assert reading.url.endswith("#ref-1")
    expect(reading.locator("#ref-1")).to_be_in_viewport()
    reading.locator("#ref-1 a[role=doc-backlink]").first.click()
    assert reading.url.endswith("#c1a")


def test_a_citation_shows_its_card_on_focus_and_escape_takes_it_away(reading):
    card = reading.locator("#card-1")
    expect(card).to_be_hidden()
    reading.locator("a.cite").first.focus()
    expect(card).to_be_visible()
    expect(card).to_contain_text("Fibromyalgia: a clinical review")
    reading.keyboard.press("Escape")
    expect(card).to_be_hidden()


@pytest.mark.slow
def test_a_citation_shows_its_card_under_the_pointer(reading):
    reading.locator("a.cite").first.hover()
    expect(reading.locator("#card-1")).to_be_visible()


@pytest.mark.slow
def test_escape_takes_away_the_card_under_the_pointer(reading):
    reading.locator("a.cite").first.hover()
    expect(reading.locator("#card-1")).to_be_visible()
    reading.keyboard.press("Escape")
    expect(reading.locator("#card-1")).to_be_hidden()


@pytest.fixture
def long_read(opened) -> Page:
    """The model article on a wide screen, its contents beside it."""
    page = opened("article")
    page.set_viewport_size({"width": 1280, "height": 800})
    return page


@pytest.mark.slow
def test_the_contents_mark_the_section_one_has_scrolled_to(long_read):
    current = long_read.locator(".toc a:target-current")
    for number in (2, 5, 3):
        link = long_read.locator(".toc a").nth(number)
        heading = long_read.locator(link.get_attribute("href"))
        heading.evaluate("heading => scrollTo(0, heading.getBoundingClientRect().top + scrollY - 20)")
        expect(current).to_have_text(link.text_content())
        expect(current).to_be_in_viewport()


@pytest.mark.slow
def test_what_a_link_leads_to_lies_below_nothing(long_read):
    for number in (1, 4):
        link = long_read.locator(".toc a").nth(number)
        link.click()
        heading = long_read.locator(link.get_attribute("href"))
        expect(heading).to_be_in_viewport()
        assert heading.evaluate(ON_TOP)


@pytest.mark.slow
def test_the_address_of_an_answer_opens_it(page, live_server, published):
    anchor = f"q-{published.faq.get().anchor}"
    page.goto(f"{live_server.url}/articles/sleep/#{anchor}")
    expect(page.locator(f"#{anchor}")).to_be_in_viewport()
    expect(page.get_by_text("Nobody knows.")).to_be_visible()


@pytest.mark.slow
def test_a_question_opens_and_closes(reading):
    answer = reading.get_by_text("Nobody knows.")
    expect(answer).to_be_hidden()
    reading.locator("summary", has_text="Does it help with sleep?").click()
    expect(answer).to_be_visible()
    reading.locator("summary", has_text="Does it help with sleep?").click()
    expect(answer).to_be_hidden()


@pytest.mark.slow
def test_a_question_is_opened_without_script(browser: Browser, live_server, published):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/articles/sleep/")
    page.locator("summary", has_text="Does it help with sleep?").click()
    expect(page.get_by_text("Nobody knows.")).to_be_visible()
    context.close()


@pytest.mark.slow
def test_on_paper_every_answer_is_open_and_the_frame_is_gone(reading):
    reading.emulate_media(media="print")
    expect(reading.get_by_text("Nobody knows.")).to_be_visible()
    expect(reading.locator(".letter")).to_be_hidden()
    expect(reading.locator(".masthead nav")).to_be_hidden()
    expect(reading.locator("#ref-1")).to_be_visible()


def test_a_reader_finds_from_the_front_page_to_the_article(page, live_server, published):
    page.goto(live_server.url)
    page.get_by_role("link", name="Articles", exact=True).click()
    page.get_by_role("link", name="Kratom and sleep").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kratom and sleep")
