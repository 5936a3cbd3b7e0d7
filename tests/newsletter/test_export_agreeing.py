"""Many addresses leave only when two people want it: asking, agreeing, declining, and one download in time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from datetime import timedelta
from threading import Barrier

import pytest
from django.contrib.auth.models import Permission, User
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from newsletter.models import Export
from newsletter.models.export import Status, TooLate
from tests.newsletter.conftest import in_state
from tests.newsletter.exports import cells

EXPORT = "/admin/newsletter/subscriber/export/"
WHY = {"reason": "The printer asked.", "columns": ["address"]}

committed = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _two_are_too_many(settings):
    settings.NEWSLETTER_EXPORT_ALONE = 1


@pytest.fixture
def staff(db):
    """Makes somebody with this one right, signed in."""

    def make(name: str) -> tuple[User, Client]:
        user, client = User.objects.create_user(name, is_staff=True), Client()
        user.user_permissions.add(Permission.objects.get(codename="export_subscriber"))
        client.force_login(user)
        return user, client

    return make


@pytest.fixture
def two(site, staff):
    """Who asks, and who answers; in a list of two."""
    for name in ("ann", "bob"):
        in_state("active", f"{name}@example.org")
    return staff("asking"), staff("answering")


@pytest.fixture
def asked(two):
    """A request that waits."""
    (_, asking), _ = two
    assert asking.post(EXPORT, WHY).status_code == 302
    return Export.objects.get()


def of(export: Export, act: str = "change") -> str:
    return f"/admin/newsletter/export/{export.pk}/{act}/"


@committed
def test_few_are_taken_alone(two):
    (_, asking), _ = two
    response = asking.post(EXPORT, WHY | {"part": "ann"})
    assert cells(response.getvalue())[1:] == [["ann@example.org"]]


def test_the_form_says_it_before_anybody_asks(two):
    (_, asking), _ = two
    assert "More than 1 people need somebody else’s consent" in asking.get(EXPORT).text


def test_many_become_a_request_and_nothing_leaves(asked, two):
    (user, asking), _ = two
    assert (asked.status, asked.started_by, asked.begun_at) == (Status.WAITING, user, None)
    assert asking.post(of(asked, "download")).status_code == 409


def test_the_request_stands_on_top_with_all_that_is_asked(asked, two):
    _, (_, answering) = two
    assert "Waiting for a second person" in answering.get("/admin/newsletter/export/").text
    page = answering.get(of(asked)).text
    for said in ("asking", "Everybody", "The printer asked.", "CSV", "Agree", "Decline"):
        assert said in page


def test_nobody_agrees_with_themselves(asked, two):
    (_, asking), _ = two
    response = asking.post(of(asked, "agree"))
    assert response.status_code == 409
    assert "somebody else has to agree" in response.text
    asked.refresh_from_db()
    assert asked.status == Status.WAITING


@committed
def test_what_was_agreed_to_is_downloaded_once_by_who_asked(asked, two):
    (_, asking), (second, answering) = two
    assert answering.post(of(asked, "agree")).status_code == 302
    assert answering.post(of(asked, "download")).status_code == 403
    in_state("active", "new@example.org")
    assert len(cells(asking.post(of(asked, "download")).getvalue())) == 4  # the consent was for the filter
    asked.refresh_from_db()
    assert (asked.status, asked.agreed_by, asked.rows) == (Status.FINISHED, second, 3)
    assert asking.post(of(asked, "download")).status_code == 409


def test_after_a_day_it_is_too_late(asked, two):
    (user, _), (second, _) = two
    asked.agree(by=second)
    Export.objects.update(agreed_at=timezone.now() - timedelta(hours=24, seconds=1))
    asked.refresh_from_db()
    assert asked.status == Status.LAPSED
    with pytest.raises(TooLate):
        asked.begin(by=user)


def test_what_was_declined_stays_declined_and_says_by_whom(asked, two, staff):
    (user, asking), (second, answering) = two
    answering.post(of(asked, "decline"))
    asked.refresh_from_db()
    assert asked.status == Status.DECLINED
    assert "Declined by answering" in asking.get(of(asked)).text
    third, _ = staff("third")
    with pytest.raises(TooLate):
        asked.agree(by=third)
    with pytest.raises(TooLate):
        asked.begin(by=user)


def test_of_two_who_answer_at_once_the_second_is_told(asked, two, staff):
    """Both have the page open; the row is read anew under its lock."""
    _, (second, _) = two
    third, client = staff("third")
    stale = Export.objects.get(pk=asked.pk)
    asked.agree(by=second)
    with pytest.raises(TooLate):
        stale.decline(by=third)
    assert "Nothing was done" in client.post(of(asked, "agree")).text
    assert Export.objects.get().agreed_by == second


@committed
def test_a_list_that_grows_past_the_limit_breaks_off(two, settings):
    (_, asking), _ = two
    response = asking.post(EXPORT, WHY | {"part": "ann"})
    in_state("active", "anna@example.org")
    with pytest.raises(Exception, match="the list has grown"):
        response.getvalue()
    assert Export.objects.get().status == Status.BROKEN


@committed
def test_the_command_wants_two_names(two, tmp_path):
    (user, _), (second, _) = two
    file = str(tmp_path / "list.csv")
    for named in ({}, {"by": "asking"}, {"by": "asking", "agreed_by": "asking"}):
        with pytest.raises(CommandError, match=r"second person|somebody else"):
            call_command("export_subscribers", file, reason="Backup", **named)
    call_command("export_subscribers", file, reason="Backup", by="asking", agreed_by="answering")
    export = Export.objects.get()
    assert (export.started_by, export.agreed_by, export.rows) == (user, second, 2)
    assert export.is_only_named


def test_the_command_wants_people_with_the_right(two, person):
    person("bystander")
    with pytest.raises(CommandError, match="bystander may not export"):
        call_command("export_subscribers", reason="Backup", by="asking", agreed_by="bystander")
    assert not Export.objects.exists()


def test_an_export_that_there_is_not_is_not_found(two):
    (_, asking), _ = two
    for number in (0, 987654321, 10**30):
        assert asking.post(f"/admin/newsletter/export/{number}/agree/").status_code == 404


@pytest.mark.postgresql
@committed
def test_of_many_who_answer_at_the_very_same_moment_one_is_heard(asked, staff):
    others = [staff(f"other{number}")[0] for number in range(4)]
    at_once = Barrier(len(others))

    def answer(user: User) -> bool:
        at_once.wait()
        with closing(connection), suppress(TooLate):
            asked.agree(by=user)
            return True
        return False

    with ThreadPoolExecutor(len(others)) as pool:
        assert sum(pool.map(answer, others)) == 1


@pytest.mark.postgresql
@committed
def test_of_two_presses_of_the_button_one_downloads(asked, two):
    (user, _), (second, _) = two
    asked.agree(by=second)
    at_once = Barrier(2)

    def press(_: int) -> bool:
        at_once.wait()
        with closing(connection), suppress(TooLate):
            Export.objects.get().begin(by=user)
            return True
        return False

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(press, range(2))) == 1
