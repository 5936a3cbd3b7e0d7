"""The gate reads the words: what was forgotten, what is promised, what a link, a table and a search result say."""

import pytest

from articles.gate import findings
from tests.articles.test_gate import DESCRIPTION, found, page, text

SOUND = {"kind": "article", "title": "Kratom and sleep", "standfirst": "What is reported of sleep."}
CITED = '<p>Little.<cite data-key="a"></cite></p>'


def warned(snapshot) -> set[tuple[str, str]]:
    """What would only need a reason."""
    return {(finding.rule, finding.place) for finding in findings(snapshot) if not finding.is_stop}


def test_an_article_with_all_its_parts_passes():
    assert findings(page(text(CITED), records={"reference:a": {}}, **SOUND)) == []


def test_an_article_without_standfirst_or_source_is_worth_a_look():
    snapshot = page(text("<p>Words.</p>"), **SOUND | {"standfirst": ""})
    assert warned(snapshot) == found(snapshot) == {("standfirst", "standfirst"), ("sources", "title")}


@pytest.mark.parametrize(
    "words", ["click here", "Here", "Read more »", "this link", "https://who.int/x", "www.who.int"]
)
def test_a_link_that_does_not_say_where_it_leads_is_worth_a_look(words):
    assert warned(page(text(f'<p><a href="https://who.int/x">{words}</a></p>'))) == {("link words", "block-1")}


def test_a_link_without_words_stops():
    (finding,) = findings(page(text('<p>See <a href="https://who.int/"></a></p>')))
    assert finding.is_stop


@pytest.mark.parametrize("words", ["the report of the WHO", "Here is how we work", "info@example.org"])
def test_a_link_that_says_where_it_leads_is_not(words):
    assert findings(page(text(f'<p><a href="https://who.int/">{words}</a></p>'))) == []


def test_a_table_without_a_header_row_is_found():
    rows = "<tr><th>Colour</th><td>Red</td></tr>"
    assert found(page(text(f"<table><tbody>{rows}</tbody></table>"))) == {("table", "block-1")}


def test_a_table_with_a_header_row_passes():
    rows = "<tr><th>Colour</th><th>Sold as</th></tr><tr><td>Red</td><td>Calming</td></tr>"
    assert findings(page(text(f"<table><tbody>{rows}</tbody></table>"))) == []


@pytest.mark.parametrize("words", ["Lorem ipsum dolor", "TODO: amounts", "As in XXX (2019)", "The dose is tk."])
def test_what_stands_for_something_unwritten_stops(words):
    (finding,) = findings(page(text(f"<p>{words}</p>")))
    assert (finding.rule, finding.is_stop) == ("placeholder", True)


def test_an_ellipsis_in_brackets_may_belong_to_a_quotation():
    assert warned(page(text("<blockquote>It was […] calm.</blockquote>"))) == {("placeholder", "block-1")}


@pytest.mark.parametrize(
    "words", ["Kratom cures pain.", "It heals.", "Red kratom treats anxiety.", "A miracle leaf.", "It is totally safe."]
)
def test_a_promise_above_the_evidence_is_worth_a_look(words):
    assert warned(page(text(f"<p>Some say so. {words}</p>"))) == {("promise", "block-1")}


@pytest.mark.parametrize(
    "words",
    [
        "Nobody knows whether kratom treats anything.",
        "Does kratom heal?",
        "Kratom does not cure pain.",
        'The medicine treats pain.<cite data-key="a"></cite>',
    ],
)
def test_asking_denying_and_naming_a_source_are_no_promise(words):
    assert findings(page(text(f"<p>{words}</p>"), records={"reference:a": {}})) == []


def test_the_source_of_one_sentence_does_not_stand_for_the_next():
    words = 'Many were asked.<cite data-key="a"></cite> Kratom cures pain.'
    assert found(page(text(f"<p>{words}</p>"), records={"reference:a": {}})) == {("promise", "block-1")}


def test_a_promise_is_found_in_a_reported_effect_too():
    effects = [{"text": "Cures pain", "basis": "vendor", "references": []}]
    assert found(page(kind="strain", says={"effects": effects, "cautions": ""})) == {("promise", "effect-1")}


@pytest.mark.parametrize("title", ["Sleep", "x" * 66])
def test_the_title_of_an_article_has_15_to_65_characters(title):
    snapshot = page(text(CITED), records={"reference:a": {}}, **SOUND | {"title": title})
    assert warned(snapshot) == {("title length", "title")}


@pytest.mark.parametrize("description", ["", "x" * 49, "x" * 166])
def test_a_description_has_50_to_165_characters(description):
    assert warned(page(text("<p>Words.</p>"), description=description)) == {("description", "description")}


def test_a_standfirst_of_that_length_is_description_enough():
    assert findings(page(text("<p>Words.</p>"), description="", standfirst=DESCRIPTION)) == []
