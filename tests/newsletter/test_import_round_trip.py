"""What our own exports say comes back as it was, in either dialect, whatever stands in a cell."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from newsletter.addresses import parse
from newsletter.exporting import stream
from newsletter.exporting.columns import COLUMNS
from newsletter.models import ConsentEvent, Export, Import, Label, Subscriber, Suppression
from tests.newsletter.importing.files import applied

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
locals_ = st.from_regex(r"[=+'a-zA-Z0-9!#$%&*/?^_`{|}~-][a-zA-Z0-9'+=-]{0,12}", fullmatch=True)
moments = st.builds(lambda seconds: LONG_AGO + timedelta(microseconds=seconds), st.integers(0, 10**14))
hostile = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=12)
names = st.one_of(
    hostile, st.builds("{}{}".format, st.sampled_from(["=", "+", "-", "@", "'", "＝", ";", "\\"]), hostile)
)
labels = names.map(lambda name: " ".join(name.split())).filter(bool)
people = st.fixed_dictionaries(
    {
        "local": locals_,
        "asked": moments,
        "state": st.sampled_from(["pending", "active", "left"]),
        "proof": st.one_of(labels, st.builds("{}\n{}".format, labels, labels)),
        "labels": st.lists(labels, max_size=2, unique_by=str.casefold),
    }
)


def put(somebody: dict) -> None:
    asked = somebody["asked"]
    address = parse(f"{somebody['local']}@example.org")
    subscriber = Subscriber.objects.of(address)
    if subscriber.labels.exists() or subscriber.events.exists():
        return
    moments = {"created_at": asked}
    if somebody["state"] != "pending":
        moments["confirmed_at"] = asked + timedelta(hours=1)
        told = {"mechanism": "imported", "proof": somebody["proof"], "asked_at": asked}
        subscriber.events.create(kind="confirmed", happened_at=moments["confirmed_at"], **told)
    if somebody["state"] == "left":
        moments["left_at"] = asked + timedelta(hours=2)
    Subscriber.objects.filter(pk=subscriber.pk).update(**moments)
    for name in somebody["labels"]:
        label = Label.objects.filter(name=name).first() or Label.objects.create(name=name)
        subscriber.labels.add(label)


def everybody() -> list[tuple]:
    found = []
    for one in Subscriber.objects.order_by("key"):
        proof = [(event.happened_at, event.proof) for event in one.events.filter(kind="confirmed")]
        told = (one.address, one.created_at, one.confirmed_at, one.left_at, sorted(one.labels.names()), proof)
        found.append(told)
    return found


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("dialect", ["spreadsheet", "machine"])
def test_who_is_exported_and_brought_in_again_is_the_same(site, imports_root, dialect):
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
    @given(st.lists(people, min_size=1, max_size=4))
    def check(several):
        clear()
        for somebody in several:
            put(somebody)
        before = everybody()
        export = Export.start(by=None, reason="Round trip", dialect=dialect, columns=list(COLUMNS))
        content = b"".join(stream(export))
        clear()
        parent = applied(content)
        assert parent.tally.get("invalid", 0) == 0
        assert everybody() == before

    check()


@transaction.atomic
def clear() -> None:
    Subscriber.objects.all().forget()
    Import.objects.all().delete()
    Suppression.objects.all().delete()
    Label.objects.all().delete()
    assert not ConsentEvent.objects.exists()
