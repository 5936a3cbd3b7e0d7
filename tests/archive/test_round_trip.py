"""Out of one database and into another: nothing is lost, nothing is added."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from articles.archive.contents import whole
from articles.models import Article, Feedback, Publication, Reference, SiteSettings, SiteVersion
from tests.archive.everything import ODD, archive_of, members, take

pytestmark = pytest.mark.slow


@pytest.fixture
def taken(archive, folders, transactional_db) -> str:
    """A site that was filled from the archive; what the command answered."""
    return take(archive)


def test_every_table_comes_out_as_it_went_in(taken, archive, tmp_path) -> None:
    assert all(model._base_manager.exists() for model in whole())
    again = archive_of(tmp_path)
    assert members(again) == members(archive)


def test_readers_are_served_from_it(taken, client) -> None:
    assert ODD[:12] in client.get("/articles/sleep/").text
    publication = Publication.objects.get(path="articles/sleep")
    assert publication.questions.count() == publication.filings.count() == 1
    assert publication.share
    name = publication.card["picture"]["renditions"][0]["name"]
    assert client.get(f"/media/{name}").status_code == 200


def test_accounts_come_as_names_that_nobody_can_sign_in_to(taken) -> None:
    account = User.objects.get(username="anna.writes")
    assert not account.is_active
    assert not account.has_usable_password()
    assert account.email == ""
    assert Article.objects.get(slug="sleep").created_by == account
    assert LogEntry.objects.filter(user=account).count() == 1
    assert "“anna.writes” was made" in taken


def test_who_has_the_name_here_did_what_it_did_there(archive, folders, transactional_db) -> None:
    anna = User.objects.create_user("anna.writes", "anna@here.example", "another password")
    assert "stands under the account of that name here" in take(archive)
    anna.refresh_from_db()
    assert anna.check_password("another password")
    assert Article.objects.get(slug="sleep").created_by == anna


def test_the_next_row_gets_a_key_that_is_free(taken) -> None:
    before = max(Reference.objects.values_list("pk", flat=True))
    assert Reference.objects.create(key="next", title="Next").pk > before
    page = Article.objects.get(slug="sleep")
    page.publish(by=User.objects.get(), note="Once more.", override="A trial.")
    assert page.revisions.count() == 3


def test_what_was_kept_of_the_site_is_not_shown_any_more(archive, folders, transactional_db) -> None:
    SiteVersion.objects.update_or_create(pk=1, defaults={"number": 5000})
    take(archive)
    assert SiteVersion.objects.get().number > 5000


def test_every_hash_holds_and_two_sites_have_one_fingerprint(taken, capsys) -> None:
    call_command("verify")
    assert "are as they were written" in capsys.readouterr().out


def test_a_site_that_holds_something_is_left_alone(taken, archive) -> None:
    SiteSettings.objects.update(changed_at=None)
    before = Article.objects.values().get()
    with pytest.raises(CommandError, match="This site holds content already"):
        call_command("import_site", archive)
    assert Article.objects.values().get() == before


def test_settings_that_somebody_saved_are_left_alone(archive, folders, transactional_db) -> None:
    SiteSettings.current().save()
    with pytest.raises(CommandError, match="were saved already"):
        call_command("import_site", archive)


def test_what_readers_told_can_stay_behind(taken, tmp_path, transactional_db) -> None:
    assert Feedback.objects.exists()
    without = archive_of(tmp_path, "without.zip", "--without-feedback")
    assert members(without)["rows/feedback.ndjson"]["rows"] == 0
    assert members(without)["rows/missed.ndjson"]["rows"] == 0


def test_nothing_of_who_may_sign_in_or_reads_letters_is_in_the_file(archive: Path) -> None:
    content = b"".join(_unpacked(archive))
    assert b"anna@example.org" not in content
    assert b"argon2" not in content
    assert b"md5$" not in content


def _unpacked(archive: Path) -> list[bytes]:
    with zipfile.ZipFile(archive) as packed:
        return [packed.read(name) for name in packed.namelist()]
