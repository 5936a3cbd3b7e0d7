"""An old revision comes back whole: to the working copy, or to readers with today's records."""

import pytest

from articles.models import (
    Callout,
    FAQList,
    KeyPoints,
    NotReady,
    Page,
    PictureFigure,
    Publication,
    Reference,
    Refused,
    Revision,
    RichText,
    StrainTable,
    Topic,
)
from articles.models.article import Article
from articles.models.person import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole(article, picture, strain):
    """A draft with a block of every type and all that a page can choose."""
    parts = [
        KeyPoints(text="<p>k</p>"),
        PictureFigure(picture=picture),
        Callout(heading="c", text="<p>t</p>"),
        FAQList(),
    ]
    for ordering, part in enumerate(parts, 2):
        part.parent, part.ordering = article, ordering * 10
        part.save()
    StrainTable.objects.create(parent=article, caption="Reports", ordering=90).strains.add(strain)
    article.authors.add(Person.objects.create(key="demo-editor", name="Demo editor"))
    article.picture = picture
    article.save()
    return article


def again(page: Page) -> Page:
    return type(page).objects.get(pk=page.pk)


def test_a_working_copy_comes_back_as_it_was(whole):
    before = whole.snapshot()
    RichText.objects.all().delete()
    whole.faq.all().delete()
    whole.authors.clear()
    Article.objects.update(title="Half a thought", picture=None)
    assert again(whole).bring_back(before) == []
    assert again(whole).snapshot() == before


def test_a_strain_comes_back_with_its_facts(strain):
    before = strain.snapshot()
    strain.effects.all().delete()
    strain.bring_back(before)
    assert again(strain).snapshot() == before


def test_readers_notice_nothing_of_it(client, published):
    before = published.snapshot()
    RichText.objects.update(text="<p>Half a thought</p>")
    again(published).bring_back(before)
    assert again(published).version == published.version + 1
    assert "What is known" in client.get("/articles/sleep/").text


def test_an_address_that_is_taken_now_stays_and_is_told(article):
    before = article.snapshot()
    Article.objects.update(slug="rest")
    Article.objects.create(title="Another", slug="sleep")
    (told,) = again(article).bring_back(before)
    assert "“sleep” belongs to another page" in told
    assert again(article).slug == "rest"


def test_a_topic_that_is_gone_is_told(article):
    before = article.snapshot()
    Topic.objects.all().delete()
    assert again(article).bring_back(before) == ["The topic “Sleep” is not there any more."]


def test_a_renamed_topic_is_still_the_same(article):
    before = article.snapshot()
    Topic.objects.update(name="Rest", slug="rest")
    again(article).bring_back(before)
    assert again(article).topics.get().name == "Rest"


def test_an_old_revision_comes_back_to_readers_with_todays_records(client, published, editor):
    old = Revision.objects.get()
    RichText.objects.update(text="<p>A mistake.</p>")
    published.publish(by=editor, override="Of no matter here.")
    Reference.objects.update(title="A corrected title")
    published.show_again(old, by=editor, note="The change was wrong.")
    html = client.get("/articles/sleep/").text
    assert "What is known" in html
    assert "A corrected title" in html
    assert again(published).published_version is None


def test_what_no_longer_passes_the_gate_does_not_come_back(published, editor):
    old = Revision.objects.get()
    Reference.objects.all().delete()
    with pytest.raises(NotReady):
        published.show_again(old, by=editor, note="Back.")


def test_another_pages_revision_does_not_come_back(published, strain, editor):
    with pytest.raises(Refused):
        strain.show_again(Revision.objects.get(), by=editor, note="Back.")


def test_a_page_goes_to_the_trash_and_comes_out(article, editor):
    article.trash(by=editor)
    assert not Page.objects.kept().exists()
    article.restore()
    assert again(article).slug == "sleep"


def test_a_live_page_is_not_thrown_away(published, editor):
    with pytest.raises(Refused, match="Withdraw it first"):
        published.trash(by=editor)
    assert Publication.objects.exists()


def test_what_comes_out_of_the_trash_finds_a_free_address(article, editor):
    article.trash(by=editor)
    Article.objects.create(title="Another", slug="sleep")
    article.restore()
    assert again(article).slug == f"sleep-{article.key}"
