"""People are found by address, part of one and what is known of them; the newest first, page by page by key."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Topic
from newsletter import finding
from newsletter.finding import Place, about_how_many, keys_of, look
from newsletter.models import ConsentEvent, Label, Subscriber, Suppression
from newsletter.wanted import ANY, Wanted, part_of, trigrams
from tests.newsletter.campaigns import people
from tests.newsletter.conftest import in_state

pytestmark = pytest.mark.django_db
LIST = "/admin/newsletter/subscriber/"


def names(wanted: Wanted, **more) -> list[str]:
    return [person.key.partition("@")[0] for person in look(wanted, **more).people]


@pytest.fixture
def three(site):
    return [in_state(state, f"{state}.reader@example.org") for state in ("pending", "active", "left")]


@pytest.fixture
def small_steps(monkeypatch):
    """So that a short list is walked as a long one is."""
    monkeypatch.setattr(finding, "FIRST", 3)
    monkeypatch.setattr(finding, "FEW", 2)
    monkeypatch.setattr(finding, "AT_ONCE", 2)
    monkeypatch.setattr(finding, "THEN", (3, 3))


def test_the_newest_come_first(three):
    assert names(Wanted()) == ["left.reader", "active.reader", "pending.reader"]


@pytest.mark.parametrize(
    "text", ["Active.Reader@example.org", "  active.reader@EXAMPLE.org ", "ａctive.reader@example.org"]
)
def test_a_whole_address_finds_one_person_however_it_is_spelt(three, text):
    in_state("active", "inactive.reader@example.org")
    assert names(Wanted(text=text)) == ["active.reader"]


def test_a_part_is_found_anywhere_from_three_letters_on(three):
    assert names(Wanted(text="ctive.r")) == ["active.reader"]
    assert names(Wanted(text="tiv")) == ["active.reader"]


def test_of_two_letters_only_the_beginning_counts(three):
    assert names(Wanted(text="re")) == []
    assert names(Wanted(text="le")) == ["left.reader"]


ODD = [
    "%",
    "_",
    "a%t",
    'a"b',
    "a'b",
    "OR",
    "active OR left",
    "NEAR(a b)",
    "*",
    "act*",
    "^act",
    "(",
    "a\\b",
    "--",
    "%%%",
]


@pytest.mark.parametrize("text", [*ODD, "key:act", "{act}", "AND", "NOT act", "🙂", "ＯＲＯ", "x" * 254])
def test_signs_with_a_meaning_elsewhere_are_plain_letters_here(three, text):
    assert names(Wanted(text=text)) == []


@pytest.mark.parametrize("sign", ["%", "_", "'", "*", "-", "+", "{", "^"])
def test_an_address_with_such_a_sign_is_found_by_it(three, sign):
    found = in_state("active", f"odd{sign}one@example.org")
    assert [person.pk for person in look(Wanted(text=f"d{sign}o")).people] == [found.pk]


def test_a_domain_is_found_in_its_own_letters(site):
    in_state("active", "anna@münchen.example")
    assert part_of("@münchen") == "@xn--mnchen-3ya"
    assert names(Wanted(text="@münchen.example")) == ["anna"]


def test_what_sqlite_is_asked_holds_no_operator_of_the_one_who_typed():
    assert trigrams('a"b*') == '"a""b" AND """b*"'


@pytest.mark.parametrize("state", ["pending", "active", "left"])
def test_the_list_is_narrowed_by_state(three, state):
    assert names(Wanted(state=state)) == [f"{state}.reader"]


def test_and_by_label_topic_source_and_days(three):
    pending, active, left = three
    label, topic = Label.objects.create(name="Met", slug="met"), Topic.objects.create(name="Sleep", slug="sleep")
    active.labels.add(label), left.topics.add(topic)
    active.events.create(
        kind=ConsentEvent.Kind.CONFIRMED, mechanism=ConsentEvent.Mechanism.CONFIRM_LINK, page="articles/sleep"
    )
    Subscriber.objects.filter(pk=active.pk).update(confirmed_at=timezone.now() - timedelta(days=40))
    day = timezone.localdate() - timedelta(days=30)
    assert names(Wanted(label=label.pk)) == ["active.reader"]
    assert names(Wanted(topic=topic.pk)) == ["left.reader"]
    assert names(Wanted(source="/articles/sleep/")) == ["active.reader"]
    assert names(Wanted(joined_until=day)) == ["active.reader"]
    assert names(Wanted(joined_from=day)) == ["left.reader"]
    assert names(Wanted(label=label.pk, topic=topic.pk)) == []


def test_and_by_what_keeps_letters_away(three):
    _, active, left = three
    Subscriber.objects.filter(pk=active.pk).update(paused_until=timezone.now() + timedelta(days=9))
    assert names(Wanted(is_paused=True)) == ["active.reader"]
    Suppression.objects.add_for(active.key, reason=Suppression.Reason.STAFF)
    assert names(Wanted(suppressed=ANY)) == ["left.reader", "active.reader"]
    assert names(Wanted(suppressed="staff")) == ["active.reader"]


