"""What a browser kept of a form comes back to it, is not saved by that, and is forgotten once it is saved."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.test import Client

from articles.models import Article, Callout, Typed
from tests.articles.screen import Screen, Settling

NAME = "0123456789abcdef" * 2


@pytest.fixture
def mine(at_desk, article):
    return Screen(at_desk, article).type(title="Kept", copy=NAME)


@pytest.fixture
def theirs(person, article):
    client = Client()
    client.force_login(person("colleague", "Editor"))
    return Screen(client, article)


def recover(screen):
    return screen.client.post(screen.address("recover"), {"kept": urlencode(screen.fields), "at": "14:32"})


def test_what_was_kept_is_on_the_form_and_is_not_saved(mine, article):
    response = recover(mine.type(**{"richtext_set-0-text": "<p>Kept.</p>"}))
    assert b"14:32" in response.content
    mine.read(response)
    assert (mine.fields["title"], mine.fields["richtext_set-0-text"], mine.fields["copy"]) == (
        "Kept",
        "<p>Kept.</p>",
        NAME,
    )
    assert Article.objects.get().title == article.title


def test_what_came_back_is_saved_like_everything_else(mine):
    mine.read(recover(mine.add("callout_set", urgency="advice", text="<p>New.</p>")))
    assert mine.save().status_code == 302
    assert (Article.objects.get().title, Callout.objects.get().text) == ("Kept", "<p>New.</p>")


def test_whoever_saved_meanwhile_is_not_written_over(mine, theirs):
    theirs.type(standfirst="Theirs.").save()
    mine.read(recover(mine))
    Settling(mine, mine.save()).press()
    assert (Article.objects.get().title, Article.objects.get().standfirst) == ("Kept", "Theirs.")


def test_what_is_saved_already_is_not_offered_again(mine):
    mine.save()
    response = recover(mine)
    assert response.status_code == 302
    assert f"copy-{NAME}" in mine.client.get(response.url).text


def test_a_save_names_the_copy_that_the_browser_may_forget(mine):
    for button in ("_continue", "_save", "_publish"):
        response = mine.type(title=f"Kept by {button}").save(button)
        assert f"copy-{NAME}" in mine.client.get(response.url).text
        mine.type(based_on=str(Article.objects.get().version))


def test_the_screen_with_both_texts_names_the_copy_too_because_the_server_has_it(mine, theirs):
    theirs.type(title="Theirs").save()
    assert f'data-forget="{NAME}"' in mine.save().text
    assert Typed.objects.get().content["copy"] == NAME


@pytest.mark.parametrize("copy", ['x" onload="', "A" * 32, "a" * 33, "../.."])
def test_a_name_that_no_browser_gave_is_left_out(mine, copy):
    response = mine.type(copy=copy).save()
    assert "copy-" not in mine.client.get(response.url).text


@pytest.mark.parametrize("kept", ["", "title=Only", "richtext_set-TOTAL_FORMS=x"])
def test_what_is_no_form_of_ours_is_a_bad_request(mine, kept):
    assert mine.client.post(mine.address("recover"), {"kept": kept}).status_code == 400


def test_looking_at_the_address_leads_to_the_form(mine):
    assert mine.client.get(mine.address("recover")).url == mine.address("change")


def test_nobody_recovers_what_they_may_not_change(mine, client, bystander):
    client.force_login(bystander)
    assert client.post(mine.address("recover"), {"kept": urlencode(mine.fields)}).status_code == 403


def test_a_form_from_before_the_last_sign_in_leads_back_to_itself(mine, editor):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    response = strict.post(mine.address("change"), mine.fields)
    assert response.status_code == 403
    assert f'content="0; url={mine.address("change")}"' in response.text
