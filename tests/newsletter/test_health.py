"""How healthy the list is, and how many are kept: counted, and nobody is named."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from newsletter.health import Health
from newsletter.models import Delivery, Subscriber, Suppression
from newsletter.models.delivery import Fate
from tests.newsletter.campaigns import people
from tests.newsletter.conftest import in_state
from tests.newsletter.issues import an_issue

pytestmark = pytest.mark.django_db
PLACE = "/admin/newsletter/subscriber/health/"


def letter(fates: dict[Subscriber, Fate], **more) -> None:
    campaign = an_issue(number=None, fate=None).campaign
    for person, fate in fates.items():
        Delivery.objects.create(campaign=campaign, subscriber=person, domain="example.org", fate=fate, **more)


def test_what_came_back_is_told_by_reason(site):
    one, two, three = people(3)
    letter({one: Fate.BOUNCED, two: Fate.BOUNCED}, reason="5.1.1 no such user")
    letter({three: Fate.FAILED}, code=554)
    assert Health().returned == [("Came back", "5.1.1 no such user", 2), ("Refused for good", "554", 1)]


def test_silent_is_who_was_missed_twice_and_never_reached(site):
    silent, once, reached, banned = people(4)
    missed, reason = Fate.FAILED, Suppression.Reason.BOUNCED
    letter({silent: missed, once: missed, reached: missed, banned: missed})
    letter({silent: Fate.DEFERRED, reached: missed, banned: missed})
    letter({reached: Fate.ACCEPTED})
    Suppression.objects.add_for(banned.key, reason=reason)
    assert Health().silent == 1


def test_nobody_is_silent_because_they_did_not_open(site):
    one = people(1)[0]
    for _ in range(3):
        letter({one: Fate.ACCEPTED})
    assert Health().silent == 0


def test_who_has_not_confirmed_is_told_by_age(site):
    for days in (0, 0, 3, 9):
        person = in_state("pending", f"p{days}{Subscriber.objects.count()}@example.org")
        at = timezone.now() - timedelta(days=days, hours=1)
        Subscriber.objects.filter(pk=person.pk).update(created_at=at)
    told = dict(Health().pending)
    assert (told["less than a day"], told["3 to 4 days"], told["7 days and more, asked again since"]) == (2, 1, 1)
    assert sum(told.values()) == 4


def test_the_page_says_what_is_not_known(site, at_desk, django_assert_max_num_queries):
    in_state("left", "left@example.org")
    with django_assert_max_num_queries(9):
        text = at_desk.get(PLACE).text
    assert "Whether somebody opened a letter is not known" in text
    assert "not even a count" in text
    assert "@example.org" not in text


def test_the_command_counts_each_state_exactly(site, django_assert_num_queries):
    for state, many in (("pending", 1), ("active", 3), ("left", 2)):
        for number in range(many):
            in_state(state, f"{state}{number}@example.org")
    Subscriber.objects.filter(key="active0@example.org").update(paused_until=timezone.now() + timedelta(days=1))
    Suppression.objects.add_for("active1@example.org", reason=Suppression.Reason.STAFF)
    out = StringIO()
    with django_assert_num_queries(7):
        call_command("subscribers", stdout=out)
    told = dict(line.rsplit(maxsplit=1) for line in out.getvalue().splitlines())
    told = {words.strip(): int(many) for words, many in told.items()}
    assert (told["unconfirmed"], told["subscribed"], told["left"], told["kept"]) == (1, 3, 2, 6)
    assert told["of whom nothing for a while"] == told["of whom may be written to now"] == 1
    assert told["hashes that must not be written to"] == 3
