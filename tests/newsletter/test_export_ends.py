"""How exports end: counted and hashed, broken off and said so, or as a sheet; and nothing stays behind them."""

from __future__ import annotations

import hashlib
import io
import sys
import tempfile
import threading
import zipfile
from xml.etree import ElementTree

import pytest
from django.core.management import call_command

from newsletter.exporting import lines, sheet, stream
from newsletter.models import Export, Subscriber
from newsletter.models.export import Status
from tests.newsletter.conftest import in_state
from tests.newsletter.exports import cells, taken

EXPORT = "/admin/newsletter/subscriber/export/"
BATCH, MANY = 20, 240  # more than lies ready ahead of whoever downloads
# The package has functions of these names.
STREAM, SNAPSHOT = (sys.modules[f"newsletter.exporting.{name}"] for name in ("stream", "snapshot"))

committed = pytest.mark.django_db(transaction=True)


@pytest.fixture
def many(site, monkeypatch):
    for module in (SNAPSHOT, lines):
        monkeypatch.setattr(module, "BATCH", BATCH)
    people = (Subscriber(address=f"r{i}@example.org", key=f"r{i}@example.org", digest=f"{i}") for i in range(MANY))
    Subscriber.objects.bulk_create(people)


def begun() -> Export:
    return Export.start(by=None, reason="To try it")


@committed
def test_who_stops_in_the_middle_leaves_a_record_that_says_so_and_nothing_else(many, at_desk):
    threads = threading.active_count()
    export = begun()
    download = stream(export)
    for _ in range(3):
        next(download)
    download.close()
    export = Export.objects.get()
    assert (export.status, export.rows, export.sha256, export.finished_at) == (Status.BROKEN, 2 * BATCH, "", None)
    assert threading.active_count() == threads
    page = at_desk.get(f"/admin/newsletter/export/{export.pk}/change/").text
    assert "Broken off" in page
    assert "About 40 rows had left by then" in page


@committed
def test_an_error_in_the_middle_is_raised_and_written_down(many, monkeypatch):
    monkeypatch.setattr(lines, "joins", lambda *_: " LEFT JOIN no_such_table n ON true")
    with pytest.raises(Exception, match="no_such_table"):
        list(stream(begun()))
    assert Export.objects.get().status == Status.BROKEN


@committed
def test_the_record_says_how_far_it_is_while_it_goes(many, monkeypatch, at_desk):
    monkeypatch.setattr(STREAM, "PACE", 0)
    download = stream(begun())
    for _ in range(4):
        next(download)
    export = Export.objects.get()
    assert (export.status, export.rows) == (Status.GOING, 2 * BATCH)
    page = at_desk.get(f"/admin/newsletter/export/{export.pk}/change/").text
    assert "40 rows have left so far" in page
    assert 'http-equiv="refresh"' in page
    download.close()


@committed
def test_a_record_that_cannot_be_written_now_does_not_end_the_download(many, monkeypatch):
    def refuse(export: Export) -> None:
        raise STREAM.DatabaseError("locked")

    monkeypatch.setattr(STREAM, "PACE", 0)
    monkeypatch.setattr(Export, "tell", refuse)
    list(stream(begun()))
    assert Export.objects.get().rows == MANY


@committed
def test_one_query_makes_the_whole_list(many, django_assert_num_queries):
    export = begun()
    with django_assert_num_queries(1):  # that it is finished; the list comes over a connection of its own
        assert len(cells(b"".join(stream(export)))) == MANY + 1


@committed
def test_the_command_says_how_far_it_is(many, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr("newsletter.management.commands.export_subscribers.PACE", 0)
    call_command("export_subscribers", str(tmp_path / "list.csv"), reason="Backup")
    said = capsys.readouterr().err
    assert "20 so far" in said
    assert f"{MANY} subscribers, SHA-256" in said


def strings(content: bytes) -> list[list[str]]:
    """The cells of a sheet; each has to be a string."""
    name = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        page = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    found = list(page.iter(f"{name}c"))
    assert {cell.get("t") for cell in found} == {"inlineStr"}
    assert not list(page.iter(f"{name}f"))
    return [["".join(cell.itertext()) for cell in row] for row in page.iter(f"{name}row")]


@committed
def test_a_sheet_holds_strings_alone_and_its_folder_is_gone(site, at_desk, monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    in_state("active", "=cmd|x@example.org")
    response = at_desk.post(EXPORT, {"reason": "The printer asked.", "format": "xlsx", "columns": ["address", "state"]})
    content = response.getvalue()
    assert strings(content) == [["address", "state"], ["'=cmd|x@example.org", "active"]]
    assert response["Content-Disposition"].endswith('.xlsx"')
    export = Export.objects.get()
    assert (export.rows, export.sha256) == (1, hashlib.sha256(content).hexdigest())
    assert not list(tmp_path.iterdir())


@committed
def test_while_a_sheet_is_made_nobody_else_can_read_it(many, monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    pieces = sheet.sheet(Export(format="xlsx"))
    next(pieces)
    (folder,) = tmp_path.iterdir()
    assert folder.stat().st_mode & 0o777 == 0o700
    pieces.close()
    assert not list(tmp_path.iterdir())


@committed
def test_a_cell_that_no_sheet_holds_is_cut_and_says_so(site, active):
    active.events.create(kind="confirmed", mechanism="imported", proof="x" * 40_000)
    (_, (cell,)) = strings(taken(format="xlsx", columns=["proof"]))
    assert len(cell) == 32_767
    assert cell.endswith("(cut: a cell of a sheet holds no more)")


def test_more_people_than_a_sheet_holds_are_refused_before_it_begins(site, at_desk, monkeypatch):
    monkeypatch.setattr("newsletter.exporting.form.MOST", 1)
    for name in ("ann", "bob"):
        in_state("active", f"{name}@example.org")
    response = at_desk.post(EXPORT, {"reason": "The printer asked.", "format": "xlsx"})
    assert "A sheet holds 1 people, and these are more: choose CSV, or fewer people." in response.text
    assert not Export.objects.exists()


def test_without_the_library_a_sheet_is_not_offered(site, at_desk, monkeypatch):
    assert "XLSX" in at_desk.get(EXPORT).text
    monkeypatch.setattr("newsletter.exporting.form.IS_AVAILABLE", False)
    assert "XLSX" not in at_desk.get(EXPORT).text
    assert at_desk.post(EXPORT, {"reason": "The printer asked.", "format": "xlsx"}).status_code == 422
