"""The desk of the newsletter staff: everything to look at, nothing to change."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from newsletter.tokens import confirm_token
from tests.newsletter.conftest import in_state

LIST = "/admin/newsletter/subscriber/"
PLACES = [LIST, "/admin/newsletter/export/"]


def test_the_list_is_searched_by_address_and_filtered_by_state(site, at_desk):
    in_state("active", "anna@example.org"), in_state("left", "berta@example.org")
    assert "berta@" not in at_desk.get(LIST, {"q": "anna"}).text
    left = at_desk.get(LIST, {"state": "left"}).text
    assert ("anna@" in left, "berta@" in left) == (False, True)


@pytest.mark.parametrize("query", [{"state": "odd"}, {"q": "a\0b"}, {"p": "99999"}, {"e": "1"}])
def test_odd_questions_are_answered(site, at_desk, query):
    assert at_desk.get(LIST, query).status_code < 500


def test_one_person_is_shown_with_the_proof_of_consent(client, site, asking, at_desk):
    ask = asking()
    client.post(f"/newsletter/confirm/{confirm_token(ask.handle)}/", {"wording": "1"})
    text = at_desk.get(f"{LIST}{ask.subscriber_id}/change/").text
    assert site.consent in text
    assert "Button behind the link in a confirmation mail" in text


@pytest.mark.parametrize("place", PLACES)
def test_nothing_is_added_by_hand(site, at_desk, place):
    assert at_desk.get(f"{place}add/").status_code == 403
    assert at_desk.post(f"{place}add/", {"address": "x@example.org"}).status_code == 403


@pytest.mark.parametrize("act", ["change", "delete"])
def test_nobody_changes_or_deletes_by_hand_not_even_a_superuser(site, admin_client, active, act):
    assert admin_client.post(f"{LIST}{active.pk}/{act}/", {"post": "yes"}).status_code == 403
    active.refresh_from_db()


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("who", ["editor", "bystander"])
def test_nobody_else_on_the_staff_sees_it(site, request, who, place):
    client = Client()
    client.force_login(request.getfixturevalue(who))
    assert client.get(place).status_code == 403


def test_who_may_see_but_not_export_gets_no_button(site, at_desk, newsletter_staff):
    assert "/subscriber/export/" in at_desk.get(LIST).text
    Group.objects.get(name="Newsletter staff").permissions.filter(codename="export_subscriber").delete()
    assert "/subscriber/export/" not in at_desk.get(LIST).text


def test_the_group_has_its_rights_from_the_migration(db):
    rights = Group.objects.get(name="Newsletter staff").permissions.values_list("codename", flat=True)
    assert {"view_subscriber", "view_consentevent", "export_subscriber", "change_campaign", "send_campaign"} <= set(
        rights
    )
    assert not {"change_subscriber", "delete_subscriber", "delete_campaign", "change_delivery"} & set(rights)


def test_editors_have_no_right_here(editor):
    assert not any(right.startswith("newsletter.") for right in User.objects.get(pk=editor.pk).get_all_permissions())


def test_a_long_list_takes_as_many_queries_as_a_short_one(site, at_desk, django_assert_max_num_queries):
    for number in range(30):
        in_state("active", f"r{number}@example.org")
    with django_assert_max_num_queries(10):
        at_desk.get(LIST)
