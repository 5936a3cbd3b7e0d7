"""One person's proof on one page: the words as they stood, the very page, the moment, and what is not known."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError, connection, transaction
from django.test import Client

from newsletter.models import Ask, ConsentEvent, Subscriber
from newsletter.tokens import confirm_token
from tests.newsletter.conftest import in_state, join

TABLE = "newsletter_consentevent"


def proof(client, person):
    return client.get(f"/admin/newsletter/subscriber/{person.pk}/proof/")


@pytest.fixture
def proved(client, site, published, editor):
    """Somebody who joined from a page that was corrected since, under words that were changed since."""
    publication = published.publication
    seen = {"wording": "1", "page": publication.path, "revision": str(publication.revision_id)}
    join(client, "reader@example.org", **seen)
    client.post(f"/newsletter/confirm/{confirm_token(Ask.objects.get().handle)}/")
    published.title = "Sleep, corrected"
    published.save()
    published.publish(by=editor, note="Corrected.")
    site.consent = "Quite other words."
    site.save()
    return Subscriber.objects.get()


def test_it_shows_the_words_as_they_stood_and_the_page_as_it_was(at_desk, client, proved):
    page = proof(at_desk, proved)
    assert "Yes, send me the newsletter" in page.text
    assert "Quite other words." not in page.text
    address = re.search(r'href="http://localhost:8000(/articles/sleep/at/\w{12}/)"', page.text)[1]
    past = client.get(address)
    assert (past.status_code, "Sleep, corrected" in past.text.partition("<h1")[2].partition("</h1>")[0]) == (200, False)


def test_it_names_moment_mechanism_and_the_beginning_of_the_hash(at_desk, proved, settings):
    settings.TIME_ZONE = "Asia/Jakarta"
    page, event = proof(at_desk, proved).text, ConsentEvent.objects.get()
    assert f"({event.happened_at:%Y-%m-%d %H:%M:%S} UTC)" in page
    assert f"{event.happened_at.astimezone(ZoneInfo('Asia/Jakarta')):%H:%M:%S} WIB</time>" in page
    assert "Button behind the link in a confirmation mail" in page
    assert event.network[:12] in page
    assert event.network not in page


def test_it_says_plainly_what_is_not_known(at_desk, site, asking):
    ask = asking()
    ask.confirm(wording=None, network="")
    page = proof(at_desk, ask.subscriber).text
    for gap in ("Which words were shown is not known.", "The page is not known", "From which network"):
        assert gap in page


def test_who_moved_saw_the_words_on_a_page_of_its_own(at_desk, active):
    active.events.create(kind="moved", mechanism="change_link", wording=1, network="there")
    page = proof(at_desk, active).text
    assert "Button behind the link that was mailed to the new address" in page
    assert "The page is not known" not in page


def test_of_a_page_that_is_gone_it_gives_no_dead_link(at_desk, proved, published, editor):
    published.withdraw(by=editor, why="It was wrong.")
    page = proof(at_desk, proved).text
    assert "/at/" not in page
    assert "The page is not open to readers now" in page


def test_of_a_page_whose_version_is_not_known_it_shows_the_day(at_desk, client, site, published):
    join(client, "reader@example.org", page=published.publication.path)
    Ask.objects.get().confirm(wording=1, network="there")
    page = proof(at_desk, Subscriber.objects.get()).text
    assert re.search(r"/articles/sleep/at/\d{4}-\d\d-\d\d/", page)
    assert "Which version of the page was shown is not known." in page


def test_what_staff_did_bears_their_name_and_what_they_stated(at_desk, site, newsletter_staff):
    person = in_state("active", "reader@example.org")
    told = {"kind": "confirmed", "mechanism": "imported", "by": newsletter_staff, "proof": "Paper list, stand 4"}
    person.events.create(**told)
    page = proof(at_desk, person).text
    assert "Paper list, stand 4" in page
    assert ", by newsletter" in page


def test_much_proof_takes_no_more_queries(at_desk, proved, django_assert_max_num_queries):
    for _ in range(5):
        proved.events.create(kind="left", mechanism="leave_link", wording=1, page="articles/sleep")
    with django_assert_max_num_queries(14):
        assert proof(at_desk, proved).text.count("<h3>") == 7


def test_one_must_be_allowed_to_see_people_and_proof(site, bystander, active):
    client = Client()
    client.force_login(bystander)
    for codename in ("view_subscriber", "view_consentevent"):
        assert proof(client, active).status_code == 403
        bystander.user_permissions.add(Permission.objects.get(codename=codename))
    assert proof(client, active).status_code == 200


@pytest.mark.parametrize(
    "act", [f"UPDATE {TABLE} SET page = 'other'", f"UPDATE {TABLE} SET subscriber_id = 0", f"DELETE FROM {TABLE}"]
)
def test_the_database_itself_refuses_to_change_proof(proved, act):
    with pytest.raises(IntegrityError, match="A consent event"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act)
    assert ConsentEvent.objects.get().page == "articles/sleep"


def test_proof_goes_with_the_person_it_is_about_and_with_nobody_else(proved, active):
    active.events.create(kind="confirmed", mechanism="confirm_link")
    assert Subscriber.objects.filter(pk=proved.pk).forget() == 1
    assert ConsentEvent.objects.get().subscriber == active


@pytest.mark.django_db(transaction=True)
def test_nobody_goes_and_leaves_their_proof_behind(active):
    active.events.create(kind="confirmed", mechanism="confirm_link")
    with pytest.raises(IntegrityError), transaction.atomic():
        active.delete()
    assert Subscriber.objects.get().events.count() == 1
