"""Staff bring in a list, look at what stands in it, and decide."""

from __future__ import annotations

import csv
import io

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from newsletter.models import Import, Label, Subscriber
from newsletter.models.importing import Stage
from tests.newsletter.importing.files import applied, brought, read, worked

pytestmark = pytest.mark.usefixtures("imports_root", "site")
ADD = "/admin/newsletter/import/add/"
TYPED = {"source": "The fair", "proof": "On paper.", "labels": "Fair; Berlin", "spreadsheet": ""}


def file_of(content: str | bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("list.csv", content.encode() if isinstance(content, str) else content)


def screen(parent: Import, name: str = "change") -> str:
    return f"/admin/newsletter/import/{parent.pk}/{name}/"


def test_a_list_is_uploaded_read_applied_and_undone(at_desk, newsletter_staff):
    answer = at_desk.post(ADD, TYPED | {"file": file_of("email\na@example.org\nb@example.org\nnobody\n")})
    parent = worked(Import.objects.get())
    assert answer["Location"] == screen(parent)
    assert (parent.started_by, parent.source, parent.file_name) == (newsletter_staff, "The fair", "list.csv")
    assert "Name the column" not in at_desk.get(screen(parent)).text
    assert "<b>2</b> new" in at_desk.get(screen(parent, "apply")).text
    at_desk.post(screen(parent, "apply"))
    assert "Being applied" in at_desk.get(screen(parent)).text
    assert worked(parent).applied_by == newsletter_staff
    assert sorted(Subscriber.objects.active().first().labels.names()) == ["Berlin", "Fair"]
    at_desk.post(screen(parent, "undo"))
    assert worked(parent).stage == Stage.UNDONE
    assert "Taken out of the list: 2" in at_desk.get(screen(parent)).text


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"file": file_of(b"PK\x03\x04")}, "Save it as CSV"),
        ({"file": file_of("")}, "This file is empty."),
        ({"source": ""}, "choose the file once more"),
        ({"file": ""}, "Choose the file."),
        ({"labels": "x" * 101}, "at most 100 characters"),
        ({"source": "a\0b"}, "Null characters are not allowed"),
    ],
)
def test_what_cannot_be_taken_is_told_and_nothing_typed_is_lost(at_desk, imports_root, changed, words):
    answer = at_desk.post(ADD, TYPED | {"file": file_of("a@example.org\n")} | changed)
    assert answer.status_code == 422
    assert words in answer.text
    assert "On paper." in answer.text
    assert not Import.objects.exists()
    assert list(imports_root.glob("*")) == []
    assert not Label.objects.exists()


def test_a_form_of_another_site_brings_nothing_in(newsletter_staff, imports_root):
    client = Client(enforce_csrf_checks=True)
    client.force_login(newsletter_staff)
    assert client.post(ADD, TYPED | {"file": file_of("a@example.org\n")}).status_code == 403
    assert not Import.objects.exists()


@pytest.mark.parametrize("who", ["editor", "bystander", "auditor"])
def test_of_others_not_a_byte_is_read(request, imports_root, who):
    client = Client()
    client.force_login(request.getfixturevalue(who))
    assert client.post(ADD, TYPED | {"file": file_of("a@example.org\n")}).status_code == 403
    assert not imports_root.exists()


def test_a_large_file_goes_to_the_disk_as_it_comes_in(at_desk):
    content = b"email\n" + b"".join(b"reader%d@example.org\n" % number for number in range(200_000))
    assert len(content) > 4_000_000
    at_desk.post(ADD, TYPED | {"file": file_of(content)})
    assert Import.objects.get().size == len(content)


def test_lines_are_shown_by_hundreds_and_come_as_csv(at_desk, django_assert_max_num_queries):
    parent = read("=cmd|x@example.org\n" + "".join(f"nobody{number}\n" for number in range(150)))
    with django_assert_max_num_queries(8):
        first = at_desk.get(screen(parent, "rows/invalid")).text
    assert first.count("nobody") == 100
    after = first.partition("?after=")[2].partition('"')[0]
    assert at_desk.get(screen(parent, "rows/invalid") + f"?after={after}").text.count("nobody") == 50
    assert at_desk.get(screen(parent, "rows/invalid") + "?after=9x").status_code == 200
    taken = at_desk.post(f"/admin/newsletter/import/{parent.pk}/rows/new.csv")
    rows = list(csv.reader(io.StringIO(taken.getvalue().decode("utf-8-sig"))))
    assert rows[1] == ["1", "'=cmd|x@example.org", "New", "", ""]
    assert at_desk.get(screen(parent, "rows/nothing")).status_code == 404


def test_the_report_is_as_quick_for_many_as_for_few(at_desk, django_assert_max_num_queries):
    parent = read("".join(f"r{number}@example.org\n" for number in range(500)))
    with django_assert_max_num_queries(8):
        assert "500" in at_desk.get(screen(parent)).text


def test_who_comes_too_late_is_told_so(at_desk):
    parent = applied("a@example.org\n")
    answer = at_desk.post(screen(parent, "apply"))
    assert answer.status_code == 409
    assert "This import is “Applied” now." in answer.text


def test_an_import_that_is_being_read_shows_how_far_it_is(at_desk):
    parent = brought("a@example.org\n")
    assert 'http-equiv="refresh"' in at_desk.get(screen(parent)).text
    assert 'http-equiv="refresh"' not in at_desk.get(screen(parent) + "?still=1").text


def test_who_may_only_look_sees_counts_but_no_address(auditor):
    parent = read("a@example.org\n")
    client = Client()
    client.force_login(auditor)
    text = client.get(screen(parent)).text
    assert "Apply…" not in text
    assert "/rows/" not in text
    assert client.get(screen(parent, "rows/new")).status_code == 403


def test_the_log_holds_no_address(at_desk):
    at_desk.post(ADD, TYPED | {"file": file_of("a@example.org\n")})
    parent = worked(Import.objects.get())
    at_desk.post(f"/admin/newsletter/import/{parent.pk}/rows/new.csv").getvalue()
    at_desk.post(screen(parent, "apply"))
    told = " ".join(f"{entry.object_repr} {entry.change_message}" for entry in LogEntry.objects.all())
    assert LogEntry.objects.count() == 3
    assert "@" not in told
