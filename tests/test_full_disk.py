"""What comes in while a disk is full is refused, and nothing half-written stays."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from articles.models import Picture
from newsletter.models import Import
from tests.articles.test_uploading import JSON, UPLOAD, leaf
from tests.smalldisk import fill, small_disk

pytestmark = pytest.mark.slow

LIST = "/admin/newsletter/import/add/"
TYPED = {"source": "The fair", "proof": "On paper.", "labels": "Fair", "spreadsheet": ""}


@pytest.fixture
def disk(settings, tmp_path):
    """For everything that the site writes, and full but for a few pieces."""
    try:
        with small_disk(tmp_path / "disk") as folder:
            settings.MEDIA_ROOT, settings.ORIGINALS_ROOT = folder / "media", folder / "originals"
            settings.IMPORTS_ROOT = folder / "imports"
            for each in (settings.MEDIA_ROOT, settings.ORIGINALS_ROOT, settings.IMPORTS_ROOT):
                each.mkdir()
            yield folder
    except subprocess.CalledProcessError:
        pytest.skip("only root may mount a small disk")


def files_of(disk: Path) -> list[str]:
    return [path.name for path in disk.rglob("*") if path.is_file() and path.name != "filler"]


def test_a_picture_is_refused_in_a_sentence(at_desk, disk):
    fill(disk)
    answer = at_desk.post(UPLOAD, {"files": SimpleUploadedFile("leaf.png", leaf())}, headers=JSON)
    assert "could not be kept" in answer.json()["files"][0]["problem"]
    assert files_of(disk) == []
    assert not Picture.objects.exists()


def test_a_list_is_refused_and_can_be_sent_again_when_there_is_room(client, newsletter_staff, disk):
    client.force_login(newsletter_staff)
    client.raise_request_exception = False
    filler = fill(disk, leave=8192)
    lines = b"email\n" + b"".join(b"reader%d@example.org\n" % number for number in range(20_000))
    answer = client.post(LIST, TYPED | {"file": SimpleUploadedFile("list.csv", lines)})
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert files_of(disk) == []
    filler.unlink()
    assert client.post(LIST, TYPED | {"file": SimpleUploadedFile("list.csv", lines)}).status_code == 302
    assert Import.objects.get().size == len(lines)


def test_so_is_a_list_that_only_its_last_bytes_do_not_fit(client, newsletter_staff, disk):
    client.force_login(newsletter_staff)
    client.raise_request_exception = False
    fill(disk)
    answer = client.post(LIST, TYPED | {"file": SimpleUploadedFile("list.csv", b"email\nreader@example.org\n")})
    assert (answer.status_code, files_of(disk)) == (503, [])
