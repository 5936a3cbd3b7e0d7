"""A small site with every kind of public page."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from articles.models import Article, Person, Picture, Reference, RichText, SiteSettings, StandingPage, Topic
from articles.models.strain import StrainProfile
from articles.rendition import examine
from tests.articles.test_uploading import leaf
from tests.conftest import DESCRIPTION, TEXT
from tests.door.site import Site


@pytest.fixture
def site(article, strain, reference, topic, reviewer, editor: User, settings, tmp_path: Path) -> Site:
    settings.MEDIA_ROOT, settings.ORIGINALS_ROOT = tmp_path / "media", tmp_path / "originals"
    picture = pictured("Leaf", "green")
    author = Person.objects.create(key="ana", name="Ana Lima", role="Editor", picture=picture)
    article.authors.add(author)
    pain = Topic.objects.create(name="Pain", slug="pain", introduction="What is said of pain.", picture=picture)
    second = Article.objects.create(title="Kratom and pain", slug="pain", standfirst="Pain.", description=DESCRIPTION)
    second.topics.add(pain, topic)
    second.faq.create(question="Does it help?", answer="<p>Nobody knows.</p>", ordering=10)
    gone = Article.objects.create(title="Kratom and rest", slug="rest", standfirst="Rest.", description=DESCRIPTION)
    white = StrainProfile.objects.create(
        title="White vein", slug="white-vein", type="vein", colour="white", standfirst="White.", description=DESCRIPTION
    )
    general = StandingPage.objects.create(title="Questions", slug="common-questions", description=DESCRIPTION)
    general.faq.create(question="What is kratom?", answer="<p>A tree.</p>", ordering=10)
    Reference.objects.create(key="clauw2014b", title="Fibromyalgia, a clinical review", authors="Clauw D", n=12)
    for page in (second, gone, white, general):
        RichText.objects.create(parent=page, text=TEXT.replace("clauw2014", "clauw2014b"), ordering=10)
    found = Site(editor=editor, reviewer=reviewer, article=article, strain=strain, gone=gone)
    for page in (strain, white, article, second, gone, general):
        found.publish(page)
    gone.withdraw(by=editor, why="It was wrong.")
    Reference.objects.create(key="unused", title="Nobody cites this", authors="Nobody N")
    pictured("Unused", "red")
    SiteSettings().save()
    SiteSettings.current().pinned.add(second)
    return found


def pictured(title: str, colour: str) -> Picture:
    picture = Picture(title=title, alt=f"A {colour} leaf", credit="Drawn for kratominfo")
    picture.take(examine(BytesIO(leaf(colour))))
    picture.save()
    return picture
