"""What fits a choice, and how many would fit the next one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.facets import NAMES, Profile, choices, chosen_in, filed, fits

BASES, TERMS, COLOURS = ["trial", "survey", "vendor"], ["Pain", "Sleep", "Calm"], ["red", "green"]


def profile(title: str, *reports: tuple[str, str, str], colour: str = "red", **card: str) -> Profile:
    effects = [{"aspect": aspect, "text": text, "basis": basis} for aspect, text, basis in reports]
    told: dict[str, Any] = {"colour": colour, "type": "named", "origin": "", **card, "effects": effects}
    return Profile.of(f"strains/{title.lower()}", title, told, datetime(2026, 3, 1, tzinfo=UTC))


def found(profiles: list[Profile], query: str) -> list[str]:
    chosen = chosen_in(QueryDict(query))
    return [each.title for each in profiles if fits(each, chosen)]


def number(profiles: list[Profile], query: str, name: str, value: str) -> int:
    offered = choices(profiles, chosen_in(QueryDict(query)))[name]
    return next(choice.number for choice in offered if choice.value == value)


def test_between_lists_all_must_fit_and_within_a_list_any():
    strains = [profile("A", ("use", "Pain", "survey")), profile("B", ("use", "Sleep", "survey"), colour="green")]
    assert found(strains, "use=pain&use=sleep") == ["A", "B"]
    assert found(strains, "use=pain&use=sleep&colour=green") == ["B"]
    assert found(strains, "use=pain&colour=green") == []


def test_a_basis_is_asked_of_the_report_that_was_chosen_not_of_another_one():
    strains = [profile("A", ("use", "Pain", "vendor"), ("use", "Sleep", "trial"))]
    assert found(strains, "use=pain&basis=trial") == []
    assert found(strains, "use=sleep&basis=trial") == ["A"]
    assert found(strains, "basis=trial") == ["A"]


def test_what_stands_in_brackets_narrows_a_report_and_does_not_make_another_choice():
    assert filed("Pain (red products as a group)") == filed("pain") == "pain"


def test_a_number_says_how_many_there_would_be_with_this_choice_and_the_others():
    strains = [profile("A", ("use", "Pain", "survey")), profile("B", ("use", "Pain", "vendor"), colour="green")]
    assert number(strains, "", "use", "pain") == 2
    assert number(strains, "colour=green", "use", "pain") == 1
    assert number(strains, "colour=green", "colour", "red") == 1
    assert number(strains, "use=pain&basis=survey", "basis", "vendor") == 1


def test_a_choice_that_nobody_has_any_more_can_still_be_taken_away():
    offered = choices([profile("A", ("use", "Pain", "survey"))], chosen_in(QueryDict("use=long-gone")))["use"]
    assert [(choice.words, choice.number, choice.is_chosen) for choice in offered] == [
        ("Pain", 1, False),
        ("Long gone", 0, True),
    ]


@pytest.mark.parametrize("query", ["use=%3Cscript%3E", "use=", "use=" + "a" * 81, "colour=red%0A", "unknown=1"])
def test_what_can_be_no_choice_is_not_heard(query):
    assert not any(chosen_in(QueryDict(query)).values())


REPORTS = st.lists(st.tuples(st.sampled_from(["effect", "use"]), st.sampled_from(TERMS), st.sampled_from(BASES)))
PROFILES = st.lists(st.tuples(REPORTS, st.sampled_from(COLOURS)), min_size=1, max_size=8)
ASKED = st.fixed_dictionaries(
    {
        name: st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple)
        for name, values in {
            "colour": COLOURS, "type": ["named"], "use": ["pain", "sleep", "calm"],
            "effect": ["pain", "sleep", "calm"], "basis": BASES, "origin": ["bali"],
        }.items()
    }
)  # fmt: skip


@pytest.mark.slow
@settings(max_examples=300)
@given(told=PROFILES, chosen=ASKED)
def test_every_number_is_what_ticking_it_alone_in_its_list_would_find(told, chosen):
    profiles = [profile(f"S{n}", *reports, colour=colour) for n, (reports, colour) in enumerate(told)]
    offered = choices(profiles, chosen)
    for name in NAMES:
        for choice in offered[name]:
            alone = {**chosen, name: (choice.value,)}
            assert choice.number == sum(fits(each, alone) for each in profiles)
