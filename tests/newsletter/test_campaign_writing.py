"""Writing a letter: blocks, what can be chosen for them, and two who write at once."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from articles.models import Article
from newsletter.models import Campaign, LetterArticle, LetterPicture, LetterText
from newsletter.models.campaign import State
from tests.newsletter.writing import Screen, a_letter, at

LIST = "/admin/newsletter/campaign/"


@pytest.fixture
def letter(newsletter_staff):
    return a_letter(by=newsletter_staff)


@pytest.fixture
def screen(at_desk, letter):
    return Screen(at_desk, letter)


def now(letter) -> Campaign:
    return Campaign.objects.get(pk=letter.pk)


def test_a_letter_begins_with_a_subject_and_tells_who_began_it(at_desk, newsletter_staff):
    answer = at_desk.post(f"{LIST}add/", {"subject": "What is new"})
    begun = Campaign.objects.get()
    assert answer["Location"] == at("change", begun)
    assert (begun.created_by, begun.state, begun.steps.get().by) == (newsletter_staff, State.DRAFT, newsletter_staff)


def test_a_live_article_and_a_picture_are_chosen(screen, letter, published, picture):
    screen.add("letterarticle_set", page=published.pk, words="Read this.").add("letterpicture_set", picture=picture.pk)
    assert screen.save().status_code == 302
    assert LetterArticle.objects.get().page_id == published.pk
    assert LetterPicture.objects.get().picture == picture


def test_a_draft_cannot_be_chosen_and_its_title_is_not_told(screen, article):
    answer = screen.add("letterarticle_set", page=article.pk).save()
    assert answer.status_code == 200
    assert not LetterArticle.objects.exists()
    assert article.title not in answer.text


def test_an_article_withdrawn_since_does_not_keep_anybody_from_saving(screen, at_desk, letter, published, editor):
    screen.add("letterarticle_set", page=published.pk).save()
    published.withdraw(by=editor, why="It was wrong.")
    again = Screen(at_desk, letter).type(subject="Another")
    assert again.save().status_code == 302
    assert now(letter).subject == "Another"
    assert "(not live any more)" in at_desk.get(at("change", letter)).text


def test_what_is_chosen_is_called_what_readers_call_it(screen, at_desk, letter, published):
    screen.add("letterarticle_set", page=published.pk).save()
    Article.objects.filter(pk=published.pk).update(title="Half a thought")
    text = at_desk.get(at("change", letter)).text
    assert ("Kratom and sleep" in text, "Half a thought" in text) == (True, False)


def test_more_blocks_take_no_more_queries(screen, at_desk, letter, published, picture, django_assert_max_num_queries):
    for _ in range(6):
        screen.add("letterarticle_set", page=published.pk).add("letterpicture_set", picture=picture.pk)
    screen.save()
    with django_assert_max_num_queries(16):
        at_desk.get(at("change", letter))


def test_a_save_that_changed_something_is_a_new_version_and_no_other_is(screen, letter):
    screen.save()
    assert now(letter).version == 0
    screen.type(subject="Another").save()
    assert now(letter).version == 1


def test_what_was_checked_is_a_draft_again_when_it_is_changed(at_desk, newsletter_staff):
    letter = a_letter(State.CHECKED, by=newsletter_staff)
    Screen(at_desk, letter).type(**{"lettertext_set-0-text": "<p>Other words.</p>"}).save()
    assert now(letter).state == State.DRAFT
    assert now(letter).steps.last().why == "It was changed after the check."


def test_of_two_who_write_the_second_is_refused_and_sees_all_that_they_typed(screen, at_desk, letter):
    other = Screen(at_desk, letter)
    screen.type(subject="Theirs").save()
    answer = other.type(subject="Mine").add("lettertext_set", text="<p>My new words.</p>").save()
    assert answer.status_code == 409
    assert "My new words." in answer.text
    assert 'value="Mine"' in answer.text
    assert (now(letter).subject, LetterText.objects.count()) == ("Theirs", 1)


def test_and_can_keep_them_as_a_letter_of_their_own(screen, at_desk, letter):
    other = Screen(at_desk, letter)
    screen.type(subject="Theirs").save()
    refused = other.type(subject="Mine").add("lettertext_set", text="<p>My new words.</p>").save()
    other.read(refused).save("_saveasnew")
    mine = Campaign.objects.get(subject="Mine")
    assert [text.text for text in LetterText.objects.filter(parent=mine)] == [
        "<p>Good morning.</p>",
        "<p>My new words.</p>",
    ]
    assert now(letter).subject == "Theirs"


def test_a_block_that_somebody_took_out_meanwhile_is_not_lost_to_the_other(screen, at_desk, letter):
    other = Screen(at_desk, letter)
    screen.type(**{"lettertext_set-0-DELETE": "on"}).save()
    assert "Good morning." in other.type(subject="Mine").save().text


def test_who_typed_while_it_was_scheduled_sees_their_words_again(screen, letter, newsletter_staff):
    for state in (State.CHECKED, State.SCHEDULED):
        letter.go(state, by=newsletter_staff)
    answer = screen.type(subject="Mine").save()
    assert (answer.status_code, 'value="Mine"' in answer.text, now(letter).subject) == (409, True, "What is new")


@pytest.mark.parametrize("state", [State.SCHEDULED, State.SENDING, State.SENT, State.CANCELLED])
def test_nothing_can_be_typed_once_it_is_scheduled(at_desk, newsletter_staff, state):
    text = at_desk.get(at("change", a_letter(state, by=newsletter_staff))).text
    assert 'name="subject"' not in text
    assert "What is new" in text


def test_live_pages_are_found_by_words_of_title_and_address(at_desk, published, article, strain):
    found = at_desk.get(f"{LIST}choose/articles/", {"term": "sleep kratom"}).json()
    assert [row["id"] for row in found["results"]] == [str(published.pk)]
    assert "Kratom and sleep · articles/sleep" in found["results"][0]["text"]
    assert at_desk.get(f"{LIST}choose/articles/", {"term": "red vein"}).json()["results"] == []  # a draft


def test_pictures_are_found_with_their_alternative_text(at_desk, picture):
    found = at_desk.get(f"{LIST}choose/pictures/", {"term": "leaf"}).json()["results"]
    assert found == [{"id": str(picture.pk), "text": "Leaf · A kratom leaf"}]


@pytest.mark.parametrize(
    "query", [{"page": "0"}, {"page": "x"}, {"page": "9" * 30}, {"term": "%_\\"}, {"term": "x" * 5000}]
)
@pytest.mark.parametrize("what", ["articles", "pictures"])
def test_odd_searches_are_answered(at_desk, published, what, query):
    assert at_desk.get(f"{LIST}choose/{what}/", query).status_code == 200


def test_the_right_to_look_is_none_to_choose(client, bystander):
    bystander.user_permissions.add(Permission.objects.get(codename="view_campaign"))
    client.force_login(bystander)
    assert client.get(f"{LIST}choose/articles/").status_code == 403


def test_a_form_copies_no_block_of_anything_else(screen, article):
    block = article.richtext_set.get() if hasattr(article, "richtext_set") else article.articles_richtext_set.get()
    screen.type(_clone=f"articles.richtext:{block.pk}", _clone_region="main", _clone_ordering="10").save()
    assert type(block).objects.count() == 1


def test_the_list_tells_how_each_stands_and_what_was_accepted(at_desk, newsletter_staff):
    a_letter(by=newsletter_staff), a_letter(State.SENDING, by=newsletter_staff, subject="On its way")
    text = at_desk.get(LIST).text
    assert ("Draft" in text, "Sending" in text) == (True, True)
    assert "On its way" not in at_desk.get(LIST, {"standing": "open"}).text


def test_an_empty_list_says_what_to_do(at_desk):
    assert "No letter was written yet." in at_desk.get(LIST).text


@pytest.mark.parametrize(
    "query", [{"standing": "odd"}, {"kind": "x"}, {"segment__id__exact": "x"}, {"p": "999"}, {"q": "\\"}]
)
def test_odd_questions_to_the_list_are_answered(at_desk, query):
    assert at_desk.get(LIST, query).status_code < 500


def test_a_long_list_takes_as_many_queries_as_a_short_one(at_desk, newsletter_staff, django_assert_max_num_queries):
    for _ in range(25):
        a_letter(by=newsletter_staff)
    with django_assert_max_num_queries(10):
        at_desk.get(LIST)


def test_the_front_page_shows_letters_to_those_who_may_see_them(at_desk, letter, editor):
    assert letter.subject in at_desk.get("/admin/").text
    other = Client()
    other.force_login(editor)
    assert letter.subject not in other.get("/admin/").text
