"""Readers see how a page came to be what it is: every version with its reason, and word by word what changed."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Person, Picture, Publication, Renewal, Review, Showing, StrainTable
from articles.timeline import FOLDED
from tests.articles.past import at, say, withdraw

HISTORY = "/articles/sleep/history/"


@pytest.fixture
def changed(article, editor) -> Article:
    """Published in March, changed in April and, slightly, in May."""
    say(article, "Little.", at_moment="2026-03-01 12:00", by=editor, note="First published.")
    say(article, "Little is known.", at_moment="2026-04-01 12:00", by=editor, note="It says what is known.")
    say(article, "Little is known yet.", at_moment="2026-05-01 12:00", by=editor, note="A word.", is_major=False)
    return Article.objects.get(pk=article.pk)


def words_of(html: str) -> list[str]:
    """What happened, newest first."""
    body = html.split('class="body"')[1].split("</main>")[0]
    return [re.sub(r"\s*<span.*", "", heading) for heading in re.findall(r"<h2>(.*?)</h2>", body)]


def changes_at(client, showing: Showing, after: str = "") -> str:
    return client.get(f"{HISTORY}{showing.revision.pin}/{after}").text


def test_every_version_stands_there_newest_first_with_its_reason(client, changed):
    html = client.get(HISTORY).text
    assert words_of(html)[:3] == ["Small change", "Changed", "First published"]
    assert html.index("A word.") < html.index("It says what is known.") < html.index("First published.")
    assert html.count("What readers get now") == 1


def test_each_leads_to_the_page_as_it_was_and_to_what_it_changed(client, changed):
    html = client.get(HISTORY).text
    for showing in Showing.objects.all():
        assert f'href="/articles/sleep/at/{showing.revision.pin}/"' in html
    assert len(re.findall(r'href="/articles/sleep/history/[0-9a-f]{12}/"', html)) == 2


def test_what_editors_note_for_themselves_is_not_told(client, changed):
    showing = Showing.objects.first()
    type(showing.revision).objects.filter(pk=showing.revision_id).update(note="Between us.")
    assert "Between us." not in client.get(HISTORY).text + changes_at(client, showing)


def test_a_page_shown_once_says_so(client, published):
    html = client.get(HISTORY).text
    assert "shown once and has not been changed since" in html
    assert "What changed" not in html


def test_a_withdrawal_stands_between_what_was_before_and_after(client, changed, editor):
    withdraw(changed, at_moment="2026-06-01 12:00", by=editor, why="A source was retracted.")
    say(changed, "Nothing is known.", at_moment="2026-06-09 12:00", by=editor, note="Without that source.")
    html = client.get(HISTORY).text
    assert words_of(html)[:3] == ["Changed", "Withdrawn", "Small change"]
    assert "A source was retracted." in html
    assert "9 June 2026, 12:00" in html


def test_who_signed_a_version_is_named_beside_it(client, changed, reviewer):
    ash, revision = Person.objects.get(), Showing.objects.all()[1].revision
    Review.objects.create(revision=revision, sha256=revision.sha256, person=ash, by=reviewer, verdict="signed")
    Review.objects.create(revision=revision, sha256="0" * 64, person=ash, by=reviewer, verdict="signed")
    assert client.get(HISTORY).text.count("Reviewed by") == 1


def test_many_changes_of_records_in_a_row_are_one_line(client, published, reference, editor):
    for number in range(FOLDED):
        reference.finding = f"Looked at {number} times."
        Renewal.of(reference, by=editor)
        Renewal.objects.run()
    html = client.get(HISTORY).text
    assert f"A source or record shown here was changed <b>{FOLDED} times</b>" in html
    assert html.count("Read this version") == FOLDED + 1


def test_a_long_history_has_pages_that_meet(client, published, editor):
    showing = Showing.objects.get()
    for number in range(1, 60):
        moment = showing.shown_from - timedelta(hours=number)
        Showing.objects.create(
            page=published,
            revision=showing.revision,
            shown_from=moment,
            shown_until=moment,
            by=editor,
            why=f"No {number}.",
        )
    pages = [client.get(f"{HISTORY}{page}").text for page in ("", "page/2/")]
    assert ("No 49." in pages[0], "No 50." in pages[0], "No 50." in pages[1]) == (True, False, True)
    assert "First published" not in words_of(pages[0])
    assert words_of(pages[1])[-1] == "First published"
    assert client.get(f"{HISTORY}page/3/").status_code == 404


def test_a_change_marks_words_for_eyes_and_ears(client, changed):
    html = changes_at(client, Showing.objects.all()[1])
    assert '<ins><span class="vh">(new: </span> is known<span class="vh">) </span></ins>' in html
    assert "It says what is known." in html


def test_a_change_names_the_heading_it_stands_under(client, changed):
    assert "<h3>What is known</h3>" in changes_at(client, Showing.objects.first())


def test_what_did_not_change_is_left_out(client, changed):
    html = changes_at(client, Showing.objects.first()).split('class="body"')[1]
    assert "Does it help with sleep?" not in html
    assert "What is reported of sleep." not in html


def test_the_first_version_has_nothing_before_it(client, changed):
    assert "There is nothing before this version" in changes_at(client, Showing.objects.last())


def test_a_text_shown_twice_is_compared_with_what_stood_before_each_time(client, changed, editor):
    once = Showing.objects.all()[1]
    with time_machine.travel(at("2026-06-01 12:00"), tick=False):
        changed.show(once.revision, by=editor)
    first, second = Showing.objects.last(), Showing.objects.all()[1]
    assert "yet" in changes_at(client, once).split('class="legend"')[1]
    assert f"{HISTORY}{once.revision.pin}/?before={first.revision.pin}" in client.get(HISTORY).text
    assert "> is known<" in changes_at(client, once, f"?before={first.revision.pin}")
    assert "> is known<" not in changes_at(client, once, f"?before={second.revision.pin}")
    assert client.get(f"{HISTORY}{once.revision.pin}/?before=000000000000").status_code == 404


def test_a_changed_source_is_told_by_its_fields(client, published, reference, editor):
    reference.finding = "Nobody compared."
    Renewal.of(reference, by=editor)
    Renewal.objects.run()
    html = changes_at(client, Showing.objects.first())
    assert "Source: Clauw 2014" in html
    assert "<h3>Finding</h3>" in html
    assert "clauw2014" not in html


def test_no_file_of_a_picture_is_named(client, article, picture, editor):
    article.picture = picture
    article.save()
    say(article, "Words.", at_moment="2026-03-01 12:00", by=editor)
    Picture.objects.update(alt="Another leaf", master=f"{'d' * 32}.webp", renditions=[])
    showing = say(article, "Words.", at_moment="2026-04-01 12:00", by=editor)
    html = changes_at(client, showing).split('class="body"')[1]
    assert "Another" in html
    assert "webp" not in html


def test_a_strain_that_readers_could_not_see_is_not_named(client, article, strain, editor):
    say(article, "Words.", at_moment="2026-03-01 12:00", by=editor)
    table = StrainTable.objects.create(parent=article, ordering=20)
    table.strains.add(strain)
    showing = say(article, "Words.", at_moment="2026-04-01 12:00", by=editor)
    html = changes_at(client, showing)
    assert "Strain table" in html
    assert strain.key not in html


def test_a_version_that_was_tampered_with_is_said_to_be(client, changed):
    Showing.objects.first().revision.__class__.objects.filter(showings__shown_until=None).update(html="<p>Else.</p>")
    assert "Not as it was kept." in changes_at(client, Showing.objects.first())


def test_an_old_address_leads_to_the_history_of_today(client, changed, editor):
    Article.objects.filter(pk=changed.pk).update(slug="sleeping")
    say(changed, "Moved.", at_moment="2026-06-01 12:00", by=editor)
    pin = Showing.objects.last().revision.pin
    for rest in ("history/", f"history/{pin}/", f"at/{pin}/", "at/2026-03-01/"):
        answer = client.get(f"/articles/sleep/{rest}")
        assert (answer.status_code, answer["Location"]) == (301, f"/articles/sleeping/{rest}")


def test_while_a_page_is_withdrawn_its_past_is_too(client, changed, editor):
    pin = Showing.objects.first().revision.pin
    changed.withdraw(by=editor, why="It did harm.")
    for rest in ("history/", f"history/{pin}/", f"at/{pin}/", "at/2026-04-02/", "at/2020-01-01/"):
        answer = client.get(f"/articles/sleep/{rest}")
        assert answer.status_code == 410
        assert "It did harm." in answer.text


@pytest.mark.parametrize(
    "path", ["/articles/none/history/", "/none/history/", "/articles/history/", "/topics/history/"]
)
def test_what_never_was_has_no_history(client, published, path):
    assert client.get(path).status_code == 404


def test_an_article_may_be_called_history(client, article, editor):
    Article.objects.filter(pk=article.pk).update(slug="history")
    say(article, "Words.", at_moment="2026-03-01 12:00", by=editor)
    assert client.get("/articles/history/").status_code == 200
    assert "Change history" in client.get("/articles/history/history/").text


def test_history_and_changes_ask_little_and_can_be_kept(client, changed, reviewer):
    for path in (HISTORY, f"{HISTORY}{Showing.objects.first().revision.pin}/"):
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(path)
        assert len(asked) <= 4
        assert "public" in answer["Cache-Control"]
        assert 'name="robots" content="noindex"' in answer.text


def test_the_history_does_not_read_what_revisions_say(client, changed):
    with CaptureQueriesContext(connection) as asked:
        client.get(HISTORY)
    assert Publication.objects.exists()
    assert not [query["sql"] for query in asked if '"articles_revision"."html"' in query["sql"]]
