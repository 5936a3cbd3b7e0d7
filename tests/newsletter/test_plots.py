"""Plots: right numbers, right places, and something for everybody who cannot see them."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from newsletter.plots import HEIGHT, LEFT, RIGHT, TOP, WIDTH, Plot, Series, round_up, step_for


def plot(*counts: list[int], **more: object) -> Plot:
    series = [Series(name, name.title(), each) for name, each in zip(["gone", "back"], counts, strict=False)]
    places = [f"{n}h" for n in range(len(counts[0]))]
    return Plot("p", "Letters <by> hour", "From 1 to 2.", "Hour", "Letters", places, series, **more)


def picture(drawn: Plot) -> ElementTree.Element:
    return ElementTree.fromstring(re.search(r"<svg viewBox.*?</svg>", str(drawn), re.DOTALL)[0])


@pytest.mark.parametrize(
    ("highest", "top"), [(0, 1), (1, 1), (3, 3), (7, 8), (10, 10), (41, 60), (100, 100), (999_999, 1_000_000)]
)
def test_the_axis_ends_at_a_round_number(highest, top):
    assert round_up(highest) == top
    assert top % step_for(top) == 0


def test_bars_stand_upon_each_other_and_fill_the_axis():
    lower, upper = plot([4], [6]).boxes
    assert upper.y + upper.height == pytest.approx(lower.y)
    assert upper.height / lower.height == pytest.approx(6 / 4, abs=0.01)


def test_nothing_is_drawn_outside_the_frame():
    drawn = plot([0, 3, 999], [1, 0, 7])
    assert all(box.x >= LEFT and box.x + box.width <= WIDTH - RIGHT for box in drawn.boxes)
    assert all(box.y >= TOP and box.y + box.height <= HEIGHT for box in drawn.boxes)
    assert len(drawn.boxes) == 4


def test_a_line_goes_through_every_count():
    (name, points), _ = plot([0, 5], [1, 1], is_lines=True).lines
    assert name == "gone"
    assert len(points.split()) == 2


def test_of_many_places_eight_are_labelled():
    assert len(plot([1] * 90).acrosses) == 8


def test_it_is_a_picture_with_a_title_and_a_description():
    svg = picture(plot([1, 2], [3, 4]))
    assert svg.get("role") == "img"
    assert [svg.find("title").text, svg.find("desc").text] == ["Letters <by> hour", "From 1 to 2."]
    assert svg.get("aria-labelledby") == "p-title p-desc"
    assert {"Hour", "Letters"} <= {text.text for text in svg.iter("text")}


def test_its_numbers_stand_beside_it():
    drawn = str(plot([1000, 0], [3, 0]))
    assert "<td>1,000</td><td>3</td>" in drawn
    assert drawn.count("<tr>") == 2


def test_it_needs_no_style_and_no_script_of_its_own():
    drawn = str(plot([1], [2], is_lines=True))
    assert not re.search(r"\sstyle=|<style|<script|\son\w+=|\sfill=|\sstroke=", drawn)


def test_where_there_is_nothing_to_show_it_says_so():
    assert "Nothing to show yet." in str(plot([0, 0], [0, 0]))
