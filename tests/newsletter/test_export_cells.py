"""What stands in an export: every column, lists in one cell, both dialects, said by the database as we would."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import Topic
from newsletter.exporting import neutral, restored
from newsletter.exporting.cells import joined, parted
from newsletter.exporting.columns import COLUMNS
from newsletter.models import ConsentEvent, Label, Subscriber
from tests.newsletter.conftest import in_state
from tests.newsletter.exports import cells, taken

committed = pytest.mark.django_db(transaction=True)
HOSTILE = [
    "=1+1",
    "＝1",
    "'quoted",
    "''",
    "\ttab",
    "\nline",
    'a "b", c',
    "two\r\nlines",
    "ends \\",
    "a;b",
    "ü–漢",
    "-",
    "%s",
]
PLAIN = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
WHEN = datetime(2026, 3, 1, 9, 30, 0, 250000, tzinfo=UTC)


@pytest.fixture
def known(site, active, db):
    """Somebody of whom everything is known, with what is unpleasant in a file."""
    topics = [Topic.objects.create(name=name, slug=name) for name in ("sleep", "-pain")]
    active.topics.set(topics)
    active.labels.add("a;b", "=congress\\")
    facts = {"kind": "confirmed", "mechanism": "imported", "wording": 1, "page": "articles/sleep", "revision": 7}
    active.events.create(**facts | {"happened_at": datetime(2026, 1, 1, tzinfo=UTC), "proof": "the older one"})
    active.events.create(**facts, happened_at=WHEN, proof='=He said\r\n"yes"')
    Subscriber.objects.filter(pk=active.pk).update(confirmed_at=WHEN)
    return active


@committed
def test_every_column_says_what_it_should(known):
    header, row = cells(taken(columns=list(COLUMNS), dialect="machine"))
    assert header == [
        "address",
        "state",
        "asked",
        "confirmed",
        "left",
        "paused_until",
        "topics",
        "labels",
        "wording",
        "words",
        "page",
        "revision",
        "mechanism",
        "proof",
    ]
    said = dict(zip(header, row, strict=True))
    assert datetime.fromisoformat(said["confirmed"]) == WHEN
    assert (said["left"], said["paused_until"]) == ("", "")
    assert (said["topics"], said["labels"]) == ("-pain; sleep", "=congress\\\\; a\\;b")
    assert said["words"].startswith("Yes, send me the newsletter")
    assert (said["wording"], said["page"], said["revision"]) == ("1", "articles/sleep", "7")
    assert (said["mechanism"], said["proof"]) == ("imported", '=He said\r\n"yes"')


@committed
def test_for_a_spreadsheet_nothing_starts_a_formula_and_all_of_it_comes_back(known):
    exact, safe = (cells(taken(columns=list(COLUMNS), dialect=dialect))[1] for dialect in ("machine", "spreadsheet"))
    assert safe != exact
    assert [neutral(cell) for cell in exact] == safe
    assert [restored(cell) for cell in safe] == exact


@committed
def test_a_program_gets_lines_of_json_in_which_lists_are_lists(known):
    (line,) = taken(columns=list(COLUMNS), format="ndjson", dialect="machine").splitlines()
    said = json.loads(line)
    assert list(said) == list(COLUMNS)
    assert (said["topics"], said["labels"]) == (["-pain", "sleep"], ["=congress\\", "a;b"])
    assert (said["left"], said["revision"], said["proof"]) == (None, 7, '=He said\r\n"yes"')


@committed
def test_who_chose_nothing_and_never_confirmed_has_empty_cells(site):
    in_state("pending", "reader@example.org")
    said = cells(taken(columns=list(COLUMNS)))[1]
    assert said[0:2] == ["reader@example.org", "pending"]
    assert set(said[3:]) == {""}
    assert json.loads(taken(columns=["topics", "proof"], format="ndjson")) == {"topics": [], "proof": None}


@committed
def test_a_column_that_is_empty_for_somebody_still_has_a_line_for_them(site):
    for state in ("active", "left"):
        in_state(state, f"{state}@example.org")
    assert len(cells(taken(columns=["left"]))) == 3


@committed
def test_odd_addresses_are_the_same_in_every_file(site):
    Subscriber.objects.bulk_create(Subscriber(address=text, key=text, digest="1") for text in HOSTILE)
    for columns in (["address", "state"], ["address"]):
        safe, exact = (cells(taken(columns=columns, dialect=each))[1:] for each in ("spreadsheet", "machine"))
        assert [row[0] for row in exact] == HOSTILE
        assert [row[0] for row in safe] == [neutral(text) for text in HOSTILE]
    told = taken(columns=["address"], format="ndjson").decode().split("\n")
    assert [json.loads(line)["address"] for line in told if line] == HOSTILE


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.one_of(PLAIN, st.builds(str.__add__, st.sampled_from("=+-@\t\r\n＝＋－＠'"), PLAIN)))
def test_the_database_neutralises_as_we_do(db, text):
    """The very SQL of the column, over a row of one."""
    cell = COLUMNS["address"].cell(connection.vendor, is_neutral=True)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {cell} FROM (SELECT CAST(%s AS text) AS address) s", [text])
        assert cursor.fetchone() == (neutral(text),)


@given(st.lists(PLAIN))
def test_a_list_comes_back_out_of_its_cell(parts):
    parts = [part.strip() for part in parts if part.strip()]
    assert parted(joined(parts)) == parts


def test_an_apostrophe_that_nobody_put_there_stays():
    assert [restored(cell) for cell in ("'tis", "'", "plain")] == ["'tis", "'", "plain"]


@committed
def test_only_the_last_time_somebody_confirmed_counts_and_leaving_does_not(known):
    known.events.create(
        kind=ConsentEvent.Kind.LEFT, mechanism="one_click", happened_at=datetime(2026, 5, 1, tzinfo=UTC)
    )
    assert cells(taken(columns=["address", "mechanism"]))[1][1] == "imported"


@committed
def test_many_labels_and_events_do_not_make_a_second_line(known):
    Label.objects.create(name="unused", slug="unused")
    assert len(cells(taken(columns=list(COLUMNS)))) == 2
