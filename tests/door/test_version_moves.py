"""Whatever changes a public page moves the version of the site in the same transaction."""

from __future__ import annotations

import pytest

from tests.door.acts import ACTS
from tests.door.site import Site
from tests.door.witness import Witness

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_no_page_changes_under_the_same_version(site: Site, monkeypatch):
    witness = Witness()
    told = []
    with witness.watching(monkeypatch):
        for act in ACTS:
            act(site)
            witness.compare_now()  # files change pages, too
            told += [f"{act.__name__}: {fault}" for fault in witness.faults]
            witness.faults.clear()
    assert told == []
    assert witness.read - witness.written == set()  # or an act is missing here
    assert {table for table in witness.read if not table.startswith("articles_")} == set()  # no account, no letter
