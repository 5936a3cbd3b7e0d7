"""A query that the ORM writes once answers each time for what it is asked with."""

from __future__ import annotations

import pytest

from articles.models import Topic
from articles.models.statement import Statement

pytestmark = pytest.mark.django_db


def test_it_is_written_once_and_answers_for_each_value():
    Topic.objects.bulk_create([Topic(name=name, slug=name, key=name) for name in ("pain", "law", "sleep")])
    written = []

    def build(slug, most):
        written.append(slug)
        return Topic.objects.filter(slug=slug, pk__lte=most).defer("introduction")

    topics = Statement(build, "a slug", -1)
    assert [[topic.name for topic in topics(slug, 10**6)] for slug in ("pain", "law", "none")] == [
        ["pain"],
        ["law"],
        [],
    ]
    assert [*topics("pain", 0)] == []
    assert written == ["a slug"]


def test_it_must_be_asked_with_as_many_values_as_it_has_places():
    with pytest.raises(ValueError, match="zip"):
        Statement(lambda slug: Topic.objects.filter(slug=slug), "a slug")("pain", "law")
