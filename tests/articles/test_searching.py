"""Readers find what is live and nothing else, whatever they type."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.findable import findables
from articles.models import Article, Entry, Page, Reference, RichText, StrainProfile, Synonym, Word
from articles.models.indexing import learn
from articles.models.reindexing import index_missing, reindex
from articles.models.renewal import Renewal
from articles.search.results import find, suggest
from tests.articles.test_list_plans import plans

ODD = ['"', "'", "AND", "a OR", "NEAR(", "title:x", "-", "*", "kra*", "(((", ":*", "!", "&", "|", "<->", "\\", "%", "_"]
ODD += [
    "\ud800",
    "\x01",
    "ﷺ",
    "١٢",
    "ß",
    "é" * 300,
    "a " * 5000,
    "0x1f 1e5 .5",
    "x" * 10_000,
    "'; DROP TABLE x",
    "กระท่อม",
]
MOST_QUESTIONS = 11  # two of them for the frame of the page, one that says how to look


def addresses(typed: str, **narrowed) -> list[str]:
    return [result.address for result in find(typed, **narrowed).results]


def say(page: Page, text: str) -> Page:
    RichText.objects.create(parent=page, text=text, ordering=50)
    return page


def publish(title: str, text: str, *, by, slug: str = "") -> Article:
    page = Article.objects.create(title=title, slug=slug or title.lower().replace(" ", "-"), standfirst="About it.")
    say(page, text).publish(by=by, override="Of no matter here.")
    return page


def test_a_draft_is_not_found_and_a_live_page_is(article, editor):
    assert addresses("sleep") == []
    article.publish(by=editor, note="First.")
    assert addresses("sleep")[0] == "/articles/sleep/"


def test_what_is_changed_is_found_once_it_is_published(published, editor):
    say(published, "<p>Something about grapefruit.</p>")
    assert addresses("grapefruit") == []
    published.refresh_from_db()
    published.publish(by=editor, note="More.", override="Of no matter here.")
    assert addresses("grapefruit") == ["/articles/sleep/"]


def test_a_withdrawn_page_takes_its_questions_and_sources_along(published, editor):
    assert {"/articles/sleep/#q-does-it-help-with-sleep", "/references/clauw2014/"} <= {
        *addresses("help sleep"),
        *addresses("fibromyalgia review"),
    }
    published.withdraw(by=editor, why="Wrong.")
    assert addresses("sleep") + addresses("fibromyalgia") == []


def test_a_source_is_found_until_the_last_page_that_cites_it_is_gone(published, editor):
    cite = '<p>Told.<cite data-key="clauw2014"></cite></p>'
    other = publish("Another page", cite, by=editor)
    published.withdraw(by=editor, why="Wrong.")
    assert addresses("clauw") == ["/references/clauw2014/"]
    other.withdraw(by=editor, why="Wrong.")
    assert addresses("clauw") == []


def test_a_source_says_what_it_says_today(published, reference, editor):
    Reference.objects.filter(pk=reference.pk).update(finding="It found nothing about walnuts.")
    Renewal.ask(reference.embed_name, by=editor)
    Renewal.objects.run()
    assert addresses("walnuts") == ["/references/clauw2014/"]


def test_a_renewal_that_changed_no_word_of_the_page_writes_only_the_source(published, reference, editor):
    Reference.objects.filter(pk=reference.pk).update(finding="It found nothing about walnuts.")
    Entry.objects.exclude(kind="reference").update(title="As it was")
    Renewal.ask(reference.embed_name, by=editor)
    Renewal.objects.run()
    assert set(Entry.objects.exclude(kind="reference").values_list("title", flat=True)) == {"As it was"}


@pytest.mark.slow
def test_titles_come_before_headings_and_headings_before_text(published, editor):
    publish("Third", "<p>Walnuts, walnuts, walnuts and walnuts again: walnuts.</p>", by=editor)
    publish("Second", "<h2>Walnuts</h2><p>Nothing.</p>", by=editor)
    publish("Walnuts and much else in a long title", "<p>Nothing.</p>", by=editor)
    assert addresses("walnut") == [
        "/articles/walnuts-and-much-else-in-a-long-title/",
        "/articles/second/",
        "/articles/third/",
    ]


def test_the_end_of_what_is_typed_may_be_missing_and_so_may_accents(published, editor):
    learn(findables(publish("Café withdrawal", "<p>Nothing.</p>", by=editor).publication.revision.snapshot))
    assert addresses("withdrawa") == addresses("CAFE") == addresses("café") == ["/articles/café-withdrawal/"]


def test_other_names_of_a_strain_lead_to_it(strain, editor):
    StrainProfile.objects.filter(pk=strain.pk).update(other_names="Daun merah")
    StrainProfile.objects.get(pk=strain.pk).publish(by=editor, override="Of no matter here.")
    assert addresses("daun merah") == ["/strains/red-vein/"]


def test_a_synonym_leads_one_way(published):
    Synonym.objects.create(word="mitragyna speciosa", means="kratom")
    Synonym.objects.create(word="ketum", means="kratom")
    assert addresses("ketum sleep")[0] == addresses("Mitragyna  Speciosa sleep")[0] == "/articles/sleep/"
    assert addresses("mitragyna") == []


def test_a_mistyped_word_is_asked_about_once_it_would_find_something(published):
    learn(findables(published.publication.revision.snapshot))
    assert find("kratom sleap").meant.typed == "kratom sleep"
    assert find("sleap sleap").meant.typed == "sleep sleep"
    Word.objects.create(word="gone")
    assert find("gome").meant is None


def test_words_that_never_stand_together_find_what_has_some_of_them(published, editor):
    publish("Walnuts", "<p>Nothing.</p>", by=editor)
    found = find("walnuts sleep")
    assert found.is_loose
    assert not found.has_all
    assert {result.address for result in found.results} >= {"/articles/walnuts/", "/articles/sleep/"}


@pytest.mark.slow
def test_counts_stay_true_while_results_are_narrowed(client, published, strain, topic, editor):
    strain.topics.add(topic)
    say(strain, "<p>Sleep.</p>").publish(by=editor, override="Of no matter here.")
    tally = find("sleep", kind="strain", topic=topic).tally
    assert (tally.total, tally.kinds["article"], tally.topics[topic.key]) == (1, 1, 1)
    html = client.get("/search/?q=sleep&kind=strain&topic=sleep").text
    assert 'href="/search/?q=sleep&amp;topic=sleep"' in html
    assert "/strains/red-vein/" in html
    assert 'href="/articles/sleep/"' not in html


def test_all_topics_says_how_many_it_leads_to(client, published, editor):
    publish("Sleep elsewhere", "<p>Sleep.</p>", by=editor)
    html = client.get("/search/?q=sleep&kind=article&topic=sleep").text
    leads_to = r'<a href="/search/\?q=sleep&amp;kind=article"><span>All topics</span><span class="n">(\d+)<'
    assert re.findall(leads_to, html) == ["2"]
    assert find("sleep", kind="article").tally.total == 2


def test_nothing_that_is_written_or_typed_becomes_markup(client, editor):
    publish("Walnuts & <b>more</b>", "<p>Of &lt;script&gt;walnuts&lt;/script&gt; nothing.</p>", by=editor, slug="nuts")
    html = client.get("/search/", {"q": 'walnuts "><script>x</script>'}).text
    shown = client.get("/search/", {"q": "walnuts"}).text
    assert "<script>x" not in html
    assert "<mark>Walnuts</mark> &amp; &lt;b&gt;more&lt;/b&gt;" in shown
    assert "&lt;script&gt;<mark>walnuts</mark>&lt;/script&gt;" in shown


@pytest.mark.slow
@pytest.mark.parametrize("address", ["/search/", "/search/suggestions/"])
def test_odd_words_are_words(client, published, address):
    for typed in ODD:
        sent = typed.encode("utf-8", "replace").decode()
        for q in (sent, f"sleep {sent}"):
            assert client.get(address, {"q": q, "page": sent, "kind": sent, "topic": sent}).status_code == 200, repr(q)
        find(typed), suggest(typed)
    assert client.get(f"{address}?q=%ff%fe%ed%a0%80").status_code == 200


def test_pages_are_bounded(client, published):
    assert client.get("/search/?q=sleep&page=2").status_code == 404
    assert client.get("/search/?q=sleep&page=999").status_code == 404
    assert client.get("/search/?q=sleep&page=99999999999999999999").status_code == 200


def test_a_search_asks_few_questions_however_much_it_finds(client, published, editor):
    for number in range(3):
        publish(f"Sleep {number}", "<p>Sleep.</p>", by=editor)
    with CaptureQueriesContext(connection) as asked:
        client.get("/search/?q=sleep")
    assert len([query for query in asked if "SAVEPOINT" not in query["sql"]]) <= MOST_QUESTIONS


def test_results_are_kept_by_nobody_and_need_no_cookie(client, published):
    answer = client.get("/search/?q=sleep")
    assert '<meta name="robots" content="noindex">' in answer.text
    assert not answer.cookies
    assert answer["Cache-Control"] == "private, no-store"


def test_titles_are_offered_while_somebody_types(client, published):
    answer = client.get("/search/suggestions/?q=kratom+sle")
    first = {"title": "Kratom and sleep", "kind": "Article", "address": "/articles/sleep/"}
    assert answer.json()["suggestions"][0] == first
    assert answer["Cache-Control"] == "public, max-age=0"


def test_an_address_that_leads_nowhere_fills_the_search_box(client, published):
    html = client.get("/articles/kratom-and-slep/").text
    assert 'value="kratom and slep"' in html


def test_the_index_can_be_made_again(published, strain, editor):
    Entry.objects.all().delete()
    assert addresses("sleep") == []
    assert index_missing() == 1
    assert addresses("sleep")[0] == "/articles/sleep/"
    told: list[tuple[int, int]] = []
    assert "1 pages" in reindex(progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 1)]
    assert addresses("sleep")[0] == "/articles/sleep/"


@pytest.mark.postgresql
def test_words_are_looked_up_in_their_index_even_where_most_pages_hold_them(client, published):
    with plans() as found:
        client.get("/search/?q=sleep")
        client.get("/search/?q=xylophone")
    asked = [plan for plan in found if "@@" in plan]
    assert len(asked) >= 4
    assert not [plan for plan in asked if "Seq Scan on articles_entry" in plan]
