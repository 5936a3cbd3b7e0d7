"""Two people with one page open: nothing typed is lost, and nothing is deleted that the form did not hold."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client

from articles.models import Article, Callout, FAQEntry, RichText, Typed
from tests.articles.screen import Screen, Settling


@pytest.fixture
def colleague(person):
    client = Client()
    client.force_login(person("colleague", "Editor"))
    return client


@pytest.fixture
def mine(at_desk, article):
    return Screen(at_desk, article).type(title="Mine", **{"richtext_set-0-text": "<p>My words of it.</p>"})


@pytest.fixture
def theirs(colleague, article, mine):
    """Opened at the same time as mine, and saved first."""
    return Screen(colleague, article).type(title="Theirs")


@pytest.fixture
def settling(mine, theirs):
    def both_saved(**typed) -> Settling:
        theirs.type(**typed).save()
        return Settling(mine, mine.save())

    return both_saved


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


def test_the_second_sees_both_texts_and_who_changed_what(settling):
    shown = settling(standfirst="Changed by them alone.")
    assert shown.notes["Title"] == "both of you changed it"
    assert shown.notes["Standfirst"] == "only they changed it"
    assert "My words of it." in shown.text


def test_what_one_of_us_changed_is_chosen_already(settling, article):
    shown = settling(standfirst="Changed by them alone.")
    assert {shown.sides["Title"], shown.sides["Standfirst"]} == {"mine", "theirs"}
    assert shown.press().status_code == 302
    article.refresh_from_db()
    assert (article.title, article.standfirst) == ("Mine", "Changed by them alone.")
    assert RichText.objects.get().text == "<p>My words of it.</p>"


def test_either_side_can_be_taken_in_each_place(settling, article):
    settling().take("theirs", "Title").press()
    article.refresh_from_db()
    assert (article.title, RichText.objects.get().text) == ("Theirs", "<p>My words of it.</p>")


def test_one_text_of_two_is_a_new_version_in_the_name_of_who_made_it(settling, article, editor):
    settling().press()
    article.refresh_from_db()
    assert (article.version, LogEntry.objects.first().user) == (2, editor)
    assert not Typed.objects.exists()


def test_whoever_saved_while_one_chose_is_seen_too_and_what_was_chosen_stays(settling, colleague, mine, article):
    shown = settling().take("theirs", "Title")
    Screen(colleague, article).type(standfirst="Third.").save()
    again = Settling(mine, response := shown.press())
    assert (response.status_code, again.sides["Title"], again.sides["Standfirst"]) == (409, "theirs", "theirs")
    again.press()
    article.refresh_from_db()
    assert (article.title, article.standfirst) == ("Theirs", "Third.")


def test_a_block_that_they_added_stays_unless_it_is_chosen_away(settling, mine):
    callout = {"callout_set-TOTAL_FORMS": "1", "callout_set-0-text": "<p>Theirs.</p>"}
    more = {"callout_set-0-urgency": "advice", "callout_set-0-region": "main", "callout_set-0-ordering": "5"}
    shown = settling(**callout, **more)
    assert shown.sides["Callout"] == "theirs"
    shown.press()
    assert Callout.objects.get().text == "<p>Theirs.</p>"


def test_a_block_that_they_deleted_is_kept_where_i_wrote_in_it(settling):
    settling(**{"richtext_set-0-DELETE": "on"}).press()
    assert RichText.objects.get().text == "<p>My words of it.</p>"


def test_a_block_that_both_deleted_stays_deleted(mine, settling):
    mine.type(**{"richtext_set-0-DELETE": "on"})
    settling(**{"richtext_set-0-DELETE": "on"}).press()
    assert not RichText.objects.exists()


def test_a_question_that_they_deleted_comes_back_under_its_link(mine, settling):
    anchor = FAQEntry.objects.get().anchor
    mine.type(**{"faq-0-question": "Reworded?", "faq-0-answer": "<p>Mine.</p>"})
    settling(**{"faq-0-DELETE": "on"}).press()
    entry = FAQEntry.objects.get()
    assert (entry.anchor, entry.answer) == (anchor, "<p>Mine.</p>")


def test_topics_that_they_took_away_stay_away(theirs, settling, article):
    theirs.fields.pop("topics")
    settling().press()
    assert not article.topics.exists()


def test_theirs_can_be_taken_whole(settling, article, at_desk):
    assert settling().press("_theirs").status_code == 302
    article.refresh_from_db()
    assert (article.title, article.version) == ("Theirs", 1)
    assert not Typed.objects.exists()


def test_the_way_back_leads_to_the_form_with_all_that_was_typed(settling, mine, article):
    mine.read(settling().press("_form"))
    assert (mine.fields["title"], mine.fields["richtext_set-0-text"]) == ("Mine", "<p>My words of it.</p>")
    assert mine.save().status_code == 409, "what they saved must not be written over on the way"


def test_what_was_typed_waits_for_its_writer_beyond_the_session(settling, editor, colleague, article):
    settling()
    later = Client()
    later.force_login(editor)
    assert b"Look at theirs and yours" in later.get(f"/admin/articles/article/{article.pk}/change/").content
    address = f"/admin/articles/article/{article.pk}/typed/"
    assert b"My words of it." in later.get(address).content
    assert b"My words of it." not in colleague.get(address, follow=True).content


def test_sending_the_same_form_again_leaves_one_text_waiting(mine, theirs):
    theirs.save()
    mine.type(copy="a" * 32)
    mine.save()
    mine.save()
    assert Typed.objects.count() == 1


def test_a_form_that_cannot_be_stored_is_on_the_screen_again(mine, theirs):
    theirs.save()
    response = mine.type(slug="No address").save()
    mine.read(response)
    assert (response.status_code, mine.fields["title"], mine.fields["slug"]) == (409, "Mine", "No address")
    shown = Settling(mine, mine.type(slug="rest").save())
    assert shown.sides["Address"] == "mine"


def test_who_sent_the_very_same_is_told_that_it_is_saved(mine, article):
    mine.save()
    assert mine.save().status_code == 302
    article.refresh_from_db()
    assert article.version == 1


def test_a_strain_written_by_two_is_one_strain(at_desk, colleague, strain):
    mine, theirs = Screen(at_desk, strain), Screen(colleague, strain)
    theirs.type(origin="Borneo").save()
    mine.type(**{"effects-0-text": "Calm, some say"})
    Settling(mine, mine.save()).press()
    strain.refresh_from_db()
    assert (strain.origin, strain.effects.get().text) == ("Borneo", "Calm, some say")
    assert strain.effects.get().references.count() == 1


def test_a_form_that_does_not_say_what_it_is_based_on_is_not_saved_unasked(mine, article):
    mine.type(based_on="")
    assert mine.save().status_code == 409
    assert Article.objects.get().title == article.title


def test_who_may_change_pages_may_change_their_blocks_without_further_rights(person, article):
    writer = person("writer")
    writer.user_permissions.add(*Permission.objects.filter(codename__in=["change_article", "change_any_page"]))
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
    address = f"/admin/articles/article/{article.pk}"
    assert f'<iframe class="as-read" src="{address}/preview/"' in client.get(f"{address}/change/").text
    assert "What is known" in client.get(f"{address}/preview/").text
    assert client.post(f"{address}/change/", {"title": "Changed", "based_on": "0"}).status_code == 403


def test_who_has_no_rights_sees_nothing(client, bystander, article):
    client.force_login(bystander)
    address = f"/admin/articles/article/{article.pk}"
    screens = ["change", "preview", "publish", "withdraw", "history"]
    assert {client.get(f"{address}/{screen}/").status_code for screen in screens} == {403}
    assert {client.post(f"{address}/{screen}/").status_code for screen in screens} == {403}
