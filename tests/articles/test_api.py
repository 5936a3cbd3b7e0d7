"""The read API: what readers get and nothing else, as its description says, in pages that lose nothing."""

from __future__ import annotations

import jsonschema
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openapi_spec_validator import validate

from articles.models import Article, Publication, Reference, Renewal, SiteSettings
from tests.articles.test_reading_lists import publish

pytestmark = pytest.mark.slow

CITING = '<p>Little.<cite data-key="{}"></cite></p>'
REVIEW = "Fibromyalgia: a clinical review"
LISTS = ["pages", "strains", "faq", "references"]
SCHEMAS = {
    "pages": "PageList",
    "strains": "StrainList",
    "faq": "AnswerList",
    "references": "ReferenceList",
    "": "Start",
}
SCHEMAS |= {"pages/articles/sleep": "WholePage", "pages/strains/red-vein": "WholePage"}


@pytest.fixture
def everything(published, strain, editor) -> None:
    strain.publish(by=editor)


def get(client, path: str, **headers: str):
    return client.get(f"/api/v1/{path}", headers=headers)


def test_its_description_is_valid_openapi(client, db):
    validate(get(client, "openapi.json").json())


@pytest.mark.parametrize("path", SCHEMAS)
def test_it_answers_as_it_is_described(client, everything, path):
    described = get(client, "openapi.json").json()
    schema = {"$ref": f"#/components/schemas/{SCHEMAS[path]}", "components": described["components"]}
    said = get(client, path).json()
    jsonschema.Draft202012Validator(schema).validate(said)
    assert said.get("items") != []


def test_a_page_is_told_by_section_with_its_revision_and_its_licence(client, published):
    SiteSettings(licence="CC BY 4.0", licence_url="https://creativecommons.org/licenses/by/4.0/").save()
    said = get(client, "pages/articles/sleep").json()
    assert said["licence"]["name"] == "CC BY 4.0"
    assert said["revision"]["sha256"] == Publication.objects.get().revision.sha256
    assert [section["heading"] for section in said["sections"]] == ["What is known"]
    assert said["sections"][0]["text"].startswith("Little.")
    assert f'id="{said["sections"][0]["anchor"]}"' in client.get("/articles/sleep/").text
    assert [(each["question"], each["text"]) for each in said["faq"]] == [("Does it help with sleep?", "Nobody knows.")]
    assert [(each["number"], each["key"], each["doi"]) for each in said["references"]] == [
        (1, "clauw2014", "10.1001/jama.2014.3266")
    ]


def test_a_strain_tells_what_is_reported_and_on_which_basis(client, everything):
    facts = get(client, "strains").json()["items"][0]["strain"]
    effect = facts["effects"][0]
    assert (effect["text"], effect["basis"], effect["references"]) == ("Calm", "survey", ["clauw2014"])


@pytest.mark.parametrize("path", LISTS)
def test_nothing_of_a_draft_or_of_a_withdrawn_page_is_told(client, article, strain, path, editor):
    assert get(client, path).json()["items"] == []
    article.publish(by=editor)
    Article.objects.get().withdraw(by=editor, why="Wrong.")
    assert get(client, path).json()["items"] == []
    assert get(client, "pages/articles/sleep").status_code == 404


def test_what_is_private_stays_so(client, everything):
    Reference.objects.update(private_note="Between us.")
    words = "".join(get(client, path).text for path in [*LISTS, "pages/articles/sleep"])
    assert "Between us" not in words
    assert "editor" not in {name for item in get(client, "pages").json()["items"] for name in item}


def followed(client, path: str) -> list[str]:
    """The titles on all pages of a set."""
    found = []
    while path:
        said = client.get(path.removeprefix("http://localhost:8000")).json()
        found += [item["title"] for item in said["items"]]
        path = said["next"]
    return found


def test_pages_follow_each_other_by_their_last_change(client, editor):
    for number in range(5):
        publish(f"Page {number}", by=editor)
    assert followed(client, "/api/v1/pages?limit=2&order=changed") == [f"Page {n}" for n in range(5)]
    assert followed(client, "/api/v1/pages?limit=2") == [f"Page {n}" for n in (4, 3, 2, 1, 0)]


def test_what_changes_while_somebody_reads_on_comes_again(client, editor):
    for number in range(4):
        publish(f"Page {number}", by=editor)
    first = get(client, "pages?limit=2&order=changed").json()
    Article.objects.get(slug="page-0").publish(by=editor, override="Of no matter here.")
    assert followed(client, first["next"]) == ["Page 2", "Page 3", "Page 0"]


