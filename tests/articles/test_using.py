"""Where a record is used; what is used stays, what nothing uses can go."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission

from articles.models import Article, Person, Picture, PictureFigure, Reference, RichText, StrainTable
from articles.models.use import Use
from tests.articles.library import address

pytestmark = pytest.mark.django_db


def delete(client, record):
    return client.post(address(record, "delete"), {"post": "yes"})


def test_a_live_page_is_named_and_linked(at_desk, published, reference):
    text = at_desk.get(address(reference, "used")).text
    assert "Live pages" in text
    assert 'href="/articles/sleep/"' in text


def test_a_draft_is_found_by_what_its_text_cites(article, reference):
    assert [page.title for page in Use(reference).drafts] == ["Kratom and sleep"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("keys", "number"), [("x clauw2014", 1), ("clauw2014 x", 1), ("clauw2014b", 0), ("aclauw2014", 0)]
)
def test_only_the_very_key_counts(reference, keys, number):
    page = Article.objects.create(title="Cites", slug="cites")
    RichText.objects.create(parent=page, text=f'<p>Told.<cite data-key="{keys}"></cite></p>', ordering=10)
    assert Use(reference).drafts.count() == number


def test_a_live_page_that_did_not_change_is_no_draft_too(published, reference):
    use = Use(reference)
    assert (use.live.count(), use.drafts.count()) == (1, 0)


@pytest.mark.slow
def test_what_waits_for_its_hour_or_its_review_is_told(at_desk, article, reference, editor):
    article.hand_in(by=editor, version=article.version)
    assert "waits for its review" in at_desk.get(address(reference, "used")).text
    article.schedule(at="2040-01-01T00:00Z", by=editor, note="Later.", version=article.version, override="So.")
    assert "waits for its hour" in at_desk.get(address(reference, "used")).text


@pytest.mark.slow
def test_pictures_people_and_strains_are_found_in_drafts(article, picture, strain):
    person = Person.objects.create(key="dr-ash", name="Dr Ash")
    article.authors.add(person)
    PictureFigure.objects.create(parent=article, picture=picture, ordering=20)
    StrainTable.objects.create(parent=article, caption="Reports", ordering=30).strains.add(strain)
    assert [Use(record).drafts.count() for record in (person, picture, strain)] == [1, 1, 1]


@pytest.mark.slow
def test_a_strain_says_where_it_is_used(at_desk, article, strain):
    StrainTable.objects.create(parent=article, caption="Reports", ordering=30).strains.add(strain)
    text = at_desk.get(f"/admin/articles/strainprofile/{strain.pk}/used/").text
    assert "Kratom and sleep" in text


def test_what_a_live_page_shows_is_not_deleted(at_desk, published, reference):
    answer = delete(at_desk, reference)
    assert answer.status_code == 409
    assert "Kratom and sleep" in answer.text
    assert Reference.objects.exists()


@pytest.mark.slow
def test_what_only_a_draft_cites_is_not_deleted(at_desk, article, reference):
    assert delete(at_desk, reference).status_code == 409


@pytest.mark.slow
def test_what_only_the_past_shows_is_not_deleted(at_desk, published, reference, editor):
    RichText.objects.update(text="<h2>What is known</h2><p>Nothing.</p>")
    published.publish(by=editor, override="So.")
    answer = delete(at_desk, reference)
    assert answer.status_code == 409
    assert "1 revision of the past" in answer.text


@pytest.mark.slow
def test_a_picture_of_a_person_is_not_deleted(at_desk, picture):
    Person.objects.create(key="dr-ash", name="Dr Ash", picture=picture)
    answer = delete(at_desk, picture)
    assert answer.status_code == 409
    assert "Dr Ash" in answer.text
    assert Picture.objects.exists()


def test_what_nothing_uses_is_deleted_by_an_editor(at_desk, reference):
    delete(at_desk, reference)
    assert not Reference.objects.exists()


@pytest.mark.slow
def test_of_pages_that_one_may_not_see_only_the_number_is_told(client, person, article, reference):
    user = person("librarian")
    user.user_permissions.add(*permissions("view_reference"))
    client.force_login(user)
    text = client.get(address(reference, "used")).text
    assert "Kratom and sleep" not in text
    assert "1 of them is a page that you may not see" in text


@pytest.mark.slow
def test_the_queries_do_not_grow_with_the_pages(at_desk, article, reference, django_assert_max_num_queries):
    for n in range(60):
        page = Article.objects.create(title=f"Draft {n}", slug=f"draft-{n}")
        RichText.objects.create(parent=page, text='<p><cite data-key="clauw2014"></cite></p>', ordering=10)
    with django_assert_max_num_queries(30):
        text = at_desk.get(address(reference, "used")).text
    assert "61" in text


def permissions(*codenames: str):
    return Permission.objects.filter(codename__in=codenames)
