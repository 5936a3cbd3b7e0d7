"""The desk tells what waits for whom; its numbers lead to just those pages, and it costs the same for a thousand."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone
from lxml import html

from articles.models import Article, HandingIn, Publication, Schedule
from articles.models.schedule import run_due
from tests.articles.screen import Screen


def panels(client: Client) -> dict[str, tuple[int, str, str]]:
    """Of the front page: number, link and words, by title."""
    found = {}
    for panel in html.fromstring(client.get("/admin/").text).iterfind(".//section[@class='panel']"):
        link = panel.find("h2/a")
        number = link.find("span").text
        title = link.text.strip()
        found[title] = (int(number), link.get("href"), " ".join(panel.text_content().split()))
    return found


def led_to(client: Client, title: str) -> list[str]:
    """The titles on the list that the number leads to."""
    return [page.title for page in client.get(panels(client)[title][1]).context["cl"].result_list]


def test_an_empty_desk_says_so_panel_by_panel(at_desk):
    told = panels(at_desk)
    assert {number for number, _, _ in told.values()} == {0}
    assert "Nothing waits for its hour." in told["Scheduled"][2]


def test_mine_is_what_i_began_or_changed(at_desk, editor, article, strain):
    Screen(at_desk, article).type(title="Changed by me").save()
    Article.objects.create(title="Begun by me", slug="begun", created_by=editor)
    assert panels(at_desk)["Mine"][0] == 2
    assert set(led_to(at_desk, "Mine")) == {"Changed by me", "Begun by me"}


def test_what_was_handed_in_waits_with_the_name_of_who_did_it(at_desk, article, editor):
    article.hand_in(by=editor, version=article.version)
    assert "editor" in panels(at_desk)["Handed in"][2]
    assert led_to(at_desk, "Handed in") == ["Kratom and sleep"]


def test_a_reviewer_is_led_to_the_reviewing(client, person, article, editor):
    article.hand_in(by=editor, version=article.version)
    client.force_login(person("reviewer", "Reviewer"))
    assert f"/admin/articles/article/{article.pk}/review/" in client.get("/admin/").text


def test_what_was_changed_since_it_was_published_is_there(at_desk, published):
    assert panels(at_desk)["Changed since published"][0] == 0
    Screen(at_desk, published).type(title="Changed").save()
    assert led_to(at_desk, "Changed since published") == ["Changed"]


def test_what_is_scheduled_tells_its_hour_with_the_offset(at_desk, published, editor):
    published.schedules.create(at="2030-10-24T00:30Z", by=editor)
    assert "Thursday 24 October 2030, 00:30 +00:00 · to be withdrawn" in panels(at_desk)["Scheduled"][2]
    assert led_to(at_desk, "Scheduled") == ["Kratom and sleep"]


def test_what_was_refused_waits_with_its_reason_and_leads_to_its_hours(at_desk, article, editor):
    article.schedules.create(at=timezone.now(), by=editor, why="Its time is over.")
    run_due()
    number, _, words = panels(at_desk)["Waiting with a reason"]
    assert (number, "not live, so there is nothing to withdraw" in words) == (1, True)
    assert f"/admin/articles/article/{article.pk}/hours/" in at_desk.get("/admin/").text
    assert led_to(at_desk, "Waiting with a reason") == ["Kratom and sleep"]


@pytest.mark.parametrize(("days", "words"), [(-1, "overdue since"), (0, "due on"), (30, "due on"), (31, "No review")])
def test_reviews_are_told_when_due_and_when_overdue(at_desk, published, days, words):
    Publication.objects.update(review_due=timezone.localdate() + timedelta(days=days))
    assert words in panels(at_desk)["Reviews due or overdue"][2]
    assert len(led_to(at_desk, "Reviews due or overdue")) == (days < 31)


def test_what_is_live_and_what_was_withdrawn_lately(at_desk, published, editor):
    assert led_to(at_desk, "Live") == ["Kratom and sleep"]
    published.withdraw(by=editor, why="Its source was retracted.")
    assert panels(at_desk)["Live"][0] == 0
    assert "Its source was retracted." in panels(at_desk)["Withdrawn"][2]


def test_the_trash_is_counted_and_on_no_other_panel(at_desk, article, editor):
    article.trash(by=editor)
    told = panels(at_desk)
    assert told["Trash"][:2] == (1, "/admin/articles/page/trash/")
    assert sum(number for number, _, _ in told.values()) == 1


def test_kinds_stand_side_by_side_each_with_its_own_screen(at_desk, published, strain, editor):
    strain.publish(by=editor)
    words = at_desk.get("/admin/").text
    assert f"/admin/articles/strainprofile/{strain.pk}/change/" in words
    assert panels(at_desk)["Live"][0] == 2


def test_one_query_a_panel_whatever_the_size(at_desk, published, editor, django_assert_num_queries):
    with django_assert_num_queries(14):  # session, person, two for their rights, and ten panels
        at_desk.get("/admin/")
    fill(published, editor)
    with django_assert_num_queries(14):
        told = panels(at_desk)
    assert (told["Mine"][0], told["Scheduled"][0], told["Handed in"][0]) == (60, 60, 60)


def fill(live: Article, editor) -> None:
    """Sixty drafts that wait for everything at once."""
    revision = live.revisions.get()
    for number in range(60):
        page = Article.objects.create(title=f"Draft {number}", slug=f"draft-{number}", created_by=editor)
        Schedule.objects.create(page=page, at="2030-01-01T00:00Z", by=editor)
        HandingIn.objects.create(page=page, revision=revision, by=editor)


def test_a_panel_shows_the_first_five_and_counts_them_all(at_desk, editor):
    for number in range(7):
        Article.objects.create(title=f"Draft {number}", slug=f"draft-{number}", created_by=editor)
    number, _, words = panels(at_desk)["Mine"]
    assert (number, words.count("Draft ")) == (7, 5)


def test_newsletter_staff_see_their_own_lists_and_nothing_of_the_desk(client, newsletter_staff, published):
    client.force_login(newsletter_staff)
    words = client.get("/admin/").text
    assert "Kratom and sleep" not in words
    assert words.count('<section class="panel"') == 1
    assert "No letter is being written or sent." in words
    assert "Subscribers" in words


@pytest.mark.parametrize("group", ["Reviewer", "Auditor"])
def test_whoever_only_reads_has_no_panel_of_their_own(client, person, group, published):
    client.force_login(person("reader", group))
    assert "Mine" not in panels(client)
    assert led_to(client, "Live") == ["Kratom and sleep"]


def test_a_writer_has_all_panels(client, person, published):
    client.force_login(person("writer", "Writer"))
    assert panels(client)["Mine"][0] == 0
    assert panels(client)["Live"][0] == 1


def test_all_that_there_is_stays_in_reach(at_desk):
    words = at_desk.get("/admin/").text
    for name in ("articles/article/", "articles/page/", "articles/reference/", "articles/topic/"):
        assert f'href="/admin/{name}"' in words


def test_a_log_of_somebody_else_makes_nothing_mine(at_desk, person, article):
    client = Client()
    client.force_login(person("other", "Editor"))
    Screen(client, article).type(title="Theirs").save()
    assert LogEntry.objects.exists()
    assert panels(at_desk)["Mine"][0] == 0


def test_what_the_writer_typed_is_escaped(at_desk, published, editor):
    Article.objects.update(title="<b>Bold</b>", created_by=editor)
    assert "&lt;b&gt;Bold" in at_desk.get("/admin/").text