def test_only_what_changed_since_is_asked_for(client, editor):
    publish("Old", by=editor)
    Publication.objects.update(updated_at="2026-01-01T00:00:00Z")
    publish("New", by=editor)
    assert followed(client, "/api/v1/pages?changed_since=2026-02-01T00:00:00%2B01:00") == ["New"]


def test_references_follow_each_other_by_their_last_change(client, everything, editor):
    """One that no live page cites is told when the first does, however long it was there."""
    Reference.objects.create(key="other2020", title="Other", authors="Other A")
    Reference.objects.filter(key="other2020").update(changed_at="2026-01-01T00:00:00Z")
    assert followed(client, "/api/v1/references?order=changed") == [REVIEW]
    publish("Newer", by=editor, text=CITING.format("other2020"))
    assert followed(client, "/api/v1/references?limit=1&order=changed") == [REVIEW, "Other"]
    Renewal.of(Reference.objects.get(key="clauw2014"), by=editor)
    assert followed(client, "/api/v1/references?limit=1") == [REVIEW, "Other"]


def test_only_references_that_changed_since_are_asked_for(client, everything, editor):
    Reference.objects.update(changed_at="2026-01-01T00:00:00Z")
    since = "/api/v1/references?changed_since=2026-02-01T00:00:00Z"
    publish("Another page with the same source", by=editor, text=CITING.format("clauw2014"))
    assert followed(client, since) == []
    Renewal.of(Reference.objects.get(), by=editor)
    assert len(followed(client, since)) == 1


ODD = ["limit=0", "limit=51", "limit=x", "limit=-1", "limit=9999999999", "limit=²", "kind=none", "order=title"]
ODD += ["cursor=x", "cursor=%FF%FE", f"cursor={'a' * 5000}", "changed_since=yesterday"]
ODD += ["changed_since=2026-01-01T00:00:00", "changed_since=2026-99-99T00:00:00Z"]
ODD += ["changed_since=0001-01-01T00:00:00%2B14:00", "changed_since=9999-12-31T23:59:59-14:00"]


@pytest.mark.parametrize("query", ODD)
def test_what_is_wrong_is_said_in_a_sentence(client, db, query):
    answer = get(client, f"pages?{query}")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["detail"].endswith(".")


def test_a_cursor_that_was_tampered_with_or_is_another_lists_leads_nowhere(client, everything):
    cursor = get(client, "pages?limit=1").json()["next"].partition("cursor=")[2]
    for path in (
        f"pages?cursor={cursor[:-1]}x",
        f"pages?cursor=X{cursor[1:]}",
        f"faq?cursor={cursor}",
        f"pages?order=changed&cursor={cursor}",
    ):
        assert get(client, path).status_code == 400
    assert get(client, f"pages?cursor={cursor}").status_code == 200


@pytest.mark.parametrize(
    "path", ["none", "pages/none", "pages/articles/none", "pages/..%2F", "pages/%F0%9F%98%80", "strains/"]
)
def test_what_is_not_there_is_a_problem_too(client, db, path):
    answer = get(client, path)
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("path", ["", *LISTS, "pages/articles/sleep", "openapi.json"])
def test_it_is_for_everybody_and_cacheable_as_pages_are(client, everything, django_user_model, path):
    client.force_login(django_user_model.objects.create_user("somebody"))
    answer = get(client, path, origin="https://elsewhere.example")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert "Origin" not in answer.get("Vary", "")
    anonymous = get(Client(), path)
    assert (answer["Cache-Control"], answer.content) == ("private, no-store", anonymous.content)
    assert anonymous["Cache-Control"] == "public, max-age=0, stale-if-error=3600"
    again = get(Client(), path, **{"If-None-Match": f'"other", {anonymous["ETag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Access-Control-Allow-Origin"] == "*"


def test_a_new_licence_is_a_new_answer(client, published):
    etag = get(client, "pages/articles/sleep")["ETag"]
    SiteSettings(licence="CC0").save()
    assert get(client, "pages/articles/sleep", **{"If-None-Match": etag}).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["POST", "OPTIONS"])
def test_it_can_only_be_read(method):
    answer = Client(enforce_csrf_checks=True).generic(method, "/api/v1/pages")
    assert answer.status_code == {"POST": 405, "OPTIONS": 204}[method]
    assert answer["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("path", LISTS)
def test_the_questions_do_not_grow_with_the_rows(client, everything, editor, topic, path):
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert get(client, path).status_code == 200
        return len(asked)

    few = cost()
    for number in range(3):
        publish(f"Page {number}", by=editor, topic=topic)
    assert cost() == few <= 3
