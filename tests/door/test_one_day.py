"""Public pages hang on no clock: within a day of the site they stay the same bytes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from articles.models import Publication
from tests.door.acts import ACTS
from tests.door.addresses import addresses
from tests.door.site import Site

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FAR = "Pacific/Auckland"  # where every day begins on another day of UTC


def shown(moment: datetime, found: list[str]) -> dict[str, tuple[int, bytes, dict[str, str]]]:
    with time_machine.travel(moment, tick=False):
        answers = {address: Client().get(address) for address in found}
    return {address: (answer.status_code, answer.content, dict(answer.items())) for address, answer in answers.items()}


def test_a_page_is_the_same_a_minute_after_midnight_and_a_minute_before_the_next(site: Site, settings):
    settings.TIME_ZONE = FAR
    day = timezone.localdate() + timedelta(days=2)
    settings.SECURITY_CONTACT, settings.SECURITY_CONTACT_UNTIL = "mailto:security@example.org", day
    next(act for act in ACTS if act.__name__ == "sign_what_readers_have")(site)
    Publication.objects.exclude(reviewed=None).update(review_due=day)
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(FAR))
    found = addresses()
    first = shown((midnight + timedelta(minutes=1)).astimezone(UTC), found)
    last = shown((midnight + timedelta(hours=23, minutes=59)).astimezone(UTC), found)
    assert [address for address in found if first[address] != last[address]] == []
    next_day = shown((midnight + timedelta(hours=24, minutes=1)).astimezone(UTC), found)
    assert "/articles/sleep/" in [address for address in found if last[address] != next_day[address]]
