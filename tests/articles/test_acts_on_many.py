"""An act on many pages of the list leaves alone what one may not touch."""

from __future__ import annotations

import pytest

from articles.models import Article, Page, PageTopic, Schedule, Topic

LIST = "/admin/articles/article/"
BULK = ["add_topic", "remove_topic", "publish_later", "withdraw", "trash"]


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
