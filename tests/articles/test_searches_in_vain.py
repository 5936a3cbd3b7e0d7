"""What readers looked for in vain is counted by words and by day, and nothing tells who looked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import FAQEntry, Missed, StandingPage, Synonym
from articles.models.seeking import A_DAY, forget_old
from tests.articles.screen import Screen

TYPED = {"Sec-Fetch-Site": "same-origin", "User-Agent": "Mozilla/5.0"}


def look(typed: str, **headers: str) -> None:
    Client(headers={**TYPED, **headers}).get("/search/", {"q": typed})


def counted() -> dict[str, int]:
    return dict(Missed.objects.values_list("words", "count"))


def test_what_finds_nothing_is_counted_and_what_finds_something_is_not(published):
    for typed in ("Walnuts!", "walnuts", "sleep"):
        look(typed)
    assert counted() == {"walnuts": 2}
    assert {field.name for field in Missed._meta.fields} == {"id", "day", "words", "count"}


@pytest.mark.parametrize(
    "typed",
    [
        "walnut@example.org",
        "walnuts 0171 234 56 78",
        "+1 (555) 010-9999",
        "https://example.org/walnuts",
        "w" * 61,
        "my name is jo walnut and i live in a town",
        "the",
        "?!",
    ],
)
def test_what_may_say_who_looked_is_not_kept(db, typed):
    look(typed)
    assert counted() == {}


@pytest.mark.parametrize(
    "headers",
    [{"User-Agent": "Examplebot/2.1"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Purpose": "prefetch"}],
)
def test_robots_and_what_is_fetched_beforehand_do_not_count(db, headers):
    look("walnuts", **headers)
    assert counted() == {}


def test_a_day_takes_so_many_different_words_and_no_more(db):
    today = timezone.localdate()
    Missed.objects.bulk_create(Missed(day=today, words=f"word {number}") for number in range(A_DAY))
    look("walnuts")
    look("word 1")
    assert counted()["word 1"] == 2
    assert "walnuts" not in counted()


def test_after_ninety_days_it_is_forgotten(db):
    today = timezone.localdate()
    for days in (0, 90, 91):
        Missed.objects.create(day=today - timedelta(days=days), words="walnuts")
    assert forget_old() == 1


def test_the_list_tells_each_search_once_and_offers_what_to_do(at_desk, db):
    StandingPage.objects.create(title="Common questions", slug="common-questions")
    for days in (0, 1):
        Missed.objects.create(day=timezone.localdate() - timedelta(days=days), words="magic leaf", count=3)
    html = at_desk.get("/admin/articles/missed/").text
    assert html.count("Make this a synonym") == 1
    assert '<td class="field-times">6</td>' in html
    assert "/admin/articles/synonym/add/?word=magic+leaf" in html
    assert "question=Magic+leaf%3F#faq-group" in html
    assert 'value="magic leaf"' in at_desk.get("/admin/articles/synonym/add/?word=magic+leaf").text


@pytest.mark.slow
def test_a_question_that_comes_along_is_typed_but_not_saved_until_somebody_saves(at_desk, editor):
    page = StandingPage.objects.create(title="Common questions", slug="common-questions", created_by=editor)
    address = f"/admin/articles/standingpage/{page.pk}/change/?question=Magic+leaf%3F"
    html = at_desk.get(address).text
    assert 'name="faq-0-question" value="Magic leaf?"' in html
    assert not FAQEntry.objects.exists()
    typed = {"faq-TOTAL_FORMS": "1", "faq-0-question": "Magic leaf?", "faq-0-ordering": "10", "_continue": "1"}
    at_desk.post(address, Screen(at_desk, page).fields | typed)
    assert FAQEntry.objects.get().question == "Magic leaf?"


def test_a_synonym_is_kept_as_it_is_looked_up(at_desk, db):
    at_desk.post("/admin/articles/synonym/add/", {"word": " Mitragyna-Speciosa ", "means": "Kratom"})
    assert str(Synonym.objects.get()) == "mitragyna speciosa → kratom"
    again = at_desk.post("/admin/articles/synonym/add/", {"word": "MITRAGYNA speciosa", "means": "leaf"})
    assert again.status_code == 200
    odd = at_desk.post("/admin/articles/synonym/add/", {"word": "?!", "means": "leaf"})
    assert "Write a word of letters or digits on each side." in odd.text
