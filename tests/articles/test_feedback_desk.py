"""The staff's side: what waits comes first, is read beside the text it is about, and is settled by somebody."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from articles.demonstration import telling
from articles.models import Article, Feedback, Publication, RichText
from tests.articles.reader import report, tell
from tests.articles.test_desk import panels

LIST = "/admin/articles/feedback/"


def told(client: Client, more: str = "") -> list[str]:
    """The beginnings of the words on the list, from above."""
    return [row.words for row in client.get(f"{LIST}{more}").context["cl"].result_list]


def screen(feedback: Feedback) -> str:
    return f"{LIST}{feedback.pk}/change/"


def settle(client: Client, feedback: Feedback, **typed: str) -> Feedback:
    assert client.post(screen(feedback), {"outcome": "", **typed}).status_code == 302
    return Feedback.objects.get(pk=feedback.pk)


@pytest.fixture
def reported(publication: Publication) -> Feedback:
    report(publication, section="what-is-known")
    return Feedback.objects.get()


def test_errors_that_wait_come_first_and_what_is_settled_last(at_desk, reported, publication, editor):
    reported.settle(by=editor)
    report(publication, "A second error.")
    tell(publication, verdict="unhelpful", words="Nothing on tea.")
    tell(publication, verdict="helped")
    assert told(at_desk) == ["A second error.", "Nothing on tea.", "The dose is wrong."]


def test_the_list_is_narrowed_by_how_it_stands_and_what_it_is_about(at_desk, reported, publication):
    tell(publication, verdict="unhelpful", words="Nothing on tea.")
    tell(publication, verdict="helped")
    Feedback.objects.filter(pk=reported.pk).update(settled_at="2026-01-01T00:00Z")
    assert told(at_desk, "?state=waiting") == ["Nothing on tea."]
    assert told(at_desk, "?state=settled") == ["The dose is wrong."]
    assert told(at_desk, "?state=counted") == [""]
    assert told(at_desk, "?about=error") == ["The dose is wrong."]
    assert len(told(at_desk, f"?page={publication.page_id}")) == 2
    assert told(at_desk, "?q=tea") == ["Nothing on tea."]


def test_a_row_tells_the_part_and_how_many_found_the_page_helpful(at_desk, reported, publication):
    for verdict in ("helped", "helped", "unhelpful"):
        tell(publication, verdict=verdict)
    words = at_desk.get(LIST).text
    assert "helped 2 · not 1 · wrong 1" in words
    assert "Something is wrong · What is known</span> The dose is wrong." in words


def test_the_list_asks_the_same_of_a_hundred_rows_as_of_one(at_desk, reported, django_assert_num_queries):
    with django_assert_num_queries(9):  # session, person, two for their rights, pages, two counts, rows, and two more
        at_desk.get(LIST)
    fresh = [Feedback(page=reported.page, revision=reported.revision, verdict="error", words=f"{n}") for n in range(99)]
    Feedback.objects.bulk_create(fresh)
    with django_assert_num_queries(9):
        at_desk.get(LIST)


def test_one_report_is_read_beside_the_text_it_is_about(at_desk, reported, published, editor):
    read = reported.revision_id
    RichText.objects.update(text="<h2>Corrected</h2><p>More.</p>")
    Article.objects.get(pk=published.pk).publish(by=editor, override="Of no matter here.")
    page, live = f"/admin/articles/article/{published.pk}", Publication.objects.get().revision_id
    words = at_desk.get(screen(reported)).text
    for address in ("/articles/sleep/#what-is-known", f"{page}/history/{read}/", f"{page}/history/", f"{page}/change/"):
        assert f'href="{address}"' in words
        assert at_desk.get(address).status_code == 200
    assert f"{page}/history/compare/?from={read}&amp;to={live}" in words


def test_settling_says_who_when_and_what_came_of_it(at_desk, reported, editor):
    settled = settle(at_desk, reported, outcome="Corrected on 2 March.")
    assert (settled.settled_by, settled.outcome) == (editor, "Corrected on 2 March.")
    assert settled.settled_at
    assert LogEntry.objects.get().change_message == "Settled. Corrected on 2 March."


def test_nothing_but_the_outcome_can_be_changed(at_desk, reported):
    settled = settle(at_desk, reported, words="Rewritten.", verdict="helped", section="", page="1")
    assert (settled.words, settled.verdict, settled.section) == ("The dose is wrong.", "error", "what-is-known")


def test_who_settled_first_stays_written(at_desk, person, reported):
    reported.settle(by=person("other", "Editor"))
    assert settle(at_desk, reported, outcome="Said later.").settled_by.username == "other"


def test_words_can_be_removed_and_the_log_does_not_repeat_them(at_desk, reported):
    settled = settle(at_desk, reported, is_blanked="on")
    assert (settled.words, settled.is_waiting) == ("", False)
    assert LogEntry.objects.get().change_message == "Settled. The words were removed."
    assert "dose" not in LogEntry.objects.get().object_repr
    assert "(removed)" in at_desk.get(f"{LIST}?state=settled").text


def test_several_are_settled_at_once_and_each_is_logged(at_desk, publication, editor):
    for words in ("One.", "Two.", "Three."):
        report(publication, words)
    chosen = Feedback.objects.exclude(words="Three.")
    at_desk.post(LIST, {"action": "settle", "_selected_action": [each.pk for each in chosen]})
    assert told(at_desk, "?state=waiting") == ["Three."]
    assert LogEntry.objects.filter(user=editor, change_message="Settled with others.").count() == 2


@pytest.mark.parametrize("group", ["Reviewer", "Auditor"])
def test_whoever_only_views_settles_nothing(client, person, reported, group):
    client.force_login(person("viewer", group))
    words = client.get(screen(reported)).text
    assert "The dose is wrong." in words
    assert 'value="Settle"' not in words
    client.post(LIST, {"action": "settle", "_selected_action": [reported.pk]})
    assert Feedback.objects.waiting().exists()


def test_a_bare_answer_can_be_looked_at_and_not_settled(at_desk, publication):
    tell(publication, verdict="helped")
    bare = Feedback.objects.get()
    assert 'value="Settle"' not in at_desk.get(screen(bare)).text
    assert at_desk.post(screen(bare), {"outcome": "Good."}).status_code == 403


def test_what_a_reader_wrote_is_words_and_no_markup(at_desk, publication):
    report(publication, "<script>alert(1)</script>")
    for address in (LIST, screen(Feedback.objects.get()), "/admin/"):
        assert "<script>alert" not in at_desk.get(address).text
        assert "&lt;script&gt;alert" in at_desk.get(address).text


def test_the_desk_tells_how_many_wait_and_leads_to_them(at_desk, reported):
    number, address, words = panels(at_desk)["Reports from readers"]
    assert (number, address, "The dose is wrong." in words) == (1, f"{LIST}?state=waiting", True)
    assert told(at_desk, "?state=waiting") == ["The dose is wrong."]


def test_writers_hear_nothing_of_it(client, writer, reported):
    client.force_login(writer)
    assert "Reports from readers" not in panels(client)
    assert client.get(LIST).status_code == 403


def test_a_report_of_a_withdrawn_page_stays(at_desk, reported, published, editor):
    published.withdraw(by=editor, why="Its source was retracted.")
    words = at_desk.get(screen(reported)).text
    assert "See it live" not in words
    assert "The text that was read" in words
    assert at_desk.get(LIST).status_code == 200


def test_the_demonstration_brings_a_few_once_and_says_that_they_are_its_own(publication):
    Publication.objects.update(path=telling.SAID[0][0])
    telling.load()
    telling.load()
    told = Feedback.objects.worded()
    assert (Feedback.objects.count(), told.count()) == (len(telling.SAID), 2)
    assert all(each.words.startswith("Demonstration: ") for each in told)
