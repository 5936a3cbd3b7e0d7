"""Lists of pages tell how each stands, can be narrowed, and let one act on many, named and allowed one by one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Person, Publication, Schedule, StrainProfile

ALL = "/admin/articles/page/"
ARTICLES = "/admin/articles/article/"


def found(client, query: str, where: str = ALL) -> set[str]:
    return {page.title for page in client.get(f"{where}{query}").context["cl"].result_list}


@pytest.fixture
def act(at_desk):
    """Chooses pages on a list and an act; `confirmed` goes through with it."""

    def do(action: str, *pages, where: str = ALL, client=at_desk, **typed: str):
        chosen = {"action": action, "_selected_action": [page.pk for page in pages], "select_across": "0"}
        return client.post(where, chosen | typed, follow=True)

    return do


def test_all_kinds_stand_on_one_list_each_leading_to_its_own_screen(at_desk, article, strain):
    words = at_desk.get(ALL).text
    assert f"/admin/articles/article/{article.pk}/change/" in words
    assert f"/admin/articles/strainprofile/{strain.pk}/change/" in words


def test_a_mark_beside_the_mark_says_what_a_page_waits_for(at_desk, published, editor):
    published.schedules.create(at="2030-01-01T00:00Z", by=editor)
    published.hand_in(by=editor, version=published.version)
    words = at_desk.get(ALL).text
    for state in ("live", "scheduled", "handed"):
        assert f'data-state="{state}"' in words


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("?state=live", True),
        ("?state=shown", True),
        ("?state=changed", False),
        ("?state=draft", False),
        ("?state=scheduled", True),
        ("?state=refused", False),
        ("?state=handed", False),
        ("?topic=sleep", True),
        ("?topic=pain", False),
        ("?whose=mine", True),
        ("?whose=somebody", False),
        ("?review=none", True),
        ("?review=signed", False),
        ("?review=overdue", False),
        ("?kind=article", True),
        ("?kind=strain", False),
        ("?q=kratom+sleep", True),
        ("?q=weather", False),
    ],
)
def test_a_list_is_narrowed(at_desk, published, editor, query, is_found):
    Article.objects.update(created_by=editor)
    published.schedules.create(at="2030-01-01T00:00Z", by=editor)
    assert found(at_desk, query) == ({"Kratom and sleep"} if is_found else set())


def test_articles_are_found_by_their_author(at_desk, article):
    article.authors.add(Person.objects.create(key="writer", name="Writer"))
    assert found(at_desk, "?author=writer", ARTICLES) == {"Kratom and sleep"}
    assert found(at_desk, "?author=nobody", ARTICLES) == set()


def test_an_overdue_review_is_found(at_desk, published):
    Publication.objects.update(review_due=timezone.localdate() - timedelta(days=1))
    assert found(at_desk, "?review=overdue") == {"Kratom and sleep"}


def test_thumbnails_stand_on_the_list(at_desk, article, picture):
    Article.objects.update(picture=picture)
    assert f'class="thumbnail" src="/media/{"a" * 32}.webp"' in at_desk.get(ARTICLES).text


def test_a_list_of_fifty_costs_no_more_than_one_of_one(at_desk, article, picture, editor):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            at_desk.get(ALL)
        return len(queries)

    before = cost()
    for number in range(50):
        Article.objects.create(title=f"A{number}", slug=f"a{number}", picture=picture, created_by=editor)
    assert cost() == before


def test_a_bulk_act_names_each_page_and_waits_for_a_yes(act, published, strain):
    answer = act("withdraw", published, strain)
    assert "Kratom and sleep" in answer.text
    assert "Red vein" in answer.text
    assert Publication.objects.exists()


def test_withdrawing_many_tells_of_each_what_became_of_it(act, client, published, strain):
    answer = act("withdraw", published, strain, confirmed="1", why="The numbers were wrong.")
    assert "Done (1):<ul><li>“Kratom and sleep”: Withdrawn: The numbers were wrong." in answer.text
    assert "Not done (1):<ul><li>“Red vein”: This page is not live" in answer.text
    assert client.get("/articles/sleep/").status_code == 410


def test_without_a_reason_nothing_is_withdrawn(act, published):
    assert act("withdraw", published, confirmed="1", why=" ").status_code == 422
    assert Publication.objects.exists()


def test_a_topic_is_added_and_taken_away_and_both_are_a_new_version(act, article, strain, topic):
    act("add_topic", article, strain, confirmed="1", topic=str(topic.pk))
    assert list(StrainProfile.objects.get().topics.all()) == [topic]
    assert (Article.objects.get().version, StrainProfile.objects.get().version) == (0, 1)
    act("remove_topic", article, strain, confirmed="1", topic=str(topic.pk))
    assert not Article.objects.get().topics.exists()


def test_many_get_one_hour_each_frozen_as_it_was_confirmed(act, article, strain):
    hour = {"day": "2030-10-24", "hour": "02:30", "zone": "Europe/Berlin", "note": "New.", "weight": "major"}
    versions = {f"version-{article.pk}": "0", f"version-{strain.pk}": "7"}
    answer = act("publish_later", article, strain, confirmed="1", **hour, **versions)
    assert "To be published on Thursday 24 October 2030, 02:30 +02:00 (00:30 UTC)" in answer.text
    assert "Somebody saved this page meanwhile" in answer.text
    assert Schedule.objects.get().page_id == article.pk


def test_the_trash_takes_many_and_leaves_the_live_ones(act, published, strain):
    answer = act("trash", published, strain, confirmed="1")
    assert "Withdraw it first" in answer.text
    assert list(Article.objects.kept()) == [published]
    assert not StrainProfile.objects.kept().exists()


def test_the_lists_of_one_kind_offer_the_same(act, published):
    act("withdraw", published, where=ARTICLES, confirmed="1", why="Wrong.")
    assert not Publication.objects.exists()


def test_a_writer_acts_on_what_is_their_own_and_is_told_what_is_not(act, client, person, article, strain):
    writer = person("writer", "Writer")
    Article.objects.update(created_by=writer)
    client.force_login(writer)
    assert "You may not: left out." in act("trash", article, strain, client=client).text
    answer = act("trash", article, strain, client=client, confirmed="1")
    assert "“Red vein”: You may not do this to it." in answer.text
    assert not Article.objects.kept().exists()
    assert StrainProfile.objects.kept().exists()


@pytest.mark.parametrize("action", ["publish_later", "withdraw"])
def test_a_writer_is_not_offered_what_only_editors_do(act, client, person, published, action):
    client.force_login(person("writer", "Writer"))
    assert f'value="{action}"' not in client.get(ALL).text
    act(action, published, client=client, confirmed="1", why="Wrong.")
    assert Publication.objects.exists()


@pytest.mark.parametrize("group", ["Reviewer", "Auditor"])
def test_whoever_only_reads_is_offered_nothing(client, person, article, group):
    client.force_login(person("reader", group))
    words = client.get(ALL).text
    assert "Kratom and sleep" in words
    assert 'name="action"' not in words


def test_newsletter_staff_have_no_list_of_pages(client, newsletter_staff):
    client.force_login(newsletter_staff)
    assert client.get(ALL).status_code == 403


def test_more_than_a_hundred_at_once_are_refused_in_words(at_desk, article):
    for number in range(100):
        Article.objects.create(title=f"A{number}", slug=f"a{number}")
    answer = at_desk.post(ALL, {"action": "trash", "select_across": "1", "_selected_action": [article.pk]}, follow=True)
    assert "Choose at most 100 pages at once." in answer.text


def test_what_is_pinned_is_chosen_among_articles(at_desk, article, strain):
    asked = {"app_label": "articles", "model_name": "sitesettings", "field_name": "pinned", "term": ""}
    results = at_desk.get("/admin/autocomplete/", asked).json()["results"]
    assert [result["text"] for result in results] == ["Kratom and sleep"]
