"""An import that was wrong is taken back, and nothing that people did themselves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Topic
from newsletter.importing.forgetting import forget_dropped, forget_old
from newsletter.importing.keeping import forget_abandoned, keep
from newsletter.importing.work import apply_on
from newsletter.models import Ask, ConsentEvent, Import, ImportGift, ImportRow, Label, Subscriber, Suppression
from newsletter.models.importing import Stage, TooLate
from tests.newsletter.conftest import in_state
from tests.newsletter.importing.files import applied, brought, read, undone, worked

pytestmark = pytest.mark.usefixtures("imports_root", "site")
ADDRESS = "reader@example.org"
PROOF = "On paper, at the fair."


def test_who_came_in_goes_with_all_that_was_written_of_them():
    in_state("active", "before@example.org")
    parent = undone(
        applied(f"{ADDRESS}\nbefore@example.org\n", proof=PROOF, labels=[Label.objects.create(name="Fair")])
    )
    assert parent.stage == Stage.UNDONE
    assert [one.address for one in Subscriber.objects.all()] == ["before@example.org"]
    assert not ConsentEvent.objects.exists()
    assert not Subscriber.objects.get().labels.exists()
    assert (parent.tally["taken"], parent.tally["labels_back"]) == (1, 1)


def test_who_was_to_be_asked_is_not_asked():
    undone(applied(f"{ADDRESS}\n"))
    assert not Ask.objects.exists()
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize(
    ("act", "why"),
    [
        (lambda one: one.asks.get().confirm(wording=None, network=""), "stay_confirmed"),
        (lambda one: one.leave(mechanism=ConsentEvent.Mechanism.LEAVE_LINK, network=""), "stay_left"),
        (lambda one: one.topics.add(Topic.objects.create(name="Pain", slug="pain")), "stay_chose"),
        (
            lambda one: Subscriber.objects.update(paused_until=timezone.now() + timedelta(days=9)),
            "stay_chose",
        ),
        (lambda one: Ask.objects.create(subscriber=one, mailbox="m", domain="d"), "stay_asked"),
    ],
)
def test_who_has_acted_stays_and_the_report_says_why(act, why):
    label = Label.objects.create(name="Fair")
    parent = applied(f"{ADDRESS}\n", labels=[label])
    act(Subscriber.objects.get())
    assert undone(parent).tally[why] == 1
    assert list(Subscriber.objects.get().labels.all()) == []
    assert not Ask.objects.filter(brought_in=parent, sent_at=None, due_at__isnull=False).exists()


def test_what_they_chose_by_the_file_is_no_act_of_theirs():
    Topic.objects.create(name="Sleep", slug="sleep")
    parent = applied(f"email,topics,paused_until\n{ADDRESS},sleep,2999-01-01\n", proof=PROOF)
    assert Subscriber.objects.get().paused_until.year == 2999
    assert undone(parent).tally["taken"] == 1


def test_only_what_the_import_gave_is_taken_back():
    label, other = Label.objects.create(name="Fair"), Label.objects.create(name="Press")
    sleep, pain = (Topic.objects.create(name=name, slug=name.lower()) for name in ("Sleep", "Pain"))
    bearer = in_state("active", ADDRESS)
    bearer.labels.add(label)
    bearer.topics.add(pain)
    parent = applied(f"{ADDRESS}\n", labels=[label, other], topics=[sleep, pain])
    assert sorted(bearer.labels.names()) == ["Fair", "Press"]
    undone(parent)
    assert list(bearer.labels.names()) == ["Fair"]
    assert list(bearer.topics.all()) == [pain]
    assert not ImportGift.objects.exists()


def test_a_topic_that_is_the_last_one_stays_for_without_any_one_gets_everything():
    sleep, pain = (Topic.objects.create(name=name, slug=name.lower()) for name in ("Sleep", "Pain"))
    reader = in_state("active", ADDRESS)
    reader.topics.add(pain)
    parent = applied(f"{ADDRESS}\n", topics=[sleep])
    reader.topics.remove(pain)
    undone(parent)
    assert list(reader.topics.all()) == [sleep]


def test_who_had_left_by_the_file_stays_off():
    undone(applied(f"email,left\n{ADDRESS},2026-03-01\n"))
    assert not Subscriber.objects.exists()
    assert Suppression.objects.holds(ADDRESS)


def test_an_import_that_is_half_applied_can_be_undone(monkeypatch):
    monkeypatch.setattr("newsletter.importing.applying.CHUNK", 5)
    parent = read("".join(f"r{n}@example.org\n" for n in range(20)), proof=PROOF)
    parent.apply(by=None)
    apply_on(parent)
    assert 0 < Subscriber.objects.count() < 20
    undone(parent)
    assert not Subscriber.objects.exists()


def test_dropping_takes_the_rows_and_the_file(imports_root):
    parent = brought(f"{ADDRESS}\n")
    parent.drop()
    forget_dropped()
    assert list(imports_root.iterdir()) == []
    worked(parent)
    second = read(f"{ADDRESS}\n")
    second.drop()
    forget_dropped()
    assert not ImportRow.objects.exists()
    with pytest.raises(TooLate):
        second.apply(by=None)


def test_after_thirty_days_the_addresses_are_forgotten_and_the_record_stays():
    parent, waiting = applied(f"{ADDRESS}\n", proof=PROOF), read("other@example.org\n")
    forget_old()
    assert ImportRow.objects.count() == 2
    ago = timezone.now() - timedelta(days=31)
    Import.objects.update(read_at=ago)
    Import.objects.filter(pk=parent.pk).update(applied_at=ago)
    forget_old()
    assert not ImportRow.objects.exists()
    assert [one.stage for one in Import.objects.order_by("pk")] == [Stage.APPLIED, Stage.DROPPED]
    with pytest.raises(TooLate, match="deleted"):
        parent.undo(by=None)
    assert waiting.sha256


def test_who_is_erased_is_gone_from_imports_too():
    applied(f"{ADDRESS}\nother@example.org\n", proof=PROOF)
    Subscriber.objects.get(key=ADDRESS).erase()
    assert [row.key for row in ImportRow.objects.all()] == ["other@example.org"]


def test_a_file_that_nobody_names_goes_after_a_day(imports_root, tmp_path, monkeypatch):
    (tmp_path / "list").write_text(f"{ADDRESS}\n")
    keep(tmp_path / "list")
    parent = brought("a@example.org\n")
    forget_abandoned()
    assert len(list(imports_root.iterdir())) == 2
    monkeypatch.setattr("newsletter.importing.keeping.ABANDONED", -1)
    forget_abandoned()
    assert [path.name for path in imports_root.iterdir()] == [parent.file]
