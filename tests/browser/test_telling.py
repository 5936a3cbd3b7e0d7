"""A reader tells us something of a page, without a line of script and without an account."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, expect

from articles.models import Article, Feedback

pytestmark = pytest.mark.browser


@pytest.mark.slow
def test_a_reader_says_no_and_what_was_missing_and_is_thanked(browser: Browser, live_server, published: Article):
    cache.clear()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/articles/sleep/")
    page.get_by_role("button", name="No").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What was missing?")
    page.get_by_label("Which part of the page?").select_option("What is known")
    page.get_by_label("What was missing?").fill("Whether tea counts.\nAnd when.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    assert context.cookies() == []
    context.close()
    told = Feedback.objects.get()
    assert (told.verdict, told.section, told.words) == ("unhelpful", "what-is-known", "Whether tea counts.\nAnd when.")
