"""Two people with one page open: nothing typed is lost, and nothing is deleted that the form did not hold."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from articles.models import Article, Callout, FAQEntry, RichText
from tests.articles.screen import Screen


@pytest.fixture
def colleague(person):
    client = Client()
    client.force_login(person("colleague", "Editor"))
    return client


@pytest.fixture
def mine(at_desk, article):
    return Screen(at_desk, article).type(title="Mine", **{"richtext_set-0-text": "<p>My words.</p>"})


@pytest.fixture
def theirs(colleague, article, mine):
    """Opened at the same time as mine, and saved first."""
    return Screen(colleague, article).type(title="Theirs")


def test_the_second_to_save_is_told_who_was_first(mine, theirs):
    theirs.save()
    response = mine.save()
    assert response.status_code == 409
    assert b"colleague" in response.content
    assert b"Nothing is lost" in response.content


def test_nothing_of_theirs_is_overwritten_unasked(mine, theirs, article):
    theirs.save()
    mine.save()
    article.refresh_from_db()
    assert article.title == "Theirs"


def test_all_that_was_typed_is_on_the_screen_again(mine, theirs):
    theirs.save()
    mine.read(mine.save())
    assert (mine.fields["title"], mine.fields["richtext_set-0-text"]) == ("Mine", "<p>My words.</p>")


def test_saving_once_more_keeps_mine(mine, theirs, article):
    theirs.save()
    mine.read(mine.save())
    assert mine.save().status_code == 302
    article.refresh_from_db()
    assert (article.title, RichText.objects.get().text) == ("Mine", "<p>My words.</p>")


def test_a_third_save_meanwhile_is_seen_too(mine, theirs, colleague, article):
    theirs.save()
    mine.read(mine.save())
    Screen(colleague, article).type(title="Theirs again").save()
    assert mine.save().status_code == 409


def test_a_block_that_they_deleted_is_kept_where_i_wrote_in_it(mine, theirs):
    theirs.type(**{"richtext_set-0-DELETE": "on"}).save()
    mine.read(mine.save())
    assert mine.save().status_code == 302
    assert RichText.objects.get().text == "<p>My words.</p>"


def test_a_block_that_both_deleted_stays_deleted(mine, theirs):
    theirs.type(**{"richtext_set-0-DELETE": "on"}).save()
    mine.read(mine.type(**{"richtext_set-0-DELETE": "on"}).save())
    mine.save()
    assert not RichText.objects.exists()


def test_a_block_that_they_added_stays_when_i_keep_mine(mine, theirs, article):
    theirs.add("callout_set", urgency="advice", text="<p>Theirs.</p>").save()
    mine.read(mine.save())
    mine.save()
    assert Callout.objects.get(parent=article).text == "<p>Theirs.</p>"


def test_a_question_that_they_deleted_comes_back_under_its_link(mine, theirs):
    anchor = FAQEntry.objects.get().anchor
    theirs.type(**{"faq-0-DELETE": "on"}).save()
    mine.read(mine.type(**{"faq-0-question": "Reworded?", "faq-0-answer": "<p>Mine.</p>"}).save())
    mine.save()
    entry = FAQEntry.objects.get()
    assert (entry.anchor, entry.answer) == (anchor, "<p>Mine.</p>")


def test_a_form_that_does_not_say_what_it_is_based_on_is_not_saved_unasked(mine, article):
    mine.type(based_on="")
    assert mine.save().status_code == 409
    assert Article.objects.get().title == article.title


def test_who_may_change_pages_may_change_their_blocks_without_further_rights(person, article):
    writer = person("writer")
    writer.user_permissions.add(*Permission.objects.filter(codename__in=["change_article", "view_article"]))
    client = Client()
    client.force_login(writer)
    screen = Screen(client, article)
    assert screen.fields["richtext_set-TOTAL_FORMS"] == "1"
    screen.add("callout_set", urgency="advice", text="<p>New.</p>").save()
    assert Callout.objects.exists()
    assert RichText.objects.exists()


def test_who_may_only_look_sees_the_text_and_cannot_save_it(person, article):
    reviewer = person("reviewer")
    reviewer.user_permissions.add(Permission.objects.get(codename="view_article"))
    client = Client()
    client.force_login(reviewer)
    address = f"/admin/articles/article/{article.pk}/change/"
    assert b"What is known" in client.get(address).content
    assert client.post(address, {"title": "Changed", "based_on": "0"}).status_code == 403


def test_who_has_no_rights_sees_nothing(client, bystander, article):
    client.force_login(bystander)
    address = f"/admin/articles/article/{article.pk}"
    screens = ["change", "preview", "publish", "withdraw", "history"]
    assert {client.get(f"{address}/{screen}/").status_code for screen in screens} == {403}
    assert {client.post(f"{address}/{screen}/").status_code for screen in screens} == {403}
