"""An archive is of one moment, however much is written while it is made."""

from __future__ import annotations

import pytest

from articles.archive.moment import moment
from articles.models import Topic

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.mark.postgresql
def test_what_is_written_meanwhile_is_not_seen() -> None:
    """On SQLite the tests' database is in memory, where readers and writers shut each other out; a file does not."""
    with moment() as alias:
        before = Topic.objects.using(alias).count()
        Topic.objects.create(name="Meanwhile", slug="meanwhile")
        assert Topic.objects.using(alias).count() == before
    assert Topic.objects.count() == before + 1


def test_nothing_can_be_written_by_it() -> None:
    with pytest.raises(Exception, match="read-?only"), moment() as alias:
        Topic.objects.using(alias).create(name="Meanwhile", slug="meanwhile")
    assert not Topic.objects.exists()
