"""Who got a letter, and which letters somebody got."""

from __future__ import annotations

import pytest

from newsletter.events import tell
from newsletter.models import Campaign, Delivery, Subscriber
from newsletter.models.delivery import Fate
from newsletter.received import LAST, SHOWN, received_by
from tests.newsletter.told import one, sent

pytestmark = pytest.mark.django_db


def recipients(client, campaign, query=""):
    return client.get(f"/admin/newsletter/campaign/{campaign.pk}/recipients/{query}")


def person(client, subscriber):
    return client.get(f"/admin/newsletter/subscriber/{subscriber.pk}/change/")


def test_everybody_who_was_meant_stands_on_some_page_once(at_desk):
    campaign = sent(SHOWN + 1)
    first = recipients(at_desk, campaign).context["page"]
    second = recipients(at_desk, campaign, f"?after={first.after}").context["page"]
    assert [len(first.rows), len(second.rows), second.after] == [SHOWN, 1, None]
    assert len({row.pk for row in first.rows + second.rows}) == SHOWN + 1


def test_a_page_that_is_just_full_is_the_last(at_desk):
    assert recipients(at_desk, sent(SHOWN)).context["page"].after is None


def test_they_are_told_apart_by_what_became_of_it(at_desk):
    campaign = sent(3)
    Delivery.objects.filter(pk=campaign.deliveries.first().pk).update(fate=Fate.BOUNCED)
    assert len(recipients(at_desk, campaign, f"?fate={Fate.BOUNCED}").context["page"].rows) == 1


@pytest.mark.parametrize("query", ["?fate=x&after=x", "?fate=99", "?after=-1", f"?after={'9' * 30}", "?after=²"])
def test_an_address_that_makes_no_sense_shows_the_first_page(at_desk, query):
    response = recipients(at_desk, sent(1), query)
    assert response.status_code == 200
    assert len(response.context["page"].rows) == 1


def test_nobody_is_counted_and_all_is_fetched_at_once(at_desk, django_assert_max_num_queries):
    campaign = sent(30)
    with django_assert_max_num_queries(6) as asked:
        recipients(at_desk, campaign)
    assert not any("COUNT(" in query["sql"] for query in asked.captured_queries)


def test_an_auditor_sees_letters_but_not_people(client, auditor):
    client.force_login(auditor)
    assert recipients(client, sent(1)).status_code == 403


def test_somebody_who_was_erased_is_somebody(at_desk):
    campaign = sent(1)
    Subscriber.objects.get().erase()
    assert "Somebody who was erased" in recipients(at_desk, campaign).text


def test_the_page_of_a_person_tells_which_letters_they_got(at_desk):
    delivery = one()
    tell(delivery.pk, "bounced", source="mailbox", token="1", detail="5.1.1")
    text = person(at_desk, delivery.subscriber).text
    assert "A letter" in text
    assert "Came back (5.1.1)" in text
    assert "Nothing is sent to this address:" in text


def test_the_page_of_a_person_shows_the_last_fifty(active, at_desk, django_assert_max_num_queries):
    for n in range(LAST + 1):
        Delivery.objects.create(campaign=Campaign.objects.create(subject=f"No. {n}"), subscriber=active)
    assert [row.campaign.subject for row in received_by(active)][::49] == ["No. 50", "No. 1"]
    with django_assert_max_num_queries(16):
        assert "No. 50" in person(at_desk, active).text


def test_who_may_not_see_letters_does_not_see_them_there(client, bystander, active):
    bystander.user_permissions.add(*_right("view_subscriber"))
    client.force_login(bystander)
    assert "Letters to this person" not in person(client, active).text


def _right(name):
    permissions = Subscriber._meta.apps.get_model("auth", "Permission").objects
    return permissions.filter(codename=name)
