"""A source has a page, words to copy and files for reference managers; hostile words in it stay words."""

from __future__ import annotations

import json

import bibtexparser
import pytest
import rispy

from articles.citations import FORMS, STYLES, Numbering, entry, exchanged, facts
from articles.models import Reference

HOSTILE = '"><script>alert(1)</script>{\\evil} & %'
CHAPTER = {
    "key": "prince2011",
    "type": "chapter",
    "authors": ["Prince M", "{US FDA & Co}"],
    "editors": ["Regier DA Jr"],
    "title": "Measuring disability: 50% of {it} & more",
    "container": "The Conceptual Evolution of DSM-5",
    "publisher": "American Psychiatric Publishing Inc",
    "place": "Washington",
    "edition": "3",
    "issued": "2011-05-04",
    "year": "2011",
    "pages": "189–227",
    "doi": "10.1000/a_b",
    "pmid": "123",
    "pmcid": "PMC456",
    "isbn": "9780306406157",
    "url": "https://example.org/a_b?c=d&e=%20",
    "accessed": "2026-11-02",
}
# The names that the CSL data schema (1.0.2) knows, of those that we use.
CSL = {
    "id",
    "type",
    "title",
    "author",
    "editor",
    "container-title",
    "publisher",
    "publisher-place",
    "edition",
    "issued",
}
CSL |= {"accessed", "volume", "issue", "number", "page", "genre", "DOI", "PMID", "PMCID", "ISBN", "URL"}


def test_bibtex_is_read_back_as_it_was():
    library = bibtexparser.parse_string(exchanged([CHAPTER], "bib")[1])
    (read,) = library.entries
    fields = {field.key: field.value for field in read.fields}
    assert (read.entry_type, read.key) == ("incollection", "prince2011")
    assert fields["author"] == r"Prince, M. and {US FDA \& Co}"
    assert fields["editor"] == "Regier, Jr, D. A."
    assert (fields["pages"], fields["year"], fields["month"], fields["isbn"]) == (
        "189--227",
        "2011",
        "may",
        "9780306406157",
    )
    assert (fields["doi"], fields["url"]) == (CHAPTER["doi"], CHAPTER["url"])


def test_ris_is_read_back_as_it_was():
    (read,) = rispy.loads(exchanged([CHAPTER], "ris")[1].replace("\r\n", "\n"))
    assert (read["type_of_reference"], read["authors"]) == ("CHAP", ["Prince,M.", "US FDA & Co"])
    assert (read["start_page"], read["end_page"], read["year"]) == ("189", "227", "2011")
    assert (read["doi"], read["title"]) == (CHAPTER["doi"], CHAPTER["title"])


def test_csl_says_no_more_than_its_schema_knows():
    (read,) = json.loads(exchanged([CHAPTER], "json")[1])
    assert set(read) <= CSL
    assert read["author"] == [{"family": "Prince", "given": "M."}, {"literal": "US FDA & Co"}]
    assert read["issued"] == {"date-parts": [[2011, 5, 4]]}


@pytest.mark.parametrize("form", FORMS)
def test_a_file_holds_hostile_words_and_stays_one_record(form):
    hostile = dict.fromkeys(("title", "container", "publisher", "place", "edition", "volume", "doi", "url"), HOSTILE)
    content = exchanged(
        [CHAPTER | hostile | {"authors": [HOSTILE, "A\nER  - \nTY  - JOUR"]}, CHAPTER | {"key": "other"}], form
    )[1]
    if form == "bib":
        assert len(bibtexparser.parse_string(content).entries) == 2
    if form == "ris":
        assert len(rispy.loads(content.replace("\r\n", "\n"))) == 2
    if form == "json":
        assert len(json.loads(content)) == 2


@pytest.mark.parametrize("kind", [*(kind for kind, _ in Reference.TYPES), "odd"])
def test_hostile_words_stay_words_in_every_style(kind):
    fields = ("title", "container", "publisher", "place", "edition", "issued", "volume", "issue", "pages", "doi", "url")
    hostile = dict.fromkeys(fields, HOSTILE) | {"authors": [HOSTILE], "editors": [HOSTILE], "accessed": HOSTILE}
    record = {"key": "x", "type": kind} | hostile
    for worded in STYLES.values():
        assert "<script" not in worded(record)
        assert 'r"><' not in worded(record)
    assert "<script" not in entry(record)["words"]
    assert "<script" not in Numbering({"reference:x": record}).cite(["x"])
    assert facts(record)


def test_a_record_of_an_old_snapshot_lacks_nothing():
    old = {"key": "clauw2014", "type": "article", "authors": ["Clauw DJ"], "title": "A review", "year": "2014"}
    assert entry(old)["words"] == "Clauw DJ. A review. 2014."
    assert all(worded(old) for worded in STYLES.values())
    assert all(exchanged([old], form)[1] for form in FORMS)


def test_what_a_source_says_has_every_name_that_a_citation_reads():
    says = Reference(key="x", title="X", n=0).says()
    assert set(says) == set(entry.__globals__["whole"]({}))
    assert says["n"] == "0"


@pytest.mark.parametrize("form", FORMS)
def test_a_cited_source_is_there_as_a_file(client, published, reference, form):
    response = client.get(f"/references/clauw2014/cite.{form}")
    assert (response.status_code, response["X-Robots-Tag"]) == (200, "noindex")
    assert response["Content-Disposition"] == f'attachment; filename="clauw2014.{form}"'
    assert "Fibromyalgia: a clinical review" in response.text


@pytest.mark.parametrize("form", FORMS)
def test_the_sources_of_a_live_page_are_there_as_a_file(client, published, form):
    assert "Fibromyalgia: a clinical review" in client.get(f"/articles/sleep/references.{form}").text


@pytest.mark.parametrize("path", ["references/clauw2014/cite.bib", "articles/sleep/references.bib"])
def test_a_draft_gives_no_sources_away(client, article, reference, path):
    assert client.get(f"/{path}").status_code == 404


@pytest.mark.parametrize("form", ["csv", "bib.bak", "%00", "x" * 500])
def test_another_form_is_nowhere(client, published, form):
    assert client.get(f"/references/clauw2014/cite.{form}").status_code in (400, 404)
    assert client.get(f"/articles/sleep/references.{form}").status_code in (400, 404)


def test_the_page_of_a_source_has_its_words_in_three_styles(client, published, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        html = client.get("/references/clauw2014/").text
    assert all(name in html for name in STYLES)
    assert "Clauw, D. J. (2014). Fibromyalgia: a clinical review. <i>JAMA</i>" in html
    assert '<a href="https://doi.org/10.1001/jama.2014.3266">10.1001/jama.2014.3266</a>' in html
