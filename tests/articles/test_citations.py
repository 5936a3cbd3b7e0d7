"""References are numbered in the order of reading and worded as the AMA Manual of Style asks."""

import pytest
from lxml.html import document_fromstring

from articles.citations import Numbering, authors, entry, letters, link, short, source
from articles.markup import Anchors, draw

CLAUW = {
    "key": "clauw2014",
    "type": "article",
    "authors": ["Clauw DJ"],
    "title": "Fibromyalgia: a clinical review",
    "container": "JAMA",
    "year": "2014",
    "volume": "311",
    "issue": "15",
    "pages": "1547-1555",
    "doi": "10.1001/jama.2014.3266",
    "pmid": "",
    "url": "",
    "accessed": "",
    "design": "Review",
    "finding": "",
}
PAGE = CLAUW | {
    "key": "nida",
    "type": "webpage",
    "authors": ["National Institute on Drug Abuse"],
    "container": "",
    "year": "",
    "volume": "",
    "issue": "",
    "pages": "",
    "doi": "",
    "url": "https://nida.nih.gov/research-topics/kratom",
    "accessed": "2026-11-02",
}


def test_a_journal_article_is_found_by_its_source():
    assert source(CLAUW) == "JAMA. 2014;311(15):1547-1555."


def test_a_web_page_says_when_it_was_read():
    assert source(PAGE) == "Accessed November 2, 2026."


def test_more_than_six_authors_are_cut_to_three():
    names = [f"Author {letter}" for letter in "ABCDEFG"]
    assert authors(CLAUW | {"authors": names}) == "Author A, Author B, Author C, et al"
    assert authors(CLAUW | {"authors": names[:6]}) == ", ".join(names[:6])


@pytest.mark.parametrize(
    ("record", "url"),
    [
        (CLAUW, "https://doi.org/10.1001/jama.2014.3266"),
        (CLAUW | {"doi": "", "pmid": "23212430"}, "https://pubmed.ncbi.nlm.nih.gov/23212430/"),
        (PAGE, "https://nida.nih.gov/research-topics/kratom"),
    ],
)
def test_a_reference_leads_to_its_source(record, url):
    assert link(record)[0] == url


def test_a_screen_reader_hears_who_and_when():
    assert short(CLAUW) == "Clauw 2014"
    assert short(PAGE) == "National Institute on Drug Abuse"


def test_places_are_lettered_beyond_z():
    assert [letters(n) for n in (0, 25, 26, 27)] == ["a", "z", "aa", "ab"]


def test_one_source_keeps_one_number_and_every_place():
    numbering = Numbering({"reference:clauw2014": CLAUW, "reference:nida": PAGE})
    for keys in (["nida"], ["clauw2014", "nida"], ["nida"]):
        numbering.cite(keys)
    nida, clauw = numbering.listed()
    assert (nida["number"], [place["id"] for place in nida["places"]]) == (1, ["c1a", "c1b", "c1c"])
    assert (clauw["number"], [place["id"] for place in clauw["places"]]) == (2, ["c2a"])


def test_hostile_words_of_a_reference_stay_words():
    hostile = CLAUW | {"authors": ['"><script> X']}
    assert "<script" not in Numbering({"reference:x": hostile | {"key": "x"}}).cite(["x"])


def test_an_entry_has_all_that_the_list_shows():
    assert entry(CLAUW)["source"].startswith("JAMA")


def numbered(*keys: str) -> Numbering:
    """Sources that were cited in this order, each in a place of its own."""
    numbering = Numbering({f"reference:{key}": CLAUW | {"key": key} for key in keys})
    for key in keys:
        numbering.cite([key])
    return numbering


@pytest.mark.parametrize(
    ("cited", "drawn"),
    [
        ("abcg", "[1–3,7]"),
        ("gcba", "[1–3,7]"),
        ("ab", "[1,2]"),
        ("abdefg", "[1,2,4–7]"),
        ("aab", "[1,2]"),
    ],
)
def test_neighbouring_numbers_are_drawn_together(cited, drawn):
    html = numbered(*"abcdefg").cite(list(cited))
    assert document_fromstring(html).text_content() == drawn


def test_the_list_leads_back_to_a_number_inside_a_range_too():
    numbering = numbered(*"abc")
    html = numbering.cite(["a", "b", "c"])
    for one in numbering.listed():
        assert [place["letter"] for place in one["places"]] == ["a", "b"]
        assert f'id="{one["places"][1]["id"]}"' in html


def test_citations_that_stand_side_by_side_are_one():
    numbering = numbered(*"abc")
    three = '<cite data-key="a"></cite> <cite data-key="b"></cite><cite data-key="c"></cite>'
    drawn = draw(f'<p>So.{three} And <cite data-key="a"></cite></p>', anchors=Anchors(), cite=numbering.cite)
    assert document_fromstring(drawn.html).text_content() == "So.[1–3] And [1]"
