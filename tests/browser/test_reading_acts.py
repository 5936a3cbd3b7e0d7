"""What readers do on a page works without a line of script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from articles.models import Article

pytestmark = pytest.mark.browser


@pytest.fixture
def reading(page: Page, live_server, published: Article) -> Page:
    """The published article, open in a browser."""
    page.goto(f"{live_server.url}/articles/sleep/")
    return page


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


def test_a_citation_shows_its_card_under_the_pointer(reading):
    reading.locator("a.cite").first.hover()
    expect(reading.locator("#card-1")).to_be_visible()


def test_the_address_of_an_answer_opens_it(page, live_server, published):
    anchor = f"q-{published.faq.get().anchor}"
    page.goto(f"{live_server.url}/articles/sleep/#{anchor}")
    expect(page.locator(f"#{anchor}")).to_be_in_viewport()
    expect(page.get_by_text("Nobody knows.")).to_be_visible()


def test_a_question_opens_and_closes(reading):
    answer = reading.get_by_text("Nobody knows.")
    expect(answer).to_be_hidden()
    reading.locator("summary", has_text="Does it help with sleep?").click()
    expect(answer).to_be_visible()
    reading.locator("summary", has_text="Does it help with sleep?").click()
    expect(answer).to_be_hidden()


def test_everything_can_be_read_without_script(browser: Browser, live_server, published):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/articles/sleep/")
    page.locator("summary", has_text="Does it help with sleep?").click()
    expect(page.get_by_text("Nobody knows.")).to_be_visible()
    context.close()


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
