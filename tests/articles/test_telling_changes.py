"""What changed is told to readers once, where it stands, and with no name that only the software knows."""

from __future__ import annotations

from articles.changes import MOVED, NO_WORD, NOT_SAID, Told, told
from articles.snapshot import Block, Question, Snapshot

LONG = "<p>These words are many enough to be known again wherever they stand on the page.</p>"


def page(*texts: str, **facts) -> Snapshot:
    blocks = tuple(Block("richtext", {"text": text}) for text in texts)
    return Snapshot(**{"kind": "article", "key": "k", "slug": "sleep", "title": "Sleep", "blocks": blocks} | facts)


def said(change: Told) -> list[str]:
    return [line.after for passage in change.passages for line in passage.lines]


def test_equal_texts_have_nothing_to_tell():
    assert told(page(LONG), page(LONG)) == []


def test_only_the_changed_line_and_its_neighbours_are_shown():
    lines = [f"<p>Line {word}.</p>" for word in ("one", "two", "three", "four", "five", "six")]
    [change] = told(page("".join(lines)), page("".join(lines).replace("five", "fifth")))
    assert said(change) == ["Line four.", "Line fifth.", "Line six."]


def test_a_passage_stands_under_the_heading_before_it_even_in_another_block():
    first, second = "<h2>Risks</h2><p>Some.</p>", "<p>Nausea is reported.</p><p>More.</p>"
    [change] = told(page(first, second), page(first, second.replace("Nausea", "Dizziness")))
    assert change.passages[0].heading == "Risks"


def test_what_was_moved_is_told_once():
    other = "<h2>Else</h2><p>Quite different things are said here, of another matter and with other nouns.</p>"
    [change] = told(page(LONG, other), page(other, LONG))
    assert (change.kind, change.passages, change.note) == ("moved", (), MOVED)


def test_a_link_that_changed_is_no_word_but_is_told():
    link = '<p>Ask <a href="/{}/">them</a> first.</p>'
    [change] = told(page(link.format("a")), page(link.format("b")))
    assert (change.passages, change.note) == ((), NO_WORD)


def test_a_question_is_the_heading_of_its_answer():
    before, after = (page(faq=(Question("a", "Does it help?", f"<p>{answer}</p>"),)) for answer in ("No.", "Unknown."))
    [change] = told(before, after)
    assert [passage.heading for passage in change.passages] == ["Does it help?"]


def test_another_picture_is_told_without_its_name():
    sides = [page(picture=name, records={name: {"alt": ""}}) for name in ("picture:aaa", "picture:bbb")]
    [change] = told(*sides)
    assert (change.what, change.passages) == ("Picture", ())


def test_a_new_file_of_a_picture_is_told_without_its_name():
    sides = [page(picture="picture:a", records={"picture:a": {"alt": "Leaf", "renditions": [name]}}) for name in "xy"]
    [change] = told(*sides)
    assert (change.what, change.passages, change.note) == ("Picture: Leaf", (), NOT_SAID)


def test_who_wrote_is_told_by_name():
    people = {"person:a": {"name": "Ann"}, "person:b": {"name": "Ben"}}
    [change] = told(page(shows=("person:a",), records=people), page(shows=("person:b",), records=people))
    assert (change.what, said(change)) == ("Authors", ["Ben"])
