"""Every address of the admin and of its door answers each of the eight as the table says, and none is forgotten."""

from __future__ import annotations

import pytest

from articles.models import Article, Page, PageTopic, Schedule, Topic
from tests.admission import ADDRESSES, World
from tests.permissions import ROLES, Row, rows

ROWS = list(rows())
LIST = "/admin/articles/article/"
BULK = ["add_topic", "remove_topic", "publish_later", "withdraw", "trash"]


def asked(row: Row):
    """The three kinds of pages share their screens: two of them are asked where there is time."""
    is_alike = any(kind in row.address for kind in ("strainprofile", "standingpage"))
    marks = [pytest.mark.slow] if is_alike else []
    return pytest.param(row, id=f"{row.address}-{row.method}-{row.about}", marks=marks)


def test_every_address_stands_in_the_table():
    assert set(ADDRESSES) - {row.address for row in ROWS} == set()


def test_every_row_is_an_address_that_there_is():
    assert {row.address for row in ROWS} - set(ADDRESSES) == set()


@pytest.mark.usefixtures("groups")
@pytest.mark.parametrize("row", [asked(row) for row in ROWS])
def test_everybody_gets_what_the_table_says(row):
    world = World()
    assert {role: world.outcome(row, role) for role in ROLES} == row.outcomes


def standing() -> list[object]:
    """All that an act on many could change."""
    pages = Page.objects.order_by("pk").values_list("pk", "version", "trashed_at", "publication")
    return [*pages, *PageTopic.objects.values_list(), *Schedule.objects.values_list()]


@pytest.mark.parametrize("name", BULK)
@pytest.mark.parametrize("role", ["editor", "writer", "reviewer", "auditor"])
def test_an_act_on_many_leaves_alone_what_one_may_not_touch(client, request, published, role, name):
    draft = Article.objects.create(title="Of somebody else", slug="other")
    PageTopic.objects.create(tag=Topic.objects.create(name="Old", slug="old"), content_object=draft)
    client.force_login(request.getfixturevalue(role))
    before = standing()
    topic = Topic.objects.get(slug="old" if name == "remove_topic" else "sleep").pk
    chosen = {"_selected_action": [published.pk, draft.pk], "action": name, "confirmed": "1", "topic": topic}
    chosen |= {f"version-{published.pk}": published.version, "why": "No reason.", "note": "New.", "weight": "major"}
    chosen |= {"day": "2030-01-01", "hour": "10:00", "zone": "UTC", "override": "It may stay."}
    client.post(LIST, chosen)
    assert (standing() != before) is (role == "editor")
