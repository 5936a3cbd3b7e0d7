"""`manage.py verify` finds what is not as it was written."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from articles.models import Picture, Revision
from articles.rendition import examine
from tests.archive.everything import square


def test_a_revision_that_was_altered_is_named(published, capsys) -> None:
    call_command("verify", "--list")
    assert f"revision {published.key}" in capsys.readouterr().out
    Revision.objects.update(html="<p>Something else.</p>")
    with pytest.raises(CommandError, match="1 of 1 are not as they were written"):
        call_command("verify")
    assert "does not say any more what it was frozen with" in capsys.readouterr().err


@pytest.mark.slow
def test_a_picture_that_is_damaged_or_gone_is_named(db, folders, capsys) -> None:
    picture = Picture(title="Square", alt="A square")
    picture.take(examine(square()))
    picture.save()
    call_command("verify")
    (folders[0] / picture.renditions[0]["name"]).write_bytes(b"damaged")
    (folders[1] / picture.master).unlink()
    with pytest.raises(CommandError, match="2 of"):
        call_command("verify")
    told = capsys.readouterr().err
    assert f"file {picture.master} is not there" in told
    assert f"file {picture.renditions[0]['name']} is damaged" in told
