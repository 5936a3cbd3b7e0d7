"""A page is cited in four forms, whatever its title and authors are called, and always as the version that was read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from html import unescape

import pytest
import time_machine
from django.utils.html import strip_tags
from hypothesis import given
from hypothesis import strategies as st

from articles.citing import Author, Citing
from articles.models import Article, Person, RichText

HASH = "1a2b3c4d5e6f" + "0" * 52
CLAUW, HUI, ROLE = Author("Daniel Clauw", "Clauw DJ"), Author("Hui Min", "van der Hui M-L"), Author("Demo editor")
PAGE = Citing(
    title="Kratom and sleep",
    authors=(CLAUW,),
    site="kratominfo",
    publisher="kratominfo",
    published=date(2026, 3, 1),
    changed=date(2026, 11, 2),
    accessed=date(2026, 11, 22),
    address="https://example.org/articles/sleep/at/1a2b3c4d5e6f/",
    sha256=HASH,
)
HOSTILE = ["a } b { c", "\\", "100 % & more_#$~^", "two\nlines\r\nER  - ", "Ω, 中文, é", "<b>|</b>", "@misc{x,"]


def field(bibtex: str, name: str) -> str:
    return next(line for line in bibtex.splitlines() if line.startswith(f"  {name} = ")).partition("= ")[2].rstrip(",")


def test_ama_gives_the_days_in_words_and_the_address_last():
    days = "Published March 1, 2026. Updated November 2, 2026. Accessed November 22, 2026."
    assert PAGE.ama == f"Clauw DJ. Kratom and sleep. kratominfo. {days} {PAGE.address}"


def test_a_page_that_never_changed_was_not_updated():
    same = replace(PAGE, changed=PAGE.published)
    assert "Updated" not in same.ama + same.bibtex


def test_apa_turns_initials_and_sets_the_title_in_italics():
    said = "Clauw, D. J. (2026, November 2). <i>Kratom and sleep.</i> kratominfo. "
    assert PAGE.apa == said + PAGE.address


@pytest.mark.parametrize(
    ("authors", "names"),
    [
        ((CLAUW, HUI), "Clauw, D. J., & van der Hui, M.-L."),
        ((CLAUW, HUI, ROLE), "Clauw, D. J., van der Hui, M.-L., & Demo editor."),
        ((ROLE, Author("Demo reviewer")), "Demo editor & Demo reviewer."),
        ((Author("M King", "King ML Jr"),), "King, M. L., Jr."),
        ((Author("WHO", "WHO"),), "WHO."),
        ((CLAUW,) * 21, ", ".join(["Clauw, D. J."] * 19) + ", … Clauw, D. J."),
    ],
)
def test_apa_joins_people_and_groups_as_each_is_called(authors, names):
    apa = unescape(strip_tags(replace(PAGE, authors=authors).apa))
    assert apa.startswith(f"{names} (2026")


def test_ama_names_three_of_more_than_six():
    assert replace(PAGE, authors=(CLAUW,) * 7).ama.startswith("Clauw DJ, Clauw DJ, Clauw DJ, et al. Kratom")


def test_without_authors_the_title_comes_first():
    page = replace(PAGE, authors=(), title="Does it help?")
    assert page.ama.startswith("Does it help? kratominfo. Published")
    assert page.apa.startswith("<i>Does it help?</i> (2026, November 2). kratominfo.")
    assert "author" not in page.bibtex
    assert "AU  -" not in page.ris


def test_apa_does_not_name_the_site_twice():
    assert replace(PAGE, authors=(Author("kratominfo"),)).apa.count("kratominfo.") == 1


def test_bibtex_turns_people_and_leaves_groups_whole():
    page = replace(PAGE, authors=(CLAUW, Author("M King", "King ML Jr"), Author("Trials and Errors")))
    assert field(page.bibtex, "author") == "{Clauw, D. J. and King, Jr, M. L. and {Trials and Errors}}"
    assert field(page.bibtex, "title") == "{{Kratom and sleep}}"
    assert field(page.bibtex, "month") == "nov"


def test_ris_has_its_tags_in_lines_of_their_own():
    lines = PAGE.ris.split("\r\n")
    assert (lines[0], lines[-2:]) == ("TY  - ELEC", ["ER  - ", ""])
    assert {"AU  - Clauw, D. J.", "TI  - Kratom and sleep", f"UR  - {PAGE.address}", "DA  - 2026/11/02/"} <= set(lines)


@pytest.mark.parametrize("words", HOSTILE)
def test_no_sign_in_a_title_or_a_name_breaks_a_form(words):
    assert_whole(replace(PAGE, title=words, authors=(Author(words), CLAUW), site=words))


@given(st.text(), st.text(), st.text())
def test_no_words_at_all_break_a_form(title, name, cited_as):
    assert_whole(replace(PAGE, title=title, authors=(Author(name, cited_as),)))


def assert_whole(page: Citing) -> None:
    """One line each; BibTeX with braces that match and no bare sign; RIS with one end."""
    depth = 0
    for sign in page.bibtex:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth >= 0
    assert depth == 0
    assert len(page.ama.splitlines()) == len(str(page.apa).splitlines()) == 1
    assert all(line[2:6] == "  - " for line in page.ris.removesuffix("\r\n").split("\r\n"))
    assert page.ris.count("\nER  - \r\n") == 1
    assert len(page.ris.splitlines()) == page.ris.count("\r\n")


@pytest.fixture
def signed_article(article, editor) -> Article:
    article.authors.add(Person.objects.create(key="clauw", name="Daniel Clauw", cited_as="Clauw DJ"))
    article.publish(by=editor, note="First published.", override="Of no matter here.")
    return article


@pytest.mark.parametrize("form", ["bib", "ris"])
def test_a_reference_manager_gets_a_file(client, signed_article, form):
    pin = signed_article.publication.revision.pin
    answer = client.get(f"/articles/sleep/cite.{form}")
    kind = {"bib": "application/x-bibtex", "ris": "application/x-research-info-systems"}[form]
    assert answer["Content-Type"] == f"{kind}; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="sleep-{pin}.{form}"'
    assert "Clauw, D. J." in answer.text
    assert f"/articles/sleep/at/{pin}/" in answer.text


def test_the_page_offers_all_four_forms(client, signed_article):
    html = client.get("/articles/sleep/").text
    assert "<summary>Cite this page</summary>" in html
    assert html.count('class="whole"') == 4
    assert 'href="/articles/sleep/cite.bib"' in html


def test_a_pinned_page_is_cited_as_it_was(client, editor):
    with time_machine.travel("2026-03-01 12:00", tick=False):
        page = Article.objects.create(title="As it was", slug="then")
        text = RichText.objects.create(parent=page, text="<p>Old.</p>", ordering=10)
        page.publish(by=editor, override="Of no matter here.")
        pin = page.publication.revision.pin
    with time_machine.travel("2026-04-01 12:00", tick=False):
        text.text = "<p>New.</p>"
        text.save()
        page.publish(by=editor, override="Of no matter here.")
    then, now = (client.get(f"/articles/then/{place}cite.bib").text for place in (f"at/{pin}/", ""))
    assert ("month = mar" in then, "Updated" in then) == (True, False)
    assert ("month = apr" in now, "Updated 2026-04-01" in now) == (True, True)


@pytest.mark.parametrize("path", ["cite.pdf", "cite.", "at/000000000000/cite.bib", "at/2026-03-01/cite.bib"])
def test_what_cannot_be_cited_is_not_found(client, published, path):
    assert client.get(f"/articles/sleep/{path}").status_code == 404


def test_a_withdrawn_page_is_not_cited_any_more(client, published, editor):
    pin = published.publication.revision.pin
    published.withdraw(by=editor, why="It was wrong.")
    assert [client.get(f"/articles/sleep/{at}cite.ris").status_code for at in ("", f"at/{pin}/")] == [410, 410]
