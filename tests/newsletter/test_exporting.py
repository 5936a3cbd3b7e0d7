"""Exporting: who may, what is written down, and that no spreadsheet runs what somebody typed."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
from datetime import datetime

import pytest
from django.contrib.auth.models import Permission, User
from django.core.management import CommandError, call_command
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from newsletter.exporting import BATCH, neutral, restored, stream
from newsletter.models import Export, Subscriber
from tests.newsletter.conftest import in_state

EXPORT = "/admin/newsletter/subscriber/export/"
WHY = {"reason": "The printer asked.", "state": ""}
FORMULA_SIGNS = "=+-@\t\r\n＝＋－＠"

committed = pytest.mark.django_db(transaction=True)  # a second connection sees only that


@pytest.fixture
def exporter(db, client):
    """Somebody on the staff with this one right, signed in."""
    user = User.objects.create_user("exporter", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="export_subscriber"))
    client.force_login(user)
    return user


@pytest.fixture
def take(client, exporter):
    """Download the list."""
    return lambda state="": client.post(EXPORT, {**WHY, "state": state})


def cells(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@given(st.one_of(st.text(), st.builds(str.__add__, st.sampled_from([*FORMULA_SIGNS, "'"]), st.text())))
def test_no_cell_starts_a_formula_and_none_is_lost(text):
    assert not neutral(text).startswith(tuple(FORMULA_SIGNS))
    assert restored(neutral(text)) == text


@committed
def test_the_download_is_the_list(site, take):
    for state in ("pending", "active", "left"):
        in_state(state, f"{state}@example.org")
    response = take()
    content = response.getvalue()
    assert content.startswith(codecs.BOM_UTF8)
    rows = cells(content)
    assert rows[0] == ["address", "state", "asked", "confirmed", "left"]
    assert [row[:2] for row in rows[1:]] == [[f"{s}@example.org", s] for s in ("pending", "active", "left")]
    assert rows[2][3].endswith("Z")
    assert datetime.fromisoformat(rows[2][3]) == Subscriber.objects.active().get().confirmed_at


@committed
def test_the_download_is_kept_nowhere_and_has_a_name(site, take):
    response = take("active")
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Disposition"].startswith('attachment; filename="subscribers-active-20')
    assert response.streaming
    response.close()


@committed
def test_a_formula_in_an_address_is_text_in_the_file(site, take):
    in_state("active", "=cmd|x@example.org")
    assert cells(take().getvalue())[1][0] == "'=cmd|x@example.org"


@committed
def test_only_the_chosen_state_is_taken(site, take):
    for state in ("pending", "active", "left"):
        in_state(state, f"{state}@example.org")
    assert [row[0] for row in cells(take("left").getvalue())[1:]] == ["left@example.org"]


@committed
def test_who_took_what_and_why_is_written_down(site, take, exporter):
    in_state("active", "reader@example.org")
    content = take("active").getvalue()
    export = Export.objects.get()
    assert (export.started_by, export.reason, export.state, export.rows) == (
        exporter,
        WHY["reason"],
        "active",
        1,
    )
    assert export.sha256 == hashlib.sha256(content).hexdigest()
    assert export.finished_at


@committed
def test_a_download_that_is_broken_off_says_so(site, take):
    in_state("active", "reader@example.org")
    response = take()
    assert Export.objects.count() == 1  # before the first byte
    next(iter(response))
    response.close()
    export = Export.objects.get()
    assert (export.finished_at, export.sha256, export.rows) == (None, "", None)


@pytest.mark.parametrize("reason", ["", "   "])
def test_without_a_reason_there_is_no_list(site, at_desk, reason):
    response = at_desk.post(EXPORT, {"reason": reason, "state": ""})
    assert "This field is required" in response.text
    assert not Export.objects.exists()


def test_looking_at_the_page_takes_nothing(site, at_desk):
    assert 'value="Download"' in at_desk.get(EXPORT).text
    assert not Export.objects.exists()


@pytest.mark.parametrize("who", ["editor", "bystander"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_else_on_the_staff_may_export(site, request, who, method):
    client = Client()
    client.force_login(request.getfixturevalue(who))
    assert getattr(client, method)(EXPORT, WHY).status_code == 403
    assert not Export.objects.exists()


def test_a_stranger_is_asked_to_sign_in(client, site):
    assert client.post(EXPORT, WHY)["Location"].startswith("/admin/login/")


def test_a_form_of_another_site_takes_nothing(site, newsletter_staff):
    client = Client(enforce_csrf_checks=True)
    client.force_login(newsletter_staff)
    assert client.post(EXPORT, WHY).status_code == 403


@committed
def test_the_command_writes_the_same_bytes(site, take, exporter, tmp_path):
    in_state("active", "reader@example.org")
    call_command("export_subscribers", str(tmp_path / "list.csv"), reason="Backup", by="exporter", state="active")
    content = take("active").getvalue()
    assert (tmp_path / "list.csv").read_bytes() == content
    first, second = Export.objects.order_by("pk")
    assert (first.started_by, first.sha256) == (exporter, second.sha256)


@committed
def test_the_command_writes_to_the_standard_output(site, capfdbinary):
    in_state("active", "reader@example.org")
    call_command("export_subscribers", reason="Backup")
    out, err = capfdbinary.readouterr()
    assert b"reader@example.org,active" in out
    assert b"1 subscribers, SHA-256" in err


@pytest.mark.parametrize("wrong", [{"reason": " "}, {"reason": "Backup", "by": "nobody"}])
def test_the_command_refuses_what_is_not_said(db, wrong):
    with pytest.raises(CommandError):
        call_command("export_subscribers", **wrong)
    assert not Export.objects.exists()


@committed
def test_a_long_list_comes_in_pieces_with_one_query(site):
    people = [Subscriber(address=f"r{i}@example.org", key=f"r{i}@example.org", digest=f"{i}") for i in range(BATCH + 1)]
    Subscriber.objects.bulk_create(people)
    chunks = list(stream(Export.start(by=None, state="", reason="Count")))
    assert len(chunks) == 3
    assert Export.objects.get().rows == len(cells(b"".join(chunks))) - 1 == BATCH + 1
