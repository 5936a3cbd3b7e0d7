"""Choosing what one gets: behind a link, without an account, a script or a cookie; looking changes nothing."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Topic
from newsletter.models import Segment, Subscriber
from newsletter.tokens import confirm_token, leave_token, preferences_token
from tests.newsletter.conftest import in_state


def path(subscriber) -> str:
    return f"/newsletter/preferences/{preferences_token(subscriber.handle, subscriber.address)}/"


def chosen(subscriber) -> list[str]:
    return list(subscriber.topics.order_by("slug").values_list("slug", flat=True))


@pytest.fixture
def reader(site, active, published):
    """A subscriber, while one page is filed under sleep and none under an idle topic."""
    Topic.objects.create(name="Idle", slug="idle")
    return active


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_the_link_changes_nothing(client, reader, topic, method):
    reader.topics.add(topic)
    assert getattr(client, method)(path(reader), {"topics": "idle"}).status_code == 200
    assert chosen(reader) == ["sleep"]


def test_looking_writes_nothing(client, reader):
    with CaptureQueriesContext(connection) as asked:
        client.get(path(reader))
    assert not [each for each in asked if each["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert len(asked) <= 6


def test_it_offers_the_topics_that_pages_are_filed_under(client, reader):
    html = client.get(path(reader)).text
    assert re.findall(r'name="topics" value="(\w+)"( checked)?', html) == [("sleep", "")]
    assert "No topic chosen means every letter" in html


def test_a_topic_chosen_before_is_offered_even_where_no_page_is_left(client, reader):
    reader.topics.add(Topic.objects.get(slug="idle"))
    html = client.get(path(reader)).text
    assert re.findall(r'name="topics" value="(\w+)"( checked)?', html) == [("idle", " checked"), ("sleep", "")]


def test_saving_needs_no_cookie(reader):
    client = Client(enforce_csrf_checks=True)
    answer = client.post(path(reader), {"topics": ["sleep"]})
    assert (answer.status_code, chosen(reader), len(answer.cookies)) == (200, ["sleep"], 0)
    assert '<p class="saved" role="status"><b>Saved.</b>' in answer.text


def test_it_says_what_was_saved(client, reader, topic):
    assert "you get those about Sleep." in client.post(path(reader), {"topics": ["sleep"]}).text
    assert "you get every letter" in client.post(path(reader)).text
    assert chosen(reader) == []


def test_who_chose_a_topic_gets_its_letters_and_no_others(client, reader):
    for slug in ("sleep", "idle"):
        segment = Segment.objects.create(name=slug)
        segment.topics.add(Topic.objects.get(slug=slug))
    client.post(path(reader), {"topics": ["sleep"]})
    audiences = {segment.name: segment.audience().count() for segment in Segment.objects.all()}
    assert audiences == {"sleep": 1, "idle": 0}


@pytest.mark.parametrize("odd", ["unknown", "idle", "1", "9" * 40, "' or 1=1", "ſleep"])
def test_a_topic_that_is_not_offered_saves_nothing(client, reader, topic, odd):
    reader.topics.add(topic)
    answer = client.post(path(reader), {"topics": ["sleep", odd]})
    assert (answer.status_code, chosen(reader)) == (422, ["sleep"])
    assert "Nothing was saved" in answer.text


def test_what_others_chose_stays(client, reader, topic, asking):
    other = asking("other@example.org").subscriber
    other.topics.add(topic)
    client.post(path(reader))
    assert chosen(other) == ["sleep"]


def test_leaving_is_one_press_away(client, reader):
    leave = re.search(r'action="(/newsletter/leave/[^"]+)" method="post"', client.get(path(reader)).text)[1]
    assert "You have left" in client.post(leave).text
    reader.refresh_from_db()
    assert reader.state == "left"


def test_who_has_left_is_told_so_and_nothing_is_saved(client, site, published):
    left = in_state("left", "left@example.org")
    answer = client.post(path(left), {"topics": ["sleep"]})
    assert ("You have left" in answer.text, chosen(left)) == (True, [])


@pytest.mark.parametrize("forge", [lambda s: confirm_token(s.handle), lambda s: leave_token(s.handle), str])
def test_a_link_that_we_did_not_make_does_nothing(client, reader, forge):
    answer = client.post(f"/newsletter/preferences/{forge(reader)}/", {"topics": ["sleep"]})
    assert (answer.status_code, chosen(reader)) == (410, [])


def test_a_link_of_somebody_erased_looks_like_one_that_nobody_made(client, reader):
    link = path(reader)
    broken = client.get(f"{link[:-2]}/")
    reader.erase()
    for gone in (client.get(link), client.post(link, {"topics": ["sleep"]})):
        assert (gone.status_code, gone.text) == (410, broken.text.replace(f"{link[:-2]}/", link))
    assert not Subscriber.objects.exists()


def test_somebody_who_never_confirmed_is_told_so_and_chooses_nothing(client, site, asking, published):
    pending = asking().subscriber
    answer = client.post(path(pending), {"topics": ["sleep"]})
    assert ("You have not confirmed yet" in answer.text, chosen(pending)) == (True, [])


def test_the_link_of_an_old_letter_works(client, reader):
    link = path(reader)
    with time_machine.travel(timezone.now() + timedelta(days=3650)):
        assert client.post(link, {"topics": ["sleep"]}).status_code == 200


def test_the_page_is_kept_nowhere_found_nowhere_and_told_to_nobody(client, reader):
    answer = client.get(path(reader))
    assert ("no-store" in answer["Cache-Control"], answer["Referrer-Policy"]) == (True, "no-referrer")
    assert answer["X-Robots-Tag"] == "noindex"
    assert reader.address not in answer.text


def test_where_there_are_no_topics_it_says_so(client, site, active):
    html = client.get(path(active)).text
    assert "There are no topics to choose from yet" in html
    assert "Save" not in html
