"""Which addresses inside the site an editor may link to without being told that they lead nowhere."""

from __future__ import annotations

import pytest

from articles.models.destination import LISTS, leading_nowhere
from tests.articles import test_reading_lists

KNOWN = {path.strip("/") for path in test_reading_lists.LISTS}


@pytest.mark.parametrize("path", sorted(LISTS))
def test_each_list_is_one_that_readers_can_open(client, db, path):
    assert client.get(f"/{path}/".replace("//", "/")).status_code == 200


def test_none_that_readers_can_open_is_said_to_lead_nowhere(published, topic):
    assert leading_nowhere({*KNOWN, "topics/sleep", "articles/sleep"}) == frozenset()


def test_others_are(published):
    gone = {"topics/none", "people/none", "articles/none", "none"}
    assert leading_nowhere(gone) == gone
