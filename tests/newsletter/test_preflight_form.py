"""Before a letter goes out: the way to leave, who writes, how large it is, who gets it and when."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from newsletter.models import Segment, Subscriber
from newsletter.preflight.form import it_is_small, text_says_the_same
from newsletter.preflight.leaving import one_can_leave, one_knows_who_writes
from newsletter.preflight.proof import Proof
from tests.newsletter.letters import write
from tests.newsletter.preflight import TEXT, kind, names


@pytest.fixture(autouse=True)
def _set_up(settings, site, active):
    settings.NEWSLETTER_DKIM_SELECTORS = ["news"]


def spoilt(rule, *blocks, **parts) -> set[tuple[str, str]]:
    """What `rule` finds in a letter of which `parts` became something else."""
    proof = Proof.of(write(*(blocks or [TEXT])))
    for name, value in parts.items():
        object.__setattr__(proof, name, value(getattr(proof, name)) if callable(value) else value)
    return {(kind(each), each.name) for each in rule(proof)}


def link(proof: Proof) -> str:
    return str(proof.message["List-Unsubscribe"]).strip("<>")


def without(name):
    def take(message):
        del message[name]
        return message

    return take


@pytest.mark.parametrize("name", ["List-Unsubscribe", "List-Unsubscribe-Post"])
def test_without_the_header_for_one_click_nothing_goes_out(name):
    assert ("stop", "one-click") in spoilt(one_can_leave, message=without(name))


@pytest.mark.parametrize("body", ["html", "text"])
def test_without_the_link_to_leave_in_a_body_nothing_goes_out(body):
    other = spoilt(one_can_leave, **{body: lambda said: said.replace("/leave/", "/stay/")})
    assert other == {("stop", "unsubscribe")}


def test_without_a_postal_address_nothing_goes_out(site):
    site.postal_address = "  \n "
    site.save()
    assert names(write(TEXT)) == {("stop", "postal address")}


@pytest.mark.parametrize("body", ["words", "text"])
def test_the_postal_address_stands_in_both_bodies(body, site):
    site.postal_address = (
        "The House of a Name that is Long Enough to be Wrapped\n1 Example Street, Back Yard\nExampleton"
    )
    site.save()
    assert spoilt(one_knows_who_writes) == set()
    spoil = {body: lambda said: said.replace("Exampleton", "")}
    assert spoilt(one_knows_who_writes, **spoil) == {("stop", "postal address")}


@pytest.mark.parametrize(
    ("url", "is_local", "expected"),
    [("http://www.example.org", False, {("stop", "https")}), ("http://localhost:8000", True, set())],
)
def test_leaving_is_encrypted_but_on_ones_own_machine(settings, url, is_local, expected):
    settings.SITE_URL, settings.LOCAL = url, is_local
    assert names(write(TEXT)) == expected


@pytest.mark.parametrize(
    ("length", "expected"),
    [(50_000, set()), (85_000, {("warning", "size")}), (99_999, {("warning", "size")}), (100_000, {("stop", "size")})],
)
def test_a_letter_is_shown_whole(length, expected):
    assert spoilt(it_is_small, size=length) == expected
    assert spoilt(it_is_small, html="x" * length) == expected


def test_a_long_text_counts_with_both_its_bodies():
    assert names(write(f"<p>{'a long story ' * 4000}</p>")) == {("stop", "size")}


@pytest.mark.parametrize(("text", "expected"), [("", ("stop", "plain text")), ("Look!", ("warning", "plain text"))])
def test_the_plain_text_says_what_the_letter_says(text, expected):
    assert spoilt(text_says_the_same, text=text) == {expected}


@pytest.mark.parametrize("count", [1, 40])
def test_the_plain_text_of_our_own_letters_does(count):
    assert spoilt(text_says_the_same, *[TEXT] * count) == set()


def test_without_anybody_to_get_it_nothing_goes_out():
    Subscriber.objects.update(left_at=timezone.now())
    assert names(write(TEXT)) == {("stop", "audience")}


def test_a_segment_without_anybody_is_told_by_name():
    segment = Segment.objects.create(name="Sleepers", source="articles/sleep")
    assert names(write(TEXT, segment=segment)) == {("stop", "audience")}


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [(2, 1, {("stop", "hours")}), (2, 2, {("stop", "hours")}), (1, 2, set()), (None, -1, {("stop", "hours")})],
)
def test_the_hours_leave_time_to_send(start, end, expected):
    now = timezone.now()
    at, until = (now + timedelta(hours=hour) if hour else None for hour in (start, end))
    assert names(write(TEXT, send_at=at, send_until=until)) == expected


def test_a_check_takes_as_many_queries_whatever_the_length(published, django_assert_max_num_queries):
    campaign = write(*[TEXT, published] * 15)
    with django_assert_max_num_queries(20):
        Proof.of(campaign)
