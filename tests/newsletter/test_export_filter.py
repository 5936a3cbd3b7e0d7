"""Whom an export takes, and that what was chosen is written down in words, without anybody's address."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.models import Topic
from newsletter.exporting.terms import Terms
from newsletter.models import Export, Label, Segment, Subscriber
from tests.newsletter.conftest import in_state
from tests.newsletter.exports import cells

EXPORT = "/admin/newsletter/subscriber/export/"
WHY = {"reason": "The printer asked."}

committed = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(site):
    """One in each state, and Ann, who bears a label, chose a topic and confirmed years ago on a page."""
    for state in ("pending", "active", "left"):
        in_state(state, f"{state}@example.org")
    ann = in_state("active", "ann@example.com")
    ann.labels.add("Congress")
    ann.topics.add(Topic.objects.create(name="Sleep", slug="sleep"))
    ann.events.create(kind="confirmed", mechanism="confirm_link", page="articles/sleep")
    Subscriber.objects.filter(pk=ann.pk).update(confirmed_at=timezone.now() - timedelta(days=900))
    return ann


@pytest.fixture
def chosen(people, at_desk):
    """The addresses that are taken with what is typed."""

    def take(**typed: object) -> list[str]:
        return [row[0].partition("@")[0] for row in cells(at_desk.post(EXPORT, WHY | typed).getvalue())[1:]]

    return take


@committed
def test_each_condition_leaves_out_who_does_not_meet_it(chosen):
    long_ago = (timezone.now() - timedelta(days=800)).date().isoformat()
    assert chosen() == ["pending", "active", "left", "ann"]
    assert chosen(label=Label.objects.get().pk) == ["ann"]
    assert chosen(source="/articles/sleep/") == ["ann"]
    assert chosen(part="@EXAMPLE.com") == ["ann"]
    assert chosen(joined_until=long_ago) == ["ann"]
    assert chosen(joined_from=long_ago) == ["active", "left"]
    assert chosen(joined_from=long_ago, state="left") == ["left"]


@committed
def test_a_topic_takes_also_who_chose_none(chosen):
    assert chosen(topic=Topic.objects.get().pk) == ["pending", "active", "left", "ann"]
    other = Topic.objects.create(name="Pain", slug="pain")
    assert chosen(topic=other.pk) == ["pending", "active", "left"]


@committed
def test_a_segment_holds_for_people_in_every_state(chosen, people):
    segment = Segment.objects.create(name="Congress people")
    segment.labels.add(Label.objects.get())
    Subscriber.objects.get(address="left@example.org").labels.add("Congress")
    assert chosen(segment=segment.pk) == ["left", "ann"]
    assert chosen(segment=segment.pk, state="left") == ["left"]


@committed
def test_the_filter_is_written_down_in_words(chosen):
    label = Label.objects.get()
    chosen(state="active", label=label.pk, part="@example.com", columns=["state", "address"], dialect="machine")
    export = Export.objects.get()
    assert export.terms["words"] == "Subscribed; label Congress; address with @example.com"
    assert (export.columns, export.dialect, export.format) == (["address", "state"], "machine", "csv")


@committed
def test_who_changes_a_segment_later_changes_nothing_about_what_was_asked_for(chosen):
    segment = Segment.objects.create(name="Congress people")
    segment.labels.add(Label.objects.get())
    chosen(segment=segment.pk)
    export = Export.objects.get()
    segment.labels.clear()
    assert Terms.kept(export.state, export.terms).people().count() == 1
    Label.objects.all().delete()
    assert not Terms.kept(export.state, export.terms).people().exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": "ann@example.com asked"},
        {"part": "ann@example.com"},
        {"joined_from": "0001-01-01"},
        {"joined_from": "2026-02-01", "joined_until": "2026-01-01"},
        {"joined_from": "soon"},
        {"columns": ["network"]},
        {"segment": "1e9"},
        {"format": "pdf"},
        {"part": "a" * 101},
    ],
)
def test_what_cannot_be_meant_is_said_and_nothing_typed_is_lost(site, at_desk, wrong):
    response = at_desk.post(EXPORT, {"reason": "Because I like to", "source": "articles/kept"} | wrong)
    assert response.status_code == 422
    assert "Nothing was taken" in response.text
    assert "articles/kept" in response.text
    assert not Export.objects.exists()


@committed
def test_the_command_filters_alike(people, tmp_path):
    chosen = {"label": "Congress", "topic": "sleep", "columns": "address, topics", "format": "ndjson"}
    call_command("export_subscribers", str(tmp_path / "list"), reason="Backup", **chosen)
    assert (tmp_path / "list").read_text() == '{"address":"ann@example.com","topics":["sleep"]}\n'
    assert Export.objects.get().dialect == "machine"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"label": "nobody's"}, "There is no label called nobody's."),
        ({"joined_from": "soon"}, "--joined-from: Enter a valid date."),
        ({"columns": "address,network"}, "--columns: Select a valid choice"),
    ],
)
def test_the_command_says_what_it_cannot_do(site, wrong, said):
    with pytest.raises(CommandError, match=said):
        call_command("export_subscribers", reason="Backup", **wrong)
    assert not Export.objects.exists()
