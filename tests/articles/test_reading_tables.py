"""Readers' pages come from what was published: not a word of theirs is asked of the tables that editors write."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.test_architecture import PAGE_SIDE

pytestmark = pytest.mark.django_db
PAGES = ["/", "/articles/", "/articles/sleep/", "/strains/", "/topics/", "/topics/sleep/", "/questions/"]
PAGES += ["/questions/sleep/", "/references/", "/people/", "/a-z/"]
WRITTEN = {model._meta.db_table for model in apps.get_models() if model.__module__ in PAGE_SIDE}
WRITTEN |= {"articles_pagetopic"}  # topics are records, but who files a working copy under one is an editor


def test_no_page_of_readers_asks_a_table_that_editors_write(client, published, topic, editor):
    published.topics.add(topic)
    published.publish(by=editor)
    tables = {path: asked(client, path) for path in PAGES}
    assert all("articles_sitesettings" in found for found in tables.values())
    assert "articles_page" in WRITTEN
    assert {path: found & WRITTEN for path, found in tables.items() if found & WRITTEN} == {}


def asked(client, path: str) -> set[str]:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return {table for query in queries for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"])}
