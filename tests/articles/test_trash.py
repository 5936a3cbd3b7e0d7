"""The trash takes pages that no reader has, keeps all of them, and gives them back."""

from __future__ import annotations

import pytest

from articles.models import Article, Publication, Revision, Schedule

TRASH = "/admin/articles/page/trash/"


@pytest.fixture
def address(article):
    return f"/admin/articles/article/{article.pk}/"


@pytest.fixture
def thrown(at_desk, article, address):
    at_desk.post(f"{address}trash/")
    return article


def test_it_is_asked_about_by_name_first(at_desk, article, address):
    assert "“Kratom and sleep” leaves every list" in at_desk.get(f"{address}trash/").text
    assert Article.objects.kept().exists()


def test_what_is_thrown_away_leaves_the_lists(at_desk, thrown, address):
    assert at_desk.get("/admin/articles/article/").context["cl"].result_count == 0
    assert at_desk.get(f"{address}change/").status_code == 302  # Django's answer to what is not there
    assert at_desk.get(f"{address}publish/").status_code == 404


def test_it_lies_in_the_trash_with_who_put_it_there(at_desk, thrown):
    words = at_desk.get(TRASH).text
    assert "Kratom and sleep" in words
    assert " by editor" in words


def test_it_comes_back_whole(at_desk, thrown, address):
    answer = at_desk.post(f"/admin/articles/page/{thrown.pk}/restore/", follow=True)
    assert "is back on the lists" in answer.text
    assert answer.request["PATH_INFO"] == f"{address}change/"
    assert "The trash is empty" in at_desk.get(TRASH).text


def test_where_its_address_went_to_another_page_it_gets_a_free_one_and_says_so(at_desk, thrown):
    Article.objects.create(title="A new text", slug="sleep")
    answer = at_desk.post(f"/admin/articles/page/{thrown.pk}/restore/", follow=True)
    assert "Its address belongs to another page now" in answer.text


def test_a_look_at_the_address_restores_nothing(at_desk, thrown):
    assert at_desk.get(f"/admin/articles/page/{thrown.pk}/restore/").status_code == 405
    assert at_desk.post("/admin/articles/page/999/restore/").status_code == 404


def test_a_live_page_is_withdrawn_first(at_desk, published, address):
    assert "Withdraw it first" in at_desk.get(f"{address}trash/").text
    assert at_desk.post(f"{address}trash/").status_code == 409
    assert Publication.objects.exists()


def test_what_readers_were_once_shown_stays_in_the_history(at_desk, published, editor, address):
    published.withdraw(by=editor, why="Wrong.")
    at_desk.post(f"{address}trash/")
    assert Revision.objects.count() == 1


def test_hours_that_it_waited_for_are_told_and_gone(at_desk, article, editor, address):
    Schedule.objects.create(page=article, at="2030-01-01T00:00Z", by=editor)
    assert "1 hour that it waits for is cancelled" in at_desk.get(f"{address}trash/").text
    at_desk.post(f"{address}trash/")
    assert not Schedule.objects.exists()


def test_a_writer_throws_away_and_restores_what_is_their_own(client, person, article, address):
    writer = person("writer", "Writer")
    Article.objects.update(created_by=writer)
    client.force_login(writer)
    client.post(f"{address}trash/")
    assert not Article.objects.kept().exists()
    client.post(f"/admin/articles/page/{article.pk}/restore/")
    assert Article.objects.kept().exists()


@pytest.mark.parametrize("group", ["Writer", "Reviewer", "Auditor", "Newsletter staff"])
def test_others_throw_nothing_away_and_restore_nothing(client, person, thrown, group):
    client.force_login(person("other", group))
    assert client.post(f"/admin/articles/page/{thrown.pk}/restore/").status_code in (403, 404)
    assert not Article.objects.kept().exists()
    Article.objects.update(trashed_at=None)
    assert client.post(f"/admin/articles/article/{thrown.pk}/trash/").status_code == 403
    assert Article.objects.kept().exists()


def test_newsletter_staff_do_not_see_the_trash(client, newsletter_staff):
    client.force_login(newsletter_staff)
    assert client.get(TRASH).status_code == 403


def test_a_full_trash_costs_no_more_than_one_page(at_desk, editor, django_assert_max_num_queries):
    for number in range(60):
        Article.objects.create(title=f"Draft {number}", slug=f"draft-{number}").trash(by=editor)
    with django_assert_max_num_queries(8):
        assert "Page 1 of 2" in at_desk.get(TRASH).text
