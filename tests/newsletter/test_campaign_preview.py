"""The preview: what readers would get, in a frame where nothing runs."""

from __future__ import annotations

import pytest

from newsletter.composing import freeze
from newsletter.models import Campaign, LetterText
from newsletter.models.campaign import State
from tests.newsletter.writing import a_letter, at


@pytest.fixture
def letter(site, newsletter_staff):
    return a_letter(by=newsletter_staff)


def framed(client, letter, **chosen: str):
    return client.get(at("framed", letter), chosen)


def test_text_headers_and_size_stand_below_the_letter(at_desk, letter):
    text = at_desk.get(at("preview", letter)).text
    assert "Good morning." in text
    assert "List-Unsubscribe=One-Click" in text
    assert " kB</dd>" in text


def test_the_frame_shows_the_letter_as_it_is_saved(at_desk, letter):
    LetterText.objects.update(text="<p>Good evening.</p>")
    assert "Good evening." in framed(at_desk, letter).text


def test_nothing_runs_in_the_frame_and_only_pictures_are_fetched(at_desk, letter):
    policy = framed(at_desk, letter)["Content-Security-Policy"]
    assert {"default-src 'none'", "sandbox", "frame-ancestors 'self'"} <= set(policy.split("; "))
    assert "script" not in policy
    assert 'sandbox title="The letter"' in at_desk.get(at("preview", letter)).text


def test_a_script_in_the_text_is_not_in_the_letter(at_desk, letter):
    LetterText.objects.update(text='<p onclick="alert(1)">Hello<script>alert(1)</script></p>')
    assert "alert" not in framed(at_desk, letter).text


def test_a_script_in_the_subject_is_words(at_desk, letter):
    Campaign.objects.update(subject="<script>alert(1)</script>")
    for answer in (framed(at_desk, letter), at_desk.get(at("preview", letter))):
        assert "<script>alert" not in answer.text


def test_by_night_the_letter_is_dark_whatever_the_browser_prefers(at_desk, letter):
    assert "prefers-color-scheme" not in framed(at_desk, letter, scheme="dark").text
    assert "@media all" in framed(at_desk, letter, scheme="dark").text
    assert "@media not all" in framed(at_desk, letter, scheme="light").text


def test_without_pictures_none_is_fetched(at_desk, letter):
    assert "img-src 'none'" in framed(at_desk, letter, pictures="off")["Content-Security-Policy"]
    assert "img-src 'self'" in framed(at_desk, letter)["Content-Security-Policy"]


@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_the_width_is_chosen_by_a_link(at_desk, letter, width):
    assert f'data-width="{width}"' in at_desk.get(at("preview", letter), {"width": width}).text


@pytest.mark.parametrize("odd", [{"width": "x"}, {"scheme": '"><script>'}, {"pictures": ""}])
def test_odd_choices_are_as_nothing_was_chosen(at_desk, letter, odd):
    answer = at_desk.get(at("preview", letter), odd)
    assert (answer.status_code, '"><script>' in answer.text) == (200, False)


def test_what_was_frozen_is_shown_as_it_was(at_desk, newsletter_staff, site):
    letter = a_letter(State.FREEZING, by=newsletter_staff)
    freeze(letter)
    LetterText.objects.update(text="<p>Good evening.</p>")
    assert "Good morning." in framed(at_desk, letter).text
    assert "Good morning." in at_desk.get(at("preview", letter)).text


def test_its_links_to_leave_are_nobodys(at_desk, letter):
    assert "0" * 32 in at_desk.get(at("preview", letter)).text


def test_its_other_links_lead_straight_on_until_it_is_frozen(at_desk, letter, settings):
    straight, counted = f'href="{settings.SITE_URL}', "/newsletter/go/"
    draft = framed(at_desk, letter).text
    freeze(letter)
    frozen = framed(at_desk, letter).text
    assert (straight in draft, counted in draft, counted in frozen) == (True, False, True)


def test_who_may_look_may_look(client, auditor, letter):
    client.force_login(auditor)
    assert framed(client, letter).status_code == 200


def test_the_preview_saves_nothing(at_desk, letter, django_assert_max_num_queries):
    with django_assert_max_num_queries(14) as asked:
        at_desk.get(at("preview", letter))
    assert not [query for query in asked if query["sql"].startswith(("INSERT", "UPDATE newsletter", "DELETE"))]
