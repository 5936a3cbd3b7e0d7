"""Every address of the admin and of its door answers each of the eight as the table says, and none is forgotten."""

from __future__ import annotations

import pytest

from tests.admission import ADDRESSES, World
from tests.permissions import ROLES, rows

ROWS = list(rows())


def test_every_address_stands_in_the_table():
    assert set(ADDRESSES) - {row.address for row in ROWS} == set()


def test_every_row_is_an_address_that_there_is():
    assert {row.address for row in ROWS} - set(ADDRESSES) == set()


@pytest.mark.usefixtures("groups")
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.address}-{row.method}-{row.about}")
def test_everybody_gets_what_the_table_says(row):
    world = World()
    assert {role: world.outcome(row, role) for role in ROLES} == row.outcomes
