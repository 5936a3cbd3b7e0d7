"""A file becomes rows: whatever program wrote it, and whatever is wrong with it."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.addresses import NotAnAddress, parse
from newsletter.importing import mailboxes
from newsletter.importing.layout import Unreadable
from newsletter.importing.records import LONGEST, records
from newsletter.models import Import, Suppression
from newsletter.models.importing import Stage
from tests.newsletter.conftest import in_state
from tests.newsletter.importing.files import brought, read, rows, verdicts, worked

pytestmark = pytest.mark.usefixtures("imports_root", "db")
locals_ = st.from_regex(r"[A-Za-z0-9!#$%&'*/=?^_`{|}~+.-]{1,70}", fullmatch=True) | st.sampled_from(
    ["Info", "abuse", ""]
)
labels = st.from_regex(r"[A-Za-z0-9-]{1,65}", fullmatch=True)
tops = st.sampled_from(["org", "COM", "test", "local", "c", "xn--p1ai", "1", "", "onion", "bücher"])
likely = st.builds("{}@{}.{}".format, locals_, st.lists(labels, max_size=3).map(".".join), tops)


@given(st.one_of(likely, st.text(max_size=40), likely.map(lambda text: f" {text}")))
def test_the_short_cut_says_what_the_rule_says(typed):
    def answer(rule):
        try:
            return rule(typed)
        except NotAnAddress as error:
            return str(error)

    assert answer(mailboxes.read) == answer(parse)


cells = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=12)


@given(st.lists(st.lists(cells, min_size=2, max_size=2).filter(any), max_size=8), st.sampled_from(",;\t"))
def test_reading_goes_on_at_any_record_as_if_it_had_not_stopped(table, delimiter):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(table)
    file = io.BytesIO(text.getvalue().encode())
    told = {"encoding": "utf-8", "delimiter": delimiter}
    whole = list(records(file, start=0, line=1, **told))
    assert [record.cells for record in whole] == table
    for place, record in enumerate(whole):
        rest = list(records(file, start=record.to, line=record.next_line, **told))
        assert rest == whole[place + 1 :]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("email,name\nreader@example.org,Zoë\n".encode(), "utf-8"),
        ("\ufeffemail,name\nreader@example.org,Zoë\n".encode(), "utf-8"),
        ("email;name\r\nreader@example.org;Zoë €\r\n".encode("cp1252"), "cp1252"),
        (b"email\tname\nreader@example.org\tZo\xeb \x81\n", "latin-1"),
        (b'name,E-Mail\n"Zo\n""e"", MD",reader@example.org\n', "utf-8"),
        (b"reader@example.org", "utf-8"),
        (b"Kontakt\nreader@example.org\n", "utf-8"),
    ],
)
def test_files_of_many_programs_are_read(content, encoding):
    parent = read(content)
    assert parent.layout["encoding"] == encoding
    assert [row.address for row in rows(parent) if row.address] == ["reader@example.org"]
    assert parent.stage == Stage.READ


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04rest", "Save it as CSV"),
        (b"%PDF-1.7", "PDF"),
        ("email\na@example.org".encode("utf-16"), "CSV UTF-8"),
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"name,town\nZo\xc3\xab,Utrecht\n", "Name the column of the addresses “email”"),
        (b"email\ra@example.org\rb@example.org", "Macs"),
        (bytes(range(256)) + bytes(5000), "no text"),
    ],
)
def test_what_is_no_list_is_refused_in_words_and_not_kept(imports_root, content, words):
    with pytest.raises(Unreadable, match=words):
        brought(content)
    assert not Import.objects.exists()
    assert list(imports_root.iterdir()) == []


def test_every_line_is_in_the_report_with_its_number_and_what_is_wrong(site):
    in_state("active", "known@example.org")
    in_state("left", "gone@example.org")
    Suppression.objects.add_for("erased@example.org", reason="left")
    lines = ["email,name", "new@example.org,N", "KNOWN@example.org,K", "gone@example.org,G", "erased@example.org,E"]
    lines += ["new@EXAMPLE.org,again", "reader.example.org,R", "one@example.org", "", "nul\0@example.org,x"]
    lines += ["Info@example.org,I", '"open@example.org,x']
    parent = read("\n".join(lines))
    assert verdicts(parent) == [
        (2, "New"),
        (3, "Known already"),
        (4, "Must not be written to"),
        (5, "Must not be written to"),
        (6, "Twice in the file"),
        (7, "Not an address"),
        (8, "Not an address"),
        (10, "Not an address"),
        (11, "New"),
        (12, "Not an address"),
    ]
    said = {row.line: row.problem for row in rows(parent) if row.problem}
    assert said[7] == "This address lacks its “@”."
    assert said[8] == "1 cells where the first line has 2."
    assert "NUL" in said[10]
    assert "quotation mark" in said[12]
    tally = {"new": 2, "known": 1, "suppressed": 2, "duplicate": 1, "invalid": 4, "blank": 1, "role": 1, "pending": 2}
    assert parent.tally == tally
    assert parent.layout["unused"] == ["name"]


def test_a_line_without_end_costs_itself_alone():
    parent = read(f'a@example.org\n"{"x" * 3 * LONGEST}\nb@example.org\n')
    assert verdicts(parent) == [(1, "New"), (2, "Not an address"), (3, "New")]
    assert len(rows(parent)[1].typed) <= 320


def test_a_duplicate_is_found_across_pieces(monkeypatch):
    monkeypatch.setattr("newsletter.importing.reading.PIECE", 2)
    parent = read("a@example.org\nb@example.org\nc@example.org\nA@example.org\n")
    assert verdicts(parent) == [(1, "New"), (2, "New"), (3, "New"), (4, "Twice in the file")]


def test_the_file_goes_when_it_is_read_and_nobody_else_could_have_read_it(imports_root):
    parent = brought("a@example.org\n")
    kept = imports_root / parent.file
    assert kept.stat().st_mode & 0o777 == 0o600
    assert "list" not in parent.file
    assert worked(parent).file == ""
    assert not kept.exists()


@pytest.mark.parametrize(("name", "value"), [("confirmed", "soon"), ("asked", "2999-01-01"), ("state", "perhaps")])
def test_a_cell_that_cannot_be_understood_is_named(name, value):
    parent = read(f"email,{name}\na@example.org,{value}\n")
    assert f"“{name}”" in rows(parent)[0].problem
