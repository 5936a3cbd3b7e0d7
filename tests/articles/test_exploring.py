"""More to explore: what editors pinned comes first, then what shares most topics, the newest first."""

import pytest

from articles.models import Article, Publication, RichText, SiteSettings, Topic
from articles.reading import related

pytestmark = pytest.mark.django_db


@pytest.fixture
def article_on(editor):
    """Publishes an article under the topics that are named."""

    def make(title: str, *topics: str) -> Article:
        page = Article.objects.create(title=title, slug=title.lower())
        RichText.objects.create(parent=page, text="<p>Words.</p>")
        page.topics.add(*(Topic.objects.get_or_create(name=name, slug=name)[0] for name in topics))
        page.publish(by=editor, override="Of no matter here.")
        return page

    return make


def explored(title: str) -> list[str]:
    return [other.title for other in related(Publication.objects.get(title=title))]


def test_those_that_share_most_topics_come_first(article_on):
    article_on("Read", "pain", "sleep")
    article_on("Both", "pain", "sleep")
    article_on("One", "pain")
    article_on("None", "law")
    assert explored("Read") == ["Both", "One"]


def test_equals_are_shown_newest_first(article_on):
    for title in ("Read", "Older", "Newer"):
        article_on(title, "pain")
    assert explored("Read") == ["Newer", "Older"]


def test_what_is_pinned_comes_before_all(article_on):
    article_on("Read", "pain")
    pinned = article_on("Pinned", "law")
    article_on("Near", "pain")
    site = SiteSettings.current()
    site.save()
    site.pinned.add(pinned)
    assert explored("Read") == ["Pinned", "Near"]


def test_a_strain_that_shares_a_topic_is_no_article(article_on, strain, editor):
    article_on("Read", "pain")
    strain.topics.add(Topic.objects.get(slug="pain"))
    strain.publish(by=editor)
    assert explored("Read") == []


def test_one_query_finds_them_whatever_their_number(article_on, django_assert_num_queries):
    for number in range(8):
        article_on(f"Page-{number}", "pain")
    publication = Publication.objects.first()
    with django_assert_num_queries(1):
        assert len(related(publication)) == 3
