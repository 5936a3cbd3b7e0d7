"""Searches that were judged by hand over the demonstration: the right first hit, and both databases agree on the rest.

The file holds for each what a person judged to be the right first hit, and the first five of each database. After the
demonstration has changed, JUDGED=write with either database writes its five anew; what is right is written by hand."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from articles.models import Entry, Synonym
from articles.models.reindexing import reindex
from articles.search.results import find

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("db")]

FILE = Path(__file__).with_name("judged_searches.json")
JUDGED: dict[str, dict[str, Any]] = json.loads(FILE.read_text())
OTHER = {"sqlite": "postgresql", "postgresql": "sqlite"}
ALIKE = 4  # of the first five


@pytest.fixture(scope="module")
def library(demonstrated, django_db_blocker) -> None:
    """With the words learnt, which happens after a commit that no test makes."""
    with django_db_blocker.unblock():
        reindex(progress=lambda done, total: None)
        for word in ("ketum", "mitragyna speciosa"):
            Synonym.objects.update_or_create(word=word, defaults={"means": "kratom"})
        assert Entry.objects.count() > 40


@pytest.fixture(scope="module")
def found(library, django_db_blocker) -> dict[str, list[str]]:
    with django_db_blocker.unblock():
        first_five = {typed: [each.address for each in find(typed).results[:5]] for typed in JUDGED}
    if os.environ.get("JUDGED") == "write":
        for typed, addresses in first_five.items():
            JUDGED[typed][connection.vendor] = addresses
        FILE.write_text(json.dumps(JUDGED, indent=1, ensure_ascii=False) + "\n")
    return first_five


def test_forty_searches_are_judged():
    assert len(JUDGED) >= 40


def test_the_first_hit_is_the_right_one(found):
    wrong = {typed: hits[:1] for typed, hits in found.items() if hits[:1] != [JUDGED[typed]["right"]]}
    assert wrong == {}


def test_both_databases_agree_on_four_of_the_first_five(found):
    others = {typed: set(told.get(OTHER[connection.vendor], ())) for typed, told in JUDGED.items()}
    strange = {
        typed: hits
        for typed, hits in found.items()
        if len(others[typed] & set(hits)) < min(ALIKE, max(len(others[typed]), len(hits)))
    }
    assert strange == {}
