"""A list is brought in from the command line."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from newsletter.models import Import, Subscriber
from newsletter.models.importing import Stage

pytestmark = pytest.mark.usefixtures("imports_root", "site")


@pytest.fixture
def file(tmp_path):
    (tmp_path / "list.csv").write_text("email,name\na@example.org,A\nnobody,B\n")
    return str(tmp_path / "list.csv")


def test_it_is_read_and_told_and_not_applied(file, capsys):
    call_command("import_subscribers", file, source="The fair")
    out = capsys.readouterr().out
    assert "UTF-8; used: address; not used: name" in out
    assert "1  New" in out
    assert "1  Not an address" in out
    assert "/admin/newsletter/import/" in out
    assert (Import.objects.get().stage, Subscriber.objects.count()) == (Stage.READ, 0)
    assert "example.org" not in out


def test_it_is_applied_when_that_is_said(file, capsys, topic, newsletter_staff):
    told = {"proof": "On paper.", "label": ["Fair"], "topic": ["sleep"], "by": "newsletter"}
    call_command("import_subscribers", file, source="The fair", apply=True, yes=True, **told)
    assert "1 brought in, 0 to be asked" in capsys.readouterr().out
    made = Subscriber.objects.active().get()
    assert (list(made.labels.names()), list(made.topics.all())) == (["Fair"], [topic])
    assert Import.objects.get().applied_by == newsletter_staff


def test_without_a_yes_nothing_is_applied(file, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda asked: "n")
    call_command("import_subscribers", file, source="The fair", apply=True)
    assert Import.objects.get().stage == Stage.READ


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"source": " "}, "where the list is from"),
        ({"file": "/nowhere"}, "cannot be read"),
        ({"topic": ["none"]}, "no topic none"),
        ({"by": "none"}, "no user called none"),
    ],
)
def test_what_is_not_said_well_is_told(file, changed, words):
    told = {"file": file, "source": "The fair"} | changed
    with pytest.raises(CommandError, match=words):
        call_command("import_subscribers", told.pop("file"), **told)
    assert not Import.objects.exists()


def test_what_is_no_list_is_told(tmp_path):
    (tmp_path / "list.xlsx").write_bytes(b"PK\x03\x04")
    with pytest.raises(CommandError, match="Save it as CSV"):
        call_command("import_subscribers", str(tmp_path / "list.xlsx"), source="The fair")
