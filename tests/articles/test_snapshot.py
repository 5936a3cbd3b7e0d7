"""A snapshot is plain data: it goes to JSON and back without a loss."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.rendering import render
from articles.snapshot import Block, Question, Snapshot, Topic, UnknownFormat, digest

WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40)
BLOCKS = st.one_of(
    st.builds(lambda text: Block("richtext", {"text": text}), WORDS),
    st.builds(lambda text: Block("callout", {"urgency": "caution", "heading": text, "text": text}), WORDS),
    st.builds(lambda text: Block("straintable", {"caption": text}, ("strain:abc",)), WORDS),
    st.builds(lambda text: Block("faqlist", {"heading": text}), WORDS),
)
SNAPSHOTS = st.builds(
    Snapshot,
    kind=st.sampled_from(["article", "standing"]),
    key=st.just("k"),
    slug=st.just("sleep"),
    title=WORDS,
    standfirst=WORDS,
    topics=st.lists(st.builds(Topic, WORDS, WORDS, WORDS), max_size=2).map(tuple),
    blocks=st.lists(BLOCKS, max_size=4).map(tuple),
    faq=st.lists(st.builds(Question, st.just("a"), WORDS, WORDS), max_size=3).map(tuple),
)


@given(SNAPSHOTS)
def test_a_snapshot_survives_json(snapshot):
    assert Snapshot.from_json(snapshot.to_json()) == snapshot


@given(SNAPSHOTS)
def test_the_same_snapshot_gives_the_same_bytes(snapshot):
    assert render(snapshot) == render(Snapshot.from_json(snapshot.to_json()))


def test_a_newer_format_is_refused_in_words():
    with pytest.raises(UnknownFormat, match="newer version"):
        Snapshot.from_json({"format": 99})


def test_a_digest_does_not_depend_on_the_order_of_keys():
    assert digest({"a": 1, "b": "é"}) == digest({"b": "é", "a": 1})
    assert len(digest("")) == 64


def test_a_record_without_use_is_left_out():
    page = Snapshot(kind="article", key="k", slug="s", title="t", picture="picture:a")
    shown = page.with_records({"picture:a": {"alt": ""}, "reference:b": {}})
    assert set(shown.records) == {"picture:a"}


def test_the_sources_of_a_chosen_strain_are_embedded_with_it():
    page = Snapshot(kind="article", key="k", slug="s", title="t", blocks=(Block("straintable", {}, ("strain:red",)),))
    strain = {"effects": [{"references": ["clauw2014"]}]}
    assert set(page.with_records({"strain:red": strain, "reference:clauw2014": {}}).records) == {
        "strain:red",
        "reference:clauw2014",
    }
