"""Who writes and reviews: public while a live page names them, with what they declare."""

from __future__ import annotations

import json

import pytest

from articles.models import Article, Person, Publication, Renewal, Review

ADA = "/people/ada/"


@pytest.fixture
def ada(article, editor) -> Person:
    person = Person.objects.create(key="ada", name="Ada Demo", role="Editor", credentials="PhD")
    article.authors.add(person)
    return person


@pytest.fixture
def reviewed(published, reviewer, editor) -> Article:
    handing = published.hand_in(by=editor, version=published.version)
    published.review(handing, by=reviewer, verdict="signed", remarks=[])
    return published


def test_somebody_is_public_while_a_live_page_bears_their_name(client, article, ada, editor):
    assert client.get(ADA).status_code == 404
    assert "Ada Demo" not in client.get("/people/").text
    article.publish(by=editor)
    assert f'<a href="{ADA}">Ada Demo</a>' in client.get("/people/").text
    assert '<a href="/articles/sleep/">Kratom and sleep</a>' in client.get(ADA).text


def test_somebody_whose_last_page_is_withdrawn_is_not_named_any_more(client, article, ada, editor):
    article.publish(by=editor)
    Article.objects.get().withdraw(by=editor, why="No longer true.")
    assert client.get(ADA).status_code == 404
    assert "Nobody is named yet" in client.get("/people/").text


def test_what_somebody_wrote_and_what_they_reviewed_stand_apart(client, reviewed):
    html = client.get("/people/dr-ash/").text
    assert 'id="reviewed-h">Reviewed</h2><span class="meta">1 page</span>' in html
    assert 'id="wrote-h"' not in html
    assert "1 reviewed" in client.get("/people/").text


def test_a_review_that_another_one_followed_names_its_reviewer_no_more(client, reviewed, editor):
    somebody = Person.objects.create(key="somebody", name="Somebody")
    live = Publication.objects.get()
    live.bear(Review.objects.create(revision=live.revision, person=somebody, by=editor, verdict="signed"))
    assert client.get("/people/dr-ash/").status_code == 404


@pytest.mark.parametrize(
    ("interests", "day", "told"),
    [
        ("", None, "Not stated yet"),
        ("", "2026-03-01", "None declared"),
        ("Shares in nothing.\nA brother who sells tea.", None, "Shares in nothing.<br>A brother who sells tea."),
    ],
)
def test_conflicts_of_interest_are_told_and_that_nobody_asked_yet(client, article, ada, editor, interests, day, told):
    article.publish(by=editor)
    Person.objects.update(interests=interests, declared_on=day)
    html = client.get(ADA).text
    assert f"<dt>Conflicts of interest</dt><dd>{told}</dd>" in html
    assert ("1 March 2026" in html) == bool(day)


def test_machines_are_told_no_more_than_what_stands_on_the_page(client, article, ada, picture, editor):
    Person.objects.update(biography="Reads.</script>\n\nWrites.", picture=picture)
    article.publish(by=editor)
    html = client.get(ADA).text
    text = html.split('<script type="application/ld+json">')[1].split("</script>")[0]
    page = json.loads(text)
    assert page["@type"] == "ProfilePage"
    assert page["mainEntity"]["description"] == "Reads.</script> Writes."
    assert page["mainEntity"]["jobTitle"] == "Editor"
    assert page["mainEntity"]["hasCredential"]["name"] == "PhD"
    assert page["mainEntity"]["image"].endswith(f"/media/{'a' * 32}.webp")


def test_somebody_without_credentials_and_picture_is_given_none(client, article, ada, editor):
    Person.objects.update(credentials="")
    article.publish(by=editor)
    assert "hasCredential" not in client.get(ADA).text
    assert '<div class="face">' not in client.get("/people/").text


def test_pages_tell_what_their_reviewer_is_called_today(client, reviewed, editor):
    person = Person.objects.get(key="dr-ash")
    person.name, person.credentials = "Dr Elm", "PharmD"
    Renewal.of(person, by=editor)
    html = client.get("/articles/sleep/").text
    assert '<a href="/people/dr-ash/">Dr Elm</a> <small>PharmD</small>' in html
    assert '"reviewedBy":{"@type":"Person","name":"Dr Elm"' in html
    assert "Dr Ash" not in html


def test_a_person_is_told_in_full(client, article, ada, picture, editor):
    Person.objects.update(biography="Reads.\n\nWrites.", picture=picture)
    article.publish(by=editor)
    html = client.get(ADA).text
    for words in ("Editor</p><h1>Ada Demo</h1>", '<p class="stand">PhD</p>', "<p>Reads.</p>", "<p>Writes.</p>"):
        assert words in html
    assert '<div class="portrait"><figure class="plate">' in html


def test_the_way_back_leads_over_everybody(client, article, ada, editor):
    article.publish(by=editor)
    assert '<li><a href="/people/">People</a></li>' in client.get(ADA).text


def test_everybody_is_one_step_from_every_page(client, published):
    assert 'href="/people/"' in client.get("/articles/sleep/").text.split('<footer class="foot">')[1]


def test_an_editor_links_no_account_and_so_lends_nobody_a_name_to_review_in(at_desk, admin_client, ada, editor):
    address, typed = f"/admin/articles/person/{ada.pk}/change/", {"name": "Ada Demo", "account": editor.pk}
    html = at_desk.get(address).content.decode()
    assert 'name="account"' not in html
    at_desk.post(address, typed)
    at_desk.post("/admin/articles/person/add/", typed | {"key": "another", "name": "Another"})
    assert set(Person.objects.values_list("account", flat=True)) == {None}
    admin_client.post(address, typed)
    assert Person.objects.get(key="ada").account == editor
