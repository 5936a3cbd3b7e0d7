"""Withdrawing takes a page from readers and keeps its history."""

import pytest

from articles.models import Publication, Refused, Revision, Showing

pytestmark = pytest.mark.django_db


@pytest.fixture
def withdrawn(published, editor):
    published.withdraw(by=editor, why="Its main source was retracted.")
    return published


def test_readers_get_410_with_the_reason(client, withdrawn):
    answer = client.get("/articles/sleep/")
    assert answer.status_code == 410
    assert "Its main source was retracted." in answer.text


def test_no_list_shows_it(client, withdrawn):
    for path in ("/", "/articles/", "/topics/sleep/", "/questions/"):
        assert "Kratom and sleep" not in client.get(path).text


def test_its_history_stays(withdrawn):
    assert Revision.objects.count() == 1
    assert Showing.objects.get().shown_until is not None


def test_publishing_brings_it_back_with_the_day_it_first_appeared(client, withdrawn, editor):
    first = Showing.objects.get().shown_from
    withdrawn.publish(by=editor, note="The source stands.")
    assert client.get("/articles/sleep/").status_code == 200
    assert Publication.objects.get().first_shown_at == first


def test_what_is_not_live_cannot_be_withdrawn(article, editor):
    with pytest.raises(Refused):
        article.withdraw(by=editor, why="No reason.")


def test_an_old_address_of_a_withdrawn_page_says_so_too(client, published, editor):
    type(published).objects.update(slug="rest")
    published.publish(by=editor)
    published.withdraw(by=editor, why="Gone.")
    assert client.get("/articles/sleep/").status_code == 410
