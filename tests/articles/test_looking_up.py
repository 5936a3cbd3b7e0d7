"""The form of a new reference is filled in by number: nothing is saved by it, and nothing typed is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.http import HttpResponse
from django.urls import reverse_lazy
from lxml import html

from articles.admin import looking_up
from articles.importing.entry import Entry
from articles.importing.reading import decoded, read
from articles.models import Reference

ADD = reverse_lazy("admin:articles_reference_add")
FILES = Path(__file__).parent / "elsewhere"
DOI = "10.1371/journal.pone.0033693"


def fields(response: HttpResponse) -> dict[str, str]:
    tree = html.fromstring(response.content.decode())
    return dict(next(form for form in tree.forms if "lookup" in form.fields).form_values())


def told(response: HttpResponse) -> str:
    tree = html.fromstring(response.content.decode())
    return " ".join(each.text_content() for each in tree.xpath('//ul[@class="messagelist" or @class="errorlist"]'))


@pytest.fixture
def answer(monkeypatch) -> list[tuple[str, str]]:
    """Crossref's answer stands in for the network; what was asked is noted."""
    asked: list[tuple[str, str]] = []

    def look_up(name: str, number: str) -> Entry:
        asked.append((name, number))
        return read(decoded((FILES / "crossref.json").read_bytes())).entries[0]

    monkeypatch.setattr(looking_up, "look_up", look_up)
    return asked


def test_what_is_found_fills_in_the_form_and_is_not_saved(at_desk, answer, db):
    response = at_desk.post(ADD, {"lookup": f"https://doi.org/{DOI}", "_lookup": "1"})
    said = fields(response)
    assert (response.status_code, answer) == (200, [("doi", DOI)])
    assert (said["key"], said["doi"], said["volume"], said["issued"]) == ("sadasivan2012", DOI, "7", "2012-03-21")
    assert said["authors"].strip().split("\n")[0].strip() == "Sadasivan S"
    assert "Nothing is saved yet" in told(response)
    assert not Reference.objects.exists()


def test_what_was_typed_is_kept(at_desk, answer, db):
    typed = {"title": "My own title", "private_note": "Look at table 2.", "key": "mine2012"}
    response = at_desk.post(ADD, {"lookup": DOI, "_lookup": "1"} | typed)
    said = fields(response)
    assert [said[name].strip() for name in typed] == list(typed.values())
    assert (said["container"], "Title, key: what you typed was kept" in told(response)) == ("PLoS ONE", True)


def test_what_was_filled_in_can_be_saved(at_desk, answer, db):
    said = fields(at_desk.post(ADD, {"lookup": DOI, "_lookup": "1"}))
    assert at_desk.post(ADD, said | {"_save": "1"}).status_code == 302
    assert Reference.objects.get().doi == DOI


def test_without_a_network_the_form_stays_as_it_was_typed(at_desk, db):
    response = at_desk.post(ADD, {"lookup": DOI, "title": "Typed", "authors": "A B", "_lookup": "1"})
    said = fields(response)
    assert "Crossref could not be reached. Nothing was filled in" in told(response)
    assert (said["lookup"], said["title"], said["authors"].strip(), said.get("doi", "")) == (DOI, "Typed", "A B", "")


@pytest.mark.slow
@pytest.mark.parametrize("odd", ["", "kratom", "\x00", "1" * 10_000, "<script>alert(1)</script>", "10.1/\udcff"])
def test_what_is_no_number_is_told(at_desk, db, odd):
    response = at_desk.post(ADD, {"lookup": odd.encode("utf-8", "replace").decode(), "title": "a\x00b", "_lookup": "1"})
    assert (response.status_code, fields(response)["title"]) == (200, "ab")
    assert "Type a DOI" in told(response)
    assert b"<script>alert" not in response.content


def test_what_the_library_holds_is_shown_instead(at_desk, answer, db):
    held = Reference.objects.create(key="held", title="Held", doi=DOI)
    response = at_desk.post(ADD, {"lookup": DOI, "_lookup": "1"})
    assert f'href="/admin/articles/reference/{held.pk}/change/"' in response.content.decode()
    assert not fields(response).get("title")


@pytest.mark.slow
def test_a_title_that_looks_known_is_filled_in_with_a_warning(at_desk, answer, db):
    title = (
        "Methylphenidate exposure induces dopamine neuron loss and activation of microglia in the basal ganglia of mice"
    )
    Reference.objects.create(key="held", title=title, issued="2012")
    response = at_desk.post(ADD, {"lookup": DOI, "_lookup": "1"})
    assert ("held" in told(response), fields(response)["doi"]) == (True, DOI)


@pytest.mark.slow
@pytest.mark.parametrize("group", ["Reviewer", "Auditor", "Newsletter staff", ""])
def test_nobody_is_asked_for_who_may_not_add(client, person, answer, group):
    client.force_login(person("somebody", group))
    assert client.post(ADD, {"lookup": DOI, "_lookup": "1"}).status_code == 403
    assert answer == []
