"""A door that keeps answers changes none of them, whatever editors did before."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.test import TestCase
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kratominfo.door import watch
from tests.door import acts
from tests.door.acts import ACTS, Act
from tests.door.addresses import a_few, addresses
from tests.door.doors import Doors
from tests.door.site import Site

pytestmark = pytest.mark.django_db
ANY = st.lists(st.sampled_from(ACTS), min_size=1, max_size=5)
CODING = st.sampled_from(["", "br", "gzip", "gzip, br;q=0.5"])
SEEN = ["/", "/articles/sleep/", "/topics/sleep/", "/references/", "/feed.atom", "/sitemap.xml", "/api/v1/pages"]
TRIES = int(os.environ.get("TRIES", "0"))  # other ones each time; without it always the same twelve
SAME = {"max_examples": TRIES or 12, "derandomize": not TRIES}
many = settings(suppress_health_check=list(HealthCheck), database=None, **SAME)


@pytest.fixture(autouse=True)
def _one_connection(monkeypatch) -> Iterator[None]:
    """All of a test is one transaction, which the end of a request must not end."""
    monkeypatch.setattr(watch, "close_old_connections", lambda: None)
    yield
    for moment in (request_started, request_finished):
        moment.connect(close_old_connections)


def do(act: Act, site: Site) -> None:
    """With what follows once it is committed."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        act(site)


def test_publishing_renaming_and_withdrawing_are_seen_through_the_door_as_without_it(site: Site):
    doors = Doors()
    assert doors.differences(SEEN, "br") == []
    for act in (acts.publish, acts.rename_a_topic, acts.withdraw):
        do(act, site)
        assert doors.differences(SEEN, "br") == [], act.__name__


@pytest.mark.slow
def test_every_public_address_says_the_same_through_the_door_as_without_it(site: Site):
    doors, found = Doors(), [*addresses(), "/search?q=kratom"]
    for coding in ("", "br", "gzip"):
        assert doors.whole_differences(found, coding) == []


@pytest.mark.slow
@many
@given(done=ANY, coding=CODING)
def test_after_any_acts_of_editors_every_page_is_the_same_through_the_door_as_without_it(site: Site, done, coding):
    doors = Doors()
    with transaction.atomic():
        found = a_few()
        assert doors.differences(found, coding) == []
        for act in done:
            do(act, site)
            found = list(dict.fromkeys([*a_few(), *found]))
            assert doors.differences(found, coding) == [], [act.__name__ for act in done]
        transaction.set_rollback(True)
