"""The index from A to Z: what stands under which letter, and where each line leads."""

from __future__ import annotations

import pytest

from articles.alphabet import Line, letters
from articles.models import Topic
from tests.articles.test_reading_lists import publish


def told(*names: str) -> dict[str, list[str]]:
    return {letter.name: [line.name for line in letter.lines] for letter in letters(Line(n, "/") for n in names)}


def test_accents_capitals_and_what_is_no_letter_do_not_count():
    assert told("Éclair", "“East”", "eagle", "zinc") == {"E": ["eagle", "“East”", "Éclair"], "Z": ["zinc"]}


def test_words_are_sorted_before_longer_words():
    assert told("Red-vein tea", "Redness", "Red Bali") == {"R": ["Red Bali", "Red-vein tea", "Redness"]}


def test_digits_come_first_and_other_scripts_last():
    assert list(told("กระท่อม", "Sleep", "7-hydroxymitragynine", "…", "Åland")) == ["0–9", "A", "S", "Other"]


def test_each_letter_has_an_anchor_of_its_own():
    found = letters(Line(name, "/") for name in ["7-OH", "Sleep", "กระท่อม"])
    assert [letter.anchor for letter in found] == ["letter-digit", "letter-s", "letter-other"]


@pytest.fixture
def page(client, published, strain, editor) -> str:
    strain.other_names = "Red; red kratom;; Red"
    strain.save()
    strain.publish(by=editor, override="Of no matter here.")
    return client.get("/a-z/").text


def test_topics_strains_and_their_other_names_stand_there(page):
    assert '<a href="/topics/sleep/"><span>Sleep</span><span class="n">1<span class="vh"> page</span></span>' in page
    assert '<a href="/strains/red-vein/"><span>Red vein</span><span class="n">strain</span></a>' in page
    assert '<a href="/strains/red-vein/"><span>red kratom</span><span class="n">see Red vein</span></a>' in page
    assert page.count("<span>Red</span>") == 1
    assert page.index('href="#letter-r"') < page.index('href="#letter-s"') < page.index('id="letter-r"')


def test_who_is_withdrawn_leaves_it(client, page, strain, editor):
    strain.withdraw(by=editor, why="Wrong.")
    assert "red-vein" not in client.get("/a-z/").text


def test_a_topic_without_pages_is_not_in_it(client, published):
    Topic.objects.create(name="Law", slug="law")
    assert "Law" not in client.get("/a-z/").text


def test_names_are_words_and_no_markup(client, editor):
    publish("Sleep", by=editor, topic=Topic.objects.create(name="<b>Bold</b>", slug="bold"))
    assert "<span>&lt;b&gt;Bold&lt;/b&gt;</span>" in client.get("/a-z/").text
