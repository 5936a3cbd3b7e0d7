"""What changed between two snapshots is told block by block and word by word."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from articles.comparison import compare, pieces
from articles.snapshot import Block, Question, Snapshot, Topic
from tests.articles.test_snapshot import SNAPSHOTS

WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=80)


def text(words: str) -> Block:
    return Block("richtext", {"text": f"<p>{words}</p>"})


def page(*blocks: Block, **facts) -> Snapshot:
    return Snapshot(**{"kind": "article", "key": "k", "slug": "sleep", "title": "Sleep", "blocks": blocks, **facts})


def told(changes) -> list[tuple[str, str]]:
    return [(change.what, change.kind) for change in changes if change.is_change]


@given(SNAPSHOTS)
def test_nothing_changed_between_a_snapshot_and_itself(snapshot):
    assert compare(snapshot, snapshot).changes == ()


@given(WORDS, WORDS)
def test_the_pieces_give_both_sides_again(before, after):
    found = pieces(before, after)
    assert "".join(p.text for p in found if p.kind != "added") == before
    assert "".join(p.text for p in found if p.kind != "removed") == after


@given(SNAPSHOTS, SNAPSHOTS)
def test_every_part_of_both_sides_is_told_once(before, after):
    found = compare(before, after)
    assert [change.before for change in found.blocks if change.before] == list(before.blocks)
    assert [change.after for change in found.blocks if change.after] == list(after.blocks)
    assert [change.before for change in found.questions if change.before] == list(before.faq)
    assert [change.after for change in found.questions if change.after] == list(after.faq)


def test_one_word_is_told_as_one_word():
    (change,) = compare(page(text("It helps many people.")), page(text("It helps some people."))).changes
    assert [(p.kind, p.text) for p in change.pieces if p.kind != "same"] == [("removed", "many"), ("added", "some")]


def test_a_block_put_between_others_is_the_only_change():
    before, after = page(text("One."), text("Two.")), page(text("One."), text("New."), text("Two."))
    assert told(compare(before, after).blocks) == [("Text", "added")]


def test_a_block_taken_out_is_the_only_change():
    before, after = page(text("One."), text("Old."), text("Two.")), page(text("One."), text("Two."))
    assert told(compare(before, after).blocks) == [("Text", "removed")]


def test_a_text_rewritten_whole_is_one_taken_out_and_one_put_in():
    found = compare(page(text("Kratom is a tree.")), page(text("Sleep well tonight, friend!")))
    assert told(found.blocks) == [("Text", "added"), ("Text", "removed")]


def test_a_changed_citation_is_a_change():
    before = page(Block("richtext", {"text": '<p>Pain.<cite data-key="a"></cite></p>'}))
    after = page(Block("richtext", {"text": '<p>Pain.<cite data-key="b"></cite></p>'}))
    assert told(compare(before, after).blocks) == [("Text", "changed")]


def test_fields_topics_and_picture_are_told():
    before = page(topics=(Topic("1", "pain", "Pain"),))
    after = replace(before, title="Rest", picture="picture:leaf", topics=(Topic("2", "mood", "Mood"),))
    assert told(compare(before, after).fields) == [("Title", "changed"), ("Picture", "added"), ("Topics", "changed")]


def test_a_strains_facts_are_told_in_words():
    effect = {"aspect": "use", "text": "Pain", "basis": "vendor", "references": ["clauw2014"]}
    before = page(kind="strain", says={"effects": [effect], "cautions": ""})
    after = page(kind="strain", says={"effects": [effect | {"basis": "survey"}], "cautions": "<p>None.</p>"})
    found = compare(before, after)
    assert told(found.fields) == [("Cautions", "added"), ("Reported effects and uses", "changed")]
    assert "Reported for: Pain (" in found.fields[-3].pieces[0].text


def test_a_record_that_says_something_else_is_told():
    before = page(records={"reference:a": {"title": "Old", "year": "2014"}})
    after = page(records={"reference:a": {"title": "New", "year": "2014"}})
    assert told(compare(before, after).records) == [("Reference a", "changed")]


def test_a_question_reworded_is_one_question():
    before, after = page(faq=(Question("a", "Why?", "<p>x</p>"),)), page(faq=(Question("a", "How so?", "<p>y</p>"),))
    assert told(compare(before, after).questions) == [("Question", "changed")]


def test_labels_are_told_in_their_words():
    label = '<span data-certainty="low">Low certainty</span> <span data-basis="survey">Survey</span>'
    change = next(change for change in compare(page(), page(text(f"It helps. {label}"))).changes if change.is_change)
    assert "It helps. (Low certainty) (Survey)" in "".join(piece.text for piece in change.pieces)
