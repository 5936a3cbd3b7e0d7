"""Two texts of one page become one: what only one person changed stays, and everything can be chosen."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from articles.merging import Merging, marks
from articles.snapshot import Block, Question, Topic
from tests.articles.test_comparison import page, text
from tests.articles.test_snapshot import SNAPSHOTS

ONE, TWO, NEW = text("Kratom is a tree."), text("It grows in Borneo."), text("Nobody has tested that yet.")
TEXTS = SNAPSHOTS.map(lambda snapshot: replace(snapshot, kind="article", topics=(), faq=()))
BASE = page(ONE, TWO, title="Sleep", standfirst="Little.")


def merging(theirs, mine, base=BASE, **chosen) -> Merging:
    return Merging(theirs, mine, marks(base) if base else (), chosen)


def all_of(side, theirs, mine, base=None):
    keys = [choice.key for choice in merging(theirs, mine, base).choices]
    return merging(theirs, mine, base, **dict.fromkeys(keys, side)).merged


@given(TEXTS, TEXTS)
def test_whoever_takes_one_side_everywhere_has_that_side(theirs, mine):
    assert all_of("mine", theirs, mine) == mine
    assert all_of("theirs", theirs, mine) == theirs


@given(TEXTS, TEXTS)
def test_what_only_one_person_changed_stays_as_they_left_it(base, changed):
    for merged in (merging(changed, base, base).merged, merging(base, changed, base).merged):
        assert (merged.title, merged.standfirst) == (changed.title, changed.standfirst)


def test_another_picture_of_the_same_name_is_another_picture():
    records = {"picture:a": {"alt": "Leaf"}, "picture:b": {"alt": "Leaf"}}
    theirs, mine = (replace(BASE, picture=name, records=records) for name in records)
    assert [choice.by for choice in merging(theirs, mine).choices] == ["both"]


def test_changes_in_different_places_are_both_kept():
    theirs = replace(BASE, title="Rest", blocks=(ONE, TWO, NEW))
    mine = replace(BASE, standfirst="Much.", blocks=(text("Kratom is a tall tree."), TWO))
    merged = merging(theirs, mine).merged
    assert (merged.title, merged.standfirst) == ("Rest", "Much.")
    assert merged.blocks == (text("Kratom is a tall tree."), TWO, NEW)


def test_where_both_wrote_mine_stays_unless_theirs_is_chosen():
    theirs, mine = replace(BASE, title="Theirs"), replace(BASE, title="Mine")
    (choice,) = merging(theirs, mine).choices
    assert (choice.by, merging(theirs, mine).merged.title) == ("both", "Mine")
    assert merging(theirs, mine, **{choice.key: "theirs"}).merged.title == "Theirs"


def test_a_block_that_they_took_out_stays_out_unless_i_wrote_in_it():
    theirs = replace(BASE, blocks=(TWO,))
    assert merging(theirs, BASE).merged.blocks == (TWO,)
    mine = replace(BASE, blocks=(text("Kratom is a tall tree."), TWO))
    assert merging(theirs, mine).merged == mine


def test_a_block_that_i_took_out_stays_out_unless_they_wrote_in_it():
    mine = replace(BASE, blocks=(TWO,))
    assert merging(BASE, mine).merged.blocks == (TWO,)
    theirs = replace(BASE, blocks=(text("Kratom is a tall tree."), TWO))
    assert merging(theirs, mine).merged == theirs


def test_a_block_that_they_have_is_never_taken_out_on_a_guess():
    theirs = replace(BASE, blocks=(ONE, TWO, NEW))
    assert merging(theirs, BASE, base=None).merged.blocks == (ONE, TWO, NEW)


def test_a_block_that_one_of_us_moved_is_neither_lost_nor_doubled():
    moved = replace(BASE, blocks=(TWO, ONE))
    assert merging(BASE, moved).merged == moved
    assert merging(moved, BASE).merged == moved
    (choice,) = merging(BASE, moved).choices
    assert (choice.is_moved, choice.by) == (True, "me")
    assert merging(BASE, moved, **{choice.key: "theirs"}).merged == BASE


def test_a_block_that_both_changed_and_one_of_us_moved_is_one_choice():
    long = "Kratom is a tall tree of the coffee family that grows in the forests of Borneo."
    theirs = replace(BASE, blocks=(TWO, text(f"{long} Theirs.")))
    mine = replace(BASE, blocks=(text(f"{long} Mine."), TWO))
    merging_ = merging(theirs, mine, base=replace(BASE, blocks=(text(long), TWO)))
    (choice,) = merging_.choices
    assert (choice.is_moved, choice.by, merging_.merged.blocks) == (True, "both", mine.blocks)


def test_a_question_that_both_kept_in_two_places_keeps_one_link():
    asked = Question("why", "Why is it so?", "<p>Nobody knows.</p>")
    other = Question("how", "How many people take it?", "<p>Many.</p>")
    theirs = page(faq=(replace(asked, answer="<p>Theirs.</p>"), other), title="Sleep")
    mine = page(faq=(other, replace(asked, answer="<p>Mine.</p>")), title="Sleep")
    merged = merging(theirs, mine, base=page(faq=(asked, other), title="Sleep")).merged
    assert sorted(question.anchor for question in merged.faq if question.anchor) == ["how", "why"]


def test_topics_authors_and_the_picture_are_chosen_whole():
    pain, mood = Topic("1", "pain", "Pain"), Topic("2", "mood", "Mood")
    theirs = replace(BASE, topics=(pain, mood), picture="picture:leaf")
    mine = replace(BASE, shows=("person:writer",))
    merged = merging(theirs, mine).merged
    assert (merged.topics, merged.picture, merged.shows) == ((pain, mood), "picture:leaf", ("person:writer",))


def test_a_strains_facts_are_chosen_one_by_one():
    effect = {"aspect": "use", "text": "Pain", "basis": "survey", "references": ["clauw2014"]}
    base = page(kind="strain", says={"colour": "red", "vein": "", "cautions": "", "effects": []})
    theirs = replace(base, says=base.says | {"effects": [effect]}, shows=("reference:clauw2014",))
    mine = replace(base, says=base.says | {"colour": "green", "vein": "strain:green"}, shows=("strain:green",))
    merged = merging(theirs, mine, base).merged
    assert merged.says == base.says | {"colour": "green", "vein": "strain:green", "effects": [effect]}
    assert merged.shows == ("strain:green", "reference:clauw2014")


def test_the_records_of_what_stays_come_with_it():
    theirs = page(Block("picturefigure", {"caption": ""}, ("picture:leaf",)), records={"picture:leaf": {"alt": "Leaf"}})
    mine = page(records={"picture:gone": {"alt": "Gone"}})
    assert merging(theirs, mine, base=None).merged.records == {"picture:leaf": {"alt": "Leaf"}}


def test_the_order_in_which_a_database_gives_words_back_is_no_change():
    said = {"urgency": "advice", "heading": "Ask", "text": "<p>A doctor.</p>"}
    theirs, mine = page(Block("callout", said)), page(Block("callout", dict(sorted(said.items()))))
    assert merging(theirs, mine, base=None).choices == []
    assert marks(theirs) == marks(mine)