@pytest.mark.parametrize("terms", [{}, {"text": "reader"}, {"state": "active"}, {"text": "reader", "state": "active"}])
@pytest.mark.parametrize("size", [1, 4, 7])
def test_everybody_stands_on_one_page_in_either_direction(site, small_steps, terms, size):
    keys = [person.pk for person in people(20)][::-1]
    wanted, down, place = Wanted(**terms), [], Place()
    while place is not None:
        found = look(wanted, place, most=size)
        down.append([person.pk for person in found.people])
        onward = found.older if found.looked_to is None else found.looked_to
        place = None if onward is None else Place(onward)
    assert [key for page in down for key in page] == keys
    up, place = [], Place(keys[-1], is_up=True)
    while place is not None:
        found = look(wanted, place, most=size)
        up = [person.pk for person in found.people] + up
        onward = found.newer if found.looked_to is None else found.looked_to
        place = None if onward is None else Place(onward, is_up=True)
    assert up == keys[:-1]


def test_a_look_that_ends_before_the_list_does_says_where(site, small_steps, monkeypatch):
    monkeypatch.setattr(finding, "FEW", 0)
    old, *others = people(20)
    Subscriber.objects.filter(pk=old.pk).update(paused_until=timezone.now() + timedelta(days=9))
    found = look(Wanted(is_paused=True))
    assert (found.people, found.looked_to, found.number) == ([], others[10].pk, None)
    found = look(Wanted(is_paused=True), Place(found.looked_to))
    assert found.looked_to == others[1].pk
    assert look(Wanted(is_paused=True), Place(found.looked_to)).people == [old]


def test_whom_a_label_is_borne_by_is_found_however_old(site, small_steps):
    old, older, *_ = people(20)
    label = Label.objects.create(name="Met", slug="met")
    old.labels.add(label), older.labels.add(label)
    assert look(Wanted(label=label.pk)).people == [older, old]


def test_how_many_fit_is_said_where_all_are_shown(three):
    assert look(Wanted(text="reader")).number == 3
    assert look(Wanted(text="reader"), most=2).number is None


def test_a_short_list_is_counted_and_a_long_one_estimated(site, monkeypatch):
    people(5)
    assert about_how_many() == (5, False)
    monkeypatch.setattr(finding, "COUNTED", 4)
    number, is_estimate = about_how_many()
    assert (number >= 5, is_estimate) == (True, True)


def test_all_who_fit_come_in_batches_and_nobody_newer_than_was_named(site, small_steps):
    keys = [person.pk for person in people(12)][::-1]
    batches = list(keys_of(Wanted(text="reader"), up_to=keys[2], most=7, at_once=3))
    assert [key for batch in batches for key in batch] == keys[2:9]
    assert max(map(len, batches)) <= 3


def test_the_list_says_that_it_does_not_count(site, at_desk):
    people(60)
    text = at_desk.get(LIST).text
    assert "60</b> people are kept" in text
    assert "are not counted" in at_desk.get(LIST, {"q": "reader"}).text
    assert "1</b> person is like this" in at_desk.get(LIST, {"q": "reader59@"}).text
    assert "Nobody is like this" in at_desk.get(LIST, {"q": "nobody"}).text


def test_one_turns_to_older_and_newer_people(site, at_desk):
    keys = [person.pk for person in people(120)][::-1]
    older = at_desk.get(LIST).context["found"].older
    second = at_desk.get(LIST, {"before": older})
    assert [line.person.pk for line in second.context["lines"]] == keys[50:100]
    first = at_desk.get(LIST, {"after": second.context["found"].newer})
    assert [line.person.pk for line in first.context["lines"]] == keys[:50]


@pytest.mark.parametrize("before", ["x", "-1", "9" * 30, "²"])
def test_a_key_that_is_none_begins_the_list(site, at_desk, before):
    people(2)
    assert len(at_desk.get(LIST, {"before": before}).context["lines"]) == 2


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"q": "x" * 255}, "at most 254"),
        ({"joined_from": "yesterday"}, "valid date"),
        ({"joined_from": "0001-01-01"}, "Nobody can have joined"),
        ({"joined_from": "2026-02-02", "joined_until": "2026-02-01"}, "before the first one"),
        ({"label": "987654"}, "valid choice"),
        ({"suppressed": "odd"}, "valid choice"),
    ],
)
def test_terms_that_make_no_sense_are_shown_again_with_what_is_wrong(site, at_desk, typed, said):
    answer = at_desk.get(LIST, typed)
    assert answer.status_code == 400
    assert said in answer.text


def test_people_are_marked_by_what_is_known_of_them(site, at_desk):
    asleep, banned = in_state("active", "anna@mailinator.com"), in_state("active", "berta@example.org")
    Subscriber.objects.filter(pk=asleep.pk).update(paused_until=timezone.now() + timedelta(days=9))
    Suppression.objects.add_for(banned.key, reason=Suppression.Reason.COMPLAINED)
    text = at_desk.get(LIST).text
    assert "Throw-away domain" in text
    assert "Nothing until" in text
    assert "Nothing is sent: reported a letter as spam" in text


ASKED = [{}, {"q": "reader"}, {"q": "reader7@example.org"}, {"state": "left"}, {"q": "der1", "state": "active"}]


@pytest.mark.parametrize("terms", [*ASKED, {"paused": "on"}, {"suppressed": "any", "source": "articles/sleep"}])
def test_no_question_takes_more_queries_for_more_people(site, at_desk, django_assert_max_num_queries, terms):
    people(200)
    with django_assert_max_num_queries(13) as asked:
        at_desk.get(LIST, terms)
    assert not [query for query in asked.captured_queries if "COUNT(" in query["sql"] and "LIMIT" not in query["sql"]]
