"""Every address of the admin and of its door answers each of the eight as the table says, and none is forgotten."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.admission import ADDRESSES, World
from tests.permissions import ROLES, Row, rows

ROWS = list(rows())
ALIKE = ["strainprofile", "standingpage", "picture", "person", "topic", "synonym", "missed"]


def asked(row: Row):
    """The three kinds of pages share their screens, and so do the records: one of each is asked always, the others
    where there is time."""
    is_alike = any(f"_{kind}_" in row.address for kind in ALIKE)
    marks = [pytest.mark.slow] if is_alike else []
    return pytest.param(row, id=f"{row.address}-{row.method}-{row.about}", marks=marks)


def test_every_address_stands_in_the_table():
    assert set(ADDRESSES) - {row.address for row in ROWS} == set()


def test_every_row_is_an_address_that_there_is():
    assert {row.address for row in ROWS} - set(ADDRESSES) == set()


@pytest.fixture(scope="module")
def db(django_db_setup, django_db_blocker) -> Iterator[None]:
    """One transaction for all tests of this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def world(db) -> World:
    """One for all rows: what a request writes does not stay."""
    return World()


@pytest.mark.parametrize("row", [asked(row) for row in ROWS])
def test_everybody_gets_what_the_table_says(world, row):
    assert {role: world.outcome(row, role) for role in ROLES} == row.outcomes
