"""References from a paste or a file: a report first, then what is ticked is saved, all of it or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse_lazy
from lxml import html

from articles.admin import arriving
from articles.arrivals import sorted_out
from articles.importing.reading import read
from articles.models import Reference

IMPORT = reverse_lazy("admin:articles_reference_import")
FILES = Path(__file__).parent / "elsewhere"
TEXT = r"""@article{a, title={A first survey}, author={Ng, Ann and M{\"u}ller, C.}, year={2020}, doi={10.1000/first}}

@article{b, title={Fibromyalgia: a Clinical Review.}, author={Clauw, Daniel J.}, year={2014}}
@article{c, title={Another name}, doi={https://doi.org/10.1001/JAMA.2014.3266}}
@article{d, title={The same again}, doi={10.1000/FIRST}}
@article{e, author={Nobody, A}}
"""


class Report:
    """The screen as a browser has it."""

    def __init__(self, client: Client, text: str = TEXT, **more: object) -> None:
        self.client = client
        self.read(client.post(IMPORT, {"text": text, "_read": "1", **more}))

    def read(self, response: HttpResponse) -> None:
        self.response, self.tree = response, html.fromstring(response.content.decode())
        form = next(form for form in self.tree.forms if "text" in form.fields)
        self.fields = {name: value.removeprefix("\n") for name, value in form.form_values()}

    def part(self, state: str) -> list[str]:
        return [li.text_content() for li in self.tree.xpath(f'//section[@data-state="{state}"]//li')]

    @property
    def ticks(self) -> list[str]:
        return [name for name in self.fields if name.startswith("take-")]

    def key(self, number: int = 0) -> str:
        return self.tree.xpath('//input[starts-with(@name, "key-")]')[number].get("name")

    def save(self, **typed: str) -> HttpResponse:
        response = self.client.post(IMPORT, self.fields | typed | {"_save": "1"})
        if response.status_code != 302:
            self.read(response)
        return response


def test_the_report_sorts_what_came_and_saves_nothing(at_desk, reference):
    report = Report(at_desk)
    assert report.response.status_code == 200
    new, likely, known, twice, broken = map(report.part, ("new", "likely", "known", "twice", "broken"))
    assert [len(each) for each in (new, likely, known, twice, broken)] == [1] * 5
    assert ("Line 1" in new[0], "Ng A, Müller C" in new[0]) == (True, True)
    assert ("Line 3" in likely[0], "clauw2014" in likely[0]) == (True, True)
    assert ("Line 4" in known[0], "clauw2014" in known[0]) == (True, True)
    assert ("Line 5" in twice[0], "line 1" in twice[0]) == (True, True)
    assert ("Line 6" in broken[0], "no title" in broken[0]) == (True, True)
    assert Reference.objects.count() == 1


def test_what_is_new_is_ticked_and_what_is_likely_known_is_not(at_desk, reference):
    report = Report(at_desk)
    keys = [report.fields[report.key(number)] for number in (0, 1)]
    assert (len(report.ticks), keys) == (1, ["ng2020", "clauw2014b"])


def test_what_is_ticked_is_saved_under_its_key_and_noted(at_desk, reference):
    report = Report(at_desk)
    at_desk.post(IMPORT, report.fields | {report.key(): "ng2020-survey", "_save": "1"})
    saved = Reference.objects.exclude(pk=reference.pk).get()
    assert (saved.key, saved.doi, saved.authors, saved.issued) == (
        "ng2020-survey",
        "10.1000/first",
        "Ng A\nMüller C",
        "2020",
    )
    assert LogEntry.objects.get().object_id == str(saved.pk)


def test_what_the_library_holds_stays_as_it_is(at_desk, reference):
    before = Reference.objects.values().get()
    report = Report(at_desk)
    token = sorted_out(read(TEXT).entries)[2].token
    report.save(**{f"take-{token}": "1", f"key-{token}": "clauw2014"})
    assert Reference.objects.filter(pk=reference.pk).values().get() == before
    assert Reference.objects.count() == 2


@pytest.mark.slow
@pytest.mark.parametrize("key", ["clauw2014", "No Key", "", "x" * 90])
def test_a_key_that_cannot_be_had_saves_nothing_and_loses_nothing(at_desk, reference, key):
    report = Report(at_desk)
    ticks = report.ticks
    response = report.save(**{report.key(): key})
    assert (response.status_code, Reference.objects.count()) == (422, 1)
    assert (report.ticks, report.fields["text"]) == (ticks, TEXT)
    assert report.fields[report.key()] == key[:200]
    assert "mend the keys" in response.content.decode()


def test_two_may_not_have_one_key(at_desk, db):
    report = Report(at_desk, text="@book{a, title={One}}\n@book{b, title={Two}}")
    assert report.save(**{report.key(0): "same", report.key(1): "same"}).status_code == 422
    assert not Reference.objects.exists()


def test_without_a_tick_nothing_is_saved_and_it_is_said(at_desk, db):
    report = Report(at_desk)
    report.fields = {name: value for name, value in report.fields.items() if not name.startswith("take-")}
    assert "Nothing is ticked" in report.save().content.decode()
    assert not Reference.objects.exists()


def test_a_tick_belongs_to_what_was_read_and_to_nothing_else(at_desk, db):
    report = Report(at_desk, text="@book{a, title={One}}")
    report.save(text="@book{a, title={Another}}")
    assert not Reference.objects.exists()


@pytest.mark.slow
def test_what_somebody_else_saved_meanwhile_is_known_at_the_second_step(at_desk, db):
    report = Report(at_desk, text="@book{a, title={A}, doi={10.1000/first}}")
    Reference.objects.create(key="theirs", title="Theirs", doi="10.1000/first")
    assert report.save().status_code == 422
    assert "theirs" in report.part("known")[0]


@pytest.mark.slow
def test_who_is_a_moment_too_late_sees_the_report_again(at_desk, db, monkeypatch):
    def late(arrivals):
        raise IntegrityError

    report = Report(at_desk)
    monkeypatch.setattr(arriving, "take_in", late)
    response = report.save()
    assert (response.status_code, report.fields["text"]) == (409, TEXT)
    assert "Somebody else saved one of these" in response.content.decode()


@pytest.mark.parametrize(
    "wrong", ["Clauw DJ. Fibromyalgia.", "", "<script>alert(1)</script>", "\x00" * 9, "x" * 1_100_000]
)
def test_what_cannot_be_read_stays_in_the_box(at_desk, db, wrong):
    report = Report(at_desk, text=wrong)
    assert report.response.status_code == 422
    assert report.fields["text"] == wrong.replace("\x00", "")
    assert b"<script>alert" not in report.response.content


def test_hostile_words_in_an_entry_are_words(at_desk, db):
    report = Report(
        at_desk, text='[{"title": "<script>alert(1)</script>", "author": [{"literal": "\\"><img src=x>"}]}]'
    )
    assert not report.tree.xpath('//script[contains(., "alert")] | //img[@src="x"]')


@pytest.mark.slow
def test_the_way_back_keeps_the_text(at_desk, db):
    report = Report(at_desk)
    report.read(at_desk.post(IMPORT, report.fields | {"_back": "1"}))
    assert report.fields["text"] == TEXT


def test_a_file_is_read_like_a_paste(at_desk, db):
    report = Report(at_desk, text="", file=SimpleUploadedFile("list.nbib", (FILES / "pmc.nbib").read_bytes()))
    report.save()
    assert sorted(Reference.objects.values_list("key", "pmcid")) == [
        ("leinenger2014", "PMC4211933"),
        ("takeuchi2018", "PMC6055010"),
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "content", "word"),
    [
        ("@book{a, title={A}}", b"@book", "Both"),
        ("", b"x" * 1_100_000, "larger than 1 MB"),
        ("", b"\xff\xfe\x00", "UTF-16"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(at_desk, db, text, content, word):
    report = Report(at_desk, text=text, file=SimpleUploadedFile("list.bib", content))
    assert word in report.response.content.decode()
    assert report.fields["text"] == text


def test_what_does_not_fit_is_left_out_but_for_a_title(db):
    volume, title = sorted_out(
        read(f"@book{{a, title={{A}}, volume={{{'9' * 30}}}}}\n@book{{b, title={{{'B' * 501}}}}}").entries
    )
    assert (volume.state, volume.reference.volume) == ("new", "")
    assert "volume was left out" in volume.notes[0]
    assert (title.state, "does not fit" in title.problem) == ("broken", True)


def test_chapters_share_the_isbn_of_their_book(db):
    Reference.objects.create(key="book", title="Book", type="book", isbn="9780306406157")
    entries = read("@book{a, title={A}, isbn={0306406152}}\n@incollection{b, title={B}, isbn={0306406152}}").entries
    assert [arrival.state for arrival in sorted_out(entries)] == ["known", "new"]


def test_what_was_merged_is_known_as_its_survivor(db, reference):
    Reference.objects.create(key="old", title="Old", doi="10.1000/first", merged_into=reference)
    assert sorted_out(read(TEXT).entries)[0].known == reference


@pytest.mark.slow
@pytest.mark.parametrize("group", ["Reviewer", "Auditor", "Newsletter staff", ""])
def test_only_who_may_add_references_may_bring_them_in(person, group):
    client = Client()
    client.force_login(person("somebody", group))
    assert client.post(IMPORT, {"text": TEXT, "_read": "1"}).status_code == 403


@pytest.mark.slow
def test_two_thousand_cost_no_more_questions_than_two(at_desk, django_assert_max_num_queries):
    entry = "@article{{k, title={{Title {0}}}, author={{Ng, A}}, year={{2020}}, doi={{10.1000/{0}}}}}"
    text = "\n".join(entry.format(n) for n in range(2000))
    with django_assert_max_num_queries(40):
        report = Report(at_desk, text=text)
    with django_assert_max_num_queries(100):
        report.save()
    assert Reference.objects.count() == 2000
