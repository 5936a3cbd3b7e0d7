"""On paper nothing is lost: every answer, every address, and where the text can be found again."""

from __future__ import annotations

import re
import unicodedata
from io import BytesIO

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from articles.models import Publication
from tests.browser.kinds import CHANGED, MODEL, on_every_kind

pytestmark = pytest.mark.browser

ANSWERS = """[...document.querySelectorAll(".faq .answer > :not(.perma)")].flatMap(part => {
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT), words = [];
    while (walker.nextNode()) words.push(walker.currentNode.data);
    return words;
})"""
SOURCES = "[...document.querySelectorAll('.refs a[href*=\"doi.org/\"]')].map(link => link.href.split('doi.org/')[1])"

HEADING = """(heading => {
    heading.querySelectorAll(".vh").forEach(heard => heard.remove()); // said to a screen reader, not printed
    return heading.textContent;
})(document.querySelector("h1").cloneNode(true))"""

ON_SCREEN = ["Skip to the text", "Was this page helpful?", "Subscribe", "Share this page", "Link to this answer"]


def paper(page: Page) -> str:
    """What a printer would print, without the breaks of its lines and with letters that were joined taken apart."""
    printed = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
    return tight("".join(sheet.extract_text() for sheet in printed.pages))


def tight(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def test_an_article_on_paper_has_all_answers_and_sources_its_own_address_and_nothing_to_press(opened):
    page = opened("article")
    words = paper(page)
    answers, sources = page.evaluate(ANSWERS), page.evaluate(SOURCES)
    assert len(answers) >= 10
    assert len(sources) >= 10
    assert [said for said in (*answers, *sources) if tight(said) not in words] == []
    publication = Publication.objects.get(path=MODEL.strip("/"))
    assert tight(f"{MODEL}at/{publication.revision.pin}/") in words
    assert publication.revision.sha256 in words
    assert "bloodtest.[2]" in words
    screen = page.locator("body").text_content()
    assert [said for said in ON_SCREEN if said in screen and tight(said) not in words] == ON_SCREEN


@pytest.mark.slow
def test_the_address_of_a_link_follows_it(opened, page):
    opened("standing")
    page.evaluate("document.querySelector('.body > p').innerHTML = '<a href=\"https://example.org/kept/\">Words</a>'")
    assert "Words<https://example.org/kept/>" in paper(page)


@pytest.mark.slow
def test_a_past_version_says_on_paper_that_it_is_one(opened):
    words = paper(opened("past"))
    assert tight("as it was on") in words
    assert tight(CHANGED) in words


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_is_white_whatever_the_screen_is(opened, scheme):
    page = opened("article")
    page.emulate_media(media="print", color_scheme=scheme)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.querySelector('.body p')).color") == "rgb(0, 0, 0)"


@on_every_kind
def test_every_kind_of_page_can_be_printed(opened, what):
    page = opened(what)
    assert tight(page.evaluate(HEADING)) in paper(page)


@pytest.mark.slow
def test_a_strain_profile_is_a_sheet_of_two_sides_at_most(opened, page):
    opened("sheet")
    sides = PdfReader(BytesIO(page.pdf(format="A4", prefer_css_page_size=True))).pages
    words = tight("".join(side.extract_text() for side in sides))
    assert len(sides) <= 2
    for said in ("Cautions", "Reported to increase", "62.1 mg/g", "Talk to a doctor or pharmacist", "doi:10.3390/"):
        assert tight(said) in words
    assert "Questionspeopleask" not in words
