"""The demonstration, published by the real verbs, among as many thin articles as are wanted."""

from __future__ import annotations

from dataclasses import dataclass
from io import StringIO

from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db.models import F

from articles.lists import A_PAGE, look_again_due
from articles.models import Article, Listing, Page, Topic
from tests.articles import thin

MODEL, REVISED = "can-kratom-help-with-fibromyalgia", "kratom-and-sleep"
TOPICS = ["topic-3", "topic-4"]
REVISIONS = 200


@dataclass
class Scene:
    """`article` is the page that is read and published, `revised` the one with a long history."""

    editor: User
    article: Article
    revised: Article

    @property
    def deepest(self) -> int:
        return -(-Listing.objects.get(name="articles").count // A_PAGE)

    def publish(self, page: Article, note: str) -> None:
        Page.objects.filter(pk=page.pk).update(standfirst=f"As {note} says it.", version=F("version") + 1)
        Article.objects.get(pk=page.pk).publish(by=self.editor, note=note, override="Of no matter here.")


def made(count: int) -> Scene:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    editor = User.objects.create_user("editor", is_staff=True)
    editor.groups.add(Group.objects.get(name="Editor"))
    call_command("demo", by="editor", stdout=StringIO(), stderr=StringIO())
    scene = Scene(editor, Article.objects.get(slug=MODEL), Article.objects.get(slug=REVISED))
    for number in range(scene.revised.revisions.count(), REVISIONS):
        scene.publish(scene.revised, f"revision {number}")
    thin.fill(count)
    scene.article.topics.add(*Topic.objects.filter(slug__in=TOPICS))
    scene.publish(scene.article, "the first round")
    settle()
    return scene


def settle() -> None:
    """What the worker does within a second after a change."""
    while look_again_due():
        pass
