"""The strain explorer: what it finds, what its address holds, what can be put side by side and taken away."""

from __future__ import annotations

import csv
import json
from io import StringIO
from unittest.mock import patch

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from articles.models import Publication, Revision, StrainProfile

pytestmark = pytest.mark.django_db
QUERIES = 6  # at most, however many strains there are


@pytest.fixture
def strains(editor) -> list[StrainProfile]:
    return [
        publish("Red Bali", "red", by=editor, use=("Pain (red products)", "survey"), effect=("Calm", "vendor")),
        publish("White Thai", "white", by=editor, use=("Energy", "survey"), effect=("Calm", "survey")),
        publish("Green Malay", "green", by=editor, use=("Pain", "vendor"), effect=("=cmd()", "vendor")),
    ]


def publish(title: str, colour: str, *, by: User, **facts: tuple[str, str]) -> StrainProfile:
    slug = title.lower().replace(" ", "-")
    page = StrainProfile.objects.create(title=title, slug=slug, colour=colour, cautions="<p>Strength varies.</p>")
    for aspect, (text, basis) in facts.items():
        page.effects.create(aspect=aspect, text=text, basis=basis)
    page.publish(by=by, override="Of no matter here.")
    return page


def test_each_page_of_the_explorer_is_its_own_canonical(client, editor, settings):
    settings.SITE_URL = "https://site.example"
    with patch("articles.explorer.A_PAGE", 1):
        for title in ("Red Bali", "Red Borneo"):
            publish(title, "red", by=editor)
        for number, address in ((1, "/strains/"), (2, "/strains/?page=2")):
            html = client.get(f"/strains/?page={number}&utm_source=x").text
            assert f'<link rel="canonical" href="https://site.example{address}">' in html
            assert f'<meta property="og:url" content="https://site.example{address}">' in html
            assert f'"url": "https://site.example{address}", "inLanguage"' in html


def test_a_strain_without_a_colour_stands_behind_the_others(client, editor, topic):
    for title, colour in (("Maeng Da", ""), ("White Thai", "white"), ("Yellow vein", "")):
        page = publish(title, colour, by=editor)
        page.type = "vein" if "vein" in title else page.type
        page.version += 1
        page.save()
        page.topics.add(topic)
        page.publish(by=editor, override="Of no matter here.")
    html = client.get("/topics/sleep/").text
    assert html.index("White Thai") < html.index("Maeng Da") < html.index("Yellow vein")
    assert "Yellow vein" in client.get("/").text


def titles(html: str) -> list[str]:
    found = html.partition('id="found"')[2].partition("</section>")[0]
    return [title for title in ("Red Bali", "Green Malay", "White Thai") if f">{title}</a>" in found]


def test_the_address_holds_what_was_chosen(client, strains):
    html = client.get("/strains/?use=pain&basis=survey").text
    assert titles(html) == ["Red Bali"]
    assert '<input type="checkbox" name="use" value="pain" checked>' in html
    assert "1 of 3 strains" in html
    assert 'href="/strains/?use=pain"' in html  # without the basis


def test_a_narrowed_list_is_kept_out_of_search_engines_and_the_whole_one_is_not(client, strains):
    assert 'content="noindex"' in client.get("/strains/?use=pain").text
    assert 'content="noindex"' not in client.get("/strains/").text


def test_what_nothing_fits_says_so_and_leads_back(client, strains):
    html = client.get("/strains/?use=energy&colour=red").text
    assert "No strain fits all of this" in html
    assert titles(html) == []


@pytest.mark.parametrize(
    ("sort", "first"), [("", "Red Bali"), ("name", "Green Malay"), ("basis", "Red Bali"), ("changed", "Green Malay")]
)
def test_the_order_is_chosen(client, strains, sort, first):
    found = client.get(f"/strains/?sort={sort}").text.partition('id="found"')[2]
    assert min((found.index(f">{title}</a>"), title) for title in titles(f'id="found"{found}'))[1] == first


def test_the_set_is_taken_away_with_its_licence_and_no_cell_is_a_formula(client, strains):
    answer = client.get("/strains/strains.csv?colour=green")
    lines = list(csv.DictReader(StringIO(answer.content.decode())))
    assert [(line["strain"], line["basis"], line["licence"]) for line in lines] == [
        ("Green Malay", "Vendor claim", "All rights reserved")
    ] * 2
    assert {line["report"] for line in lines} == {"Pain", "'=cmd()"}
    assert lines[0]["changed"] == timezone.now().date().isoformat()


def test_the_set_as_json_is_what_the_explorer_finds(client, strains):
    answer = json.loads(client.get("/strains/strains.json?use=pain").content)
    assert [strain["title"] for strain in answer["strains"]] == ["Red Bali", "Green Malay"]
    assert answer["licence"] == "All rights reserved"


def test_strains_stand_side_by_side_and_what_is_the_same_is_said_once(client, strains):
    html = client.get("/strains/compare/?s=red-bali&s=white-thai").text
    assert html.count("Strength varies.") == 1
    assert "The same for all." in html
    assert 'data-label="White Thai"' in html


@pytest.mark.parametrize("query", ["", "?s=red-bali", "?s=none&s=%3Cscript%3E", "?s=" + "&s=x" * 900])
def test_too_few_to_compare_is_said_plainly(client, strains, query):
    answer = client.get(f"/strains/compare/{query}")
    assert answer.status_code == 200
    assert "Choose 2 to 4 strains" in answer.text


def test_a_fifth_strain_is_named_as_left_out(client, strains, editor):
    for title in ("Red Borneo", "Red Thai"):
        publish(title, "red", by=editor)
    query = "&s=".join(["red-bali", "white-thai", "green-malay", "red-borneo", "red-thai"])
    assert "Left out: Red Thai." in client.get(f"/strains/compare/?s={query}").text


def test_a_draft_is_neither_listed_nor_compared_nor_taken_away(client, strains):
    StrainProfile.objects.create(title="Secret Draft", slug="secret-draft", colour="red")
    for address in ("/strains/", "/strains/compare/?s=secret-draft&s=red-bali", "/strains/strains.json"):
        assert "Secret Draft" not in client.get(address).text


@pytest.mark.slow
@pytest.mark.parametrize("address", ["/strains/?use=pain&sort=basis", "/strains/strains.csv", "/strains/strains.json"])
def test_five_hundred_strains_cost_no_more_queries_than_three(
    client, strains, editor, address, django_assert_max_num_queries
):
    many(Publication.objects.get(title="Red Bali"), 500)
    with django_assert_max_num_queries(QUERIES):
        assert client.get(address).status_code == 200


def many(like: Publication, number: int) -> None:
    """Live profiles that say what one says: rows without a working copy of their own."""
    for n in range(number):
        page = StrainProfile.objects.create(title=f"Strain {n}", slug=f"strain-{n}", colour="red")
        revision = Revision.objects.get(pk=like.revision_id)
        revision.pk, revision.page = None, page
        revision.save(force_insert=True)
        like.pk, like.page, like.revision, like.path, like.title = (
            None,
            page,
            revision,
            f"strains/{page.slug}",
            page.title,
        )
        like.save(force_insert=True)
