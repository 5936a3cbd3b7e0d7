"""Editors' HTML is made safe when it is frozen and readable when it is drawn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.citations import Numbering
from articles.markup import Anchors, cited, clean, draw, elsewhere, headings, internal_links, plain, steps

CLAUW = {"key": "clauw2014", "type": "article", "authors": ["Clauw DJ"], "title": "A review", "year": "2014"}
WOLFE = CLAUW | {"key": "wolfe2016", "authors": ["Wolfe F"], "year": "2016"}


def drawn(text: str) -> str:
    numbering = Numbering({f"reference:{record['key']}": record for record in (CLAUW, WOLFE)})
    return draw(clean(text), anchors=Anchors(), cite=numbering.cite).html


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        '<a href="javascript:alert(1)">x</a>',
        '<p style="background:url(//evil.example)">x</p>',
        '<svg onload="alert(1)"></svg>',
        '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
        '<a href="data:text/html,<script>alert(1)</script>">x</a>',
        '<cite data-key="&quot;><script>alert(1)</script>">x</cite>',
    ],
)
def test_nothing_that_runs_survives(hostile):
    html = drawn(f"<p>Before</p>{hostile}<p>After</p>").lower()
    for trace in ("<script", "onerror", "onload", "javascript:", "style=", "<iframe", "data:text", "<svg", "<img"):
        assert trace not in html


@given(st.text(max_size=200))
def test_any_text_can_be_cleaned_and_drawn(text):
    once = clean(text)
    assert "\x00" not in once
    assert clean(once) == once
    drawn(text)


def test_rel_and_target_do_not_survive():
    assert clean('<a href="/x/" rel="opener" target="_blank">x</a>') == '<a href="/x/">x</a>'


def test_a_citation_keeps_its_keys_only():
    assert clean('<cite data-key="a b">[a; b]</cite>') == '<cite data-key="a b"></cite>'


def test_citations_are_found_in_order_and_once():
    assert cited('<cite data-key="b a"></cite><cite data-key="a c"></cite>') == ["b", "a", "c"]


def test_a_citation_becomes_a_link_for_each_key():
    html = drawn('<p>Pain.<cite data-key="clauw2014 wolfe2016"></cite> More.<cite data-key="clauw2014"></cite></p>')
    assert [f'id="{place}"' in html for place in ("c1a", "c2a", "c1b")] == [True, True, True]
    assert "</a>]</span> More." in html


def test_an_unknown_citation_is_marked_not_hidden():
    assert '<span class="cite-unknown">[nobody?]</span>' in drawn('<p>x<cite data-key="nobody"></cite></p>')


def test_equal_headings_get_different_anchors():
    assert 'id="risks"' in drawn("<h2>Risks</h2><h2>Risks</h2>")
    assert 'id="risks-2"' in drawn("<h2>Risks</h2><h2>Risks</h2>")


def test_an_anchor_is_in_latin_letters_whatever_the_heading():
    assert 'id="section"' in drawn("<h2>???</h2>")


def test_a_basis_is_said_in_its_own_word_and_never_begins_a_line():
    html = drawn('<p>Calm. <span data-basis="user">made up</span></p>')
    assert 'Calm.\u00a0<span data-basis="user" class="basis">User reports</span>' in html


def test_a_certainty_is_four_squares_and_its_word():
    html = drawn('<p>It helps. <span data-certainty="low">made up</span></p>')
    on, off = '<i class="on"></i>', "<i></i>"
    assert (
        f'<span class="wedge" aria-hidden="true">{on * 2}{off * 2}</span>Low<span class="of"> certainty</span>' in html
    )
    assert 'It helps.\u00a0<span data-certainty="low" class="certainty">' in html


@pytest.mark.parametrize("unknown", ['data-certainty="huge"', 'data-basis="rumour"', 'data-certainty=""'])
def test_a_label_that_nobody_knows_is_no_label(unknown):
    assert clean(f"<p>A <span {unknown}>word</span></p>") == "<p>A <span>word</span></p>"


def test_a_list_that_explains_labels_is_a_ladder():
    html = drawn('<ul><li><p><span data-certainty="high"></span> New <em>research</em>.</p></li></ul>')
    assert '<ul class="ladder"><li><span data-certainty="high" class="certainty">' in html
    assert "</span><span>New <em>research</em>.</span></li></ul>" in html


def test_a_list_that_does_more_than_explain_labels_stays_a_list():
    assert "ladder" not in drawn('<ul><li><span data-basis="user"></span> Users.</li><li>Nobody.</li></ul>')


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<p>And 7-hydroxymitragynine, x.</p>", '<p>And <span class="unbroken">7-hydroxymitragynine</span>, x.</p>'),
        ("<p><em>a</em> 7-hydroxy b 9-hydroxy</p>", "<p><em>a</em> {7-hydroxy} b {9-hydroxy}</p>"),
        ("<p>From 20-30 and 3-cm.</p>", "<p>From 20-30 and 3-cm.</p>"),
    ],
)
def test_no_line_ends_within_the_name_of_a_substance(text, html):
    assert drawn(text) == html.replace("{", '<span class="unbroken">').replace("}", "</span>")


def test_each_heading_begins_a_step():
    introduction, found = steps("<p>None is safe.</p><h3>Ask</h3><p>One.</p><p>Two.</p><h3>Wait</h3>")
    assert introduction == "<p>None is safe.</p>"
    assert found == [{"heading": "Ask", "html": "<p>One.</p><p>Two.</p>"}, {"heading": "Wait", "html": ""}]


def test_on_another_page_anchors_lead_back_to_their_own():
    html = elsewhere('<p id="x">A<a id="c1a" href="#ref-1" interestfor="card-1">1</a></p>', "articles/sleep")
    assert html == '<p>A<a href="/articles/sleep/#ref-1">1</a></p>'


def test_links_inside_the_site_are_found():
    assert internal_links(
        '<a href="/strains/#red">x</a><a href="//evil.example/a">y</a><a href="https://x.org">z</a>'
    ) == {"strains"}


def test_plain_text_has_the_words_only():
    assert plain("<h2>A &amp; B</h2><p>C<cite data-key='x'></cite></p>") == "A & B C"


def test_headings_are_told_with_their_level():
    assert headings("<h2>One</h2><p>x</p><h4>Two</h4>") == [(2, "One"), (4, "Two")]
