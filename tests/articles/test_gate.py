"""The gate tells all that stands in the way, each with the place where it is mended."""

import pytest

from articles.gate import Links, findings
from articles.snapshot import Block, Question, Snapshot

PICTURE = {"alt": "", "decorative": False, "renditions": []}


DESCRIPTION = "What people report, what a laboratory found, and what nobody knows yet."


def page(*blocks: Block, **facts) -> Snapshot:
    sound = {"kind": "standing", "key": "k", "slug": "sleep", "title": "Sleep", "description": DESCRIPTION}
    return Snapshot(**sound | {"blocks": blocks} | facts)


def text(html: str) -> Block:
    return Block("richtext", {"text": html})


def found(snapshot: Snapshot, links: Links | None = None) -> set[tuple[str, str]]:
    return {(finding.rule, finding.place) for finding in findings(snapshot, links)}


def test_a_sound_page_passes():
    assert findings(page(text("<h2>A</h2><h3>B</h3><p>C</p>"))) == []


def test_an_empty_page_does_not():
    assert found(page(title=" ", slug="")) == {("title", "title"), ("address", "slug"), ("empty", "title")}


@pytest.mark.parametrize(
    ("snapshot", "place"),
    [
        (page(text('<cite data-key="x"></cite>')), "block-1"),
        (
            page(text("<p>a</p>"), Block("callout", {"urgency": "advice", "text": '<cite data-key="x"></cite>'})),
            "block-2",
        ),
        (page(text("<p>a</p>"), faq=(Question("a", "Q", 'A.<cite data-key="x"></cite>'),)), "faq-1"),
        (page(Block("picturefigure", {"caption": '<cite data-key="x"></cite>'}, ("picture:a",))), "block-1"),
        (page(Block("steps", {"text": '<h3>A</h3><cite data-key="x"></cite>'})), "block-1"),
    ],
)
def test_an_unresolved_citation_is_found_wherever_it_stands(snapshot, place):
    assert ("citation", place) in found(snapshot)


def test_a_picture_without_words_is_found():
    figure = Block("picturefigure", {"caption": ""}, ("picture:a",))
    snapshot = page(figure, picture="picture:a", records={"picture:a": PICTURE})
    assert found(snapshot) == {("alt", "block-1"), ("alt", "picture")}


def test_a_decorative_picture_needs_none():
    assert (
        findings(page(text("<p>a</p>"), picture="picture:a", records={"picture:a": PICTURE | {"decorative": True}}))
        == []
    )


def test_a_block_without_its_picture_is_found():
    assert found(page(Block("picturefigure", {"caption": ""}))) == {("picture", "block-1")}


def test_a_heading_that_jumps_is_found_across_blocks():
    assert found(page(text("<h2>A</h2>"), text("<h4>B</h4>"))) == {("heading", "block-2")}


def test_an_empty_heading_is_found():
    assert found(page(text("<h2></h2>"))) == {("heading", "block-1")}


def test_an_effect_without_basis_is_found():
    effects = [{"text": "Calm", "basis": "survey", "references": []}, {"text": "Joy", "basis": "", "references": []}]
    snapshot = page(kind="strain", says={"effects": effects, "cautions": ""})
    assert found(snapshot) == {("basis", "effect-2")}


def test_an_effect_that_says_nothing_is_found():
    effects = [{"text": " ", "basis": "survey", "references": []}]
    assert found(page(kind="strain", says={"effects": effects, "cautions": ""})) == {("effect", "effect-1")}


@pytest.mark.parametrize("question", [Question("a", " ", "<p>x</p>"), Question("a", "Why?", "<p></p>")])
def test_a_question_without_words_or_without_answer_is_found(question):
    assert found(page(text("<p>a</p>"), faq=(question,))) == {("question", "faq-1")}


def test_a_broken_internal_link_is_found():
    snapshot = page(text('<a href="/articles/gone/">x</a>'))
    assert found(snapshot, Links(dead=frozenset({"articles/gone"}))) == {("link", "block-1")}


def test_a_link_to_a_page_that_is_not_live_yet_is_only_a_warning():
    (finding,) = findings(page(text('<a href="/articles/soon/">x</a>')), Links(waiting=frozenset({"articles/soon"})))
    assert not finding.is_stop


def test_the_third_loud_callout_is_only_a_warning():
    loud = Block("callout", {"urgency": "caution", "heading": "", "text": ""})
    (finding,) = findings(page(loud, loud, loud))
    assert (finding.place, finding.is_stop) == ("block-3", False)


def test_an_empty_strain_table_is_found():
    assert found(page(Block("straintable", {"caption": ""}))) == {("strains", "block-1")}
