"""A damaged or hostile archive is refused before anything changes."""

from __future__ import annotations

import hashlib
import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError

from tests.archive.everything import rewritten, rows_of_all, sealed, square, take

pytestmark = pytest.mark.slow
Contents = dict[str, bytes]


@pytest.fixture
def refused(archive, folders, files, db, tmp_path) -> Callable[[Any, str], None]:
    """Changes the members of the archive, takes it, and looks that nothing came of it."""

    def refuse(change: Callable[[Contents], None] | Path, words: str) -> None:
        bad = change if isinstance(change, Path) else rewritten(archive, tmp_path / "bad.zip", change)
        before = (rows_of_all(), files())
        with pytest.raises(CommandError, match=words) as caught:
            take(bad)
        assert "Nothing was changed" in str(caught.value)
        assert (rows_of_all(), files()) == before

    return refuse


def told_anew(contents: Contents, **said: Any) -> None:
    """Somebody who changes members can tell their sizes and hashes anew as well."""
    manifest = json.loads(contents["manifest.json"]) | said
    for name, content in contents.items():
        if name != "manifest.json":
            rows = content.count(b"\n") if name.startswith("rows/") else 0
            manifest["members"][name] = {"size": len(content), "sha256": hash_of(content), "rows": rows}
    manifest["members"] = {name: member for name, member in manifest["members"].items() if name in contents}
    contents["manifest.json"] = json.dumps(manifest).encode()


def hash_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def replaced(name: str, old: bytes, new: bytes) -> Callable[[Contents], None]:
    def change(contents: Contents) -> None:
        assert old in contents[name]
        contents[name] = contents[name].replace(old, new, 1)
        told_anew(contents)

    return change


@pytest.mark.parametrize("keep", [0, 1, 100, -1, -300], ids=str)
def test_cut_off(refused, archive, tmp_path, keep) -> None:
    (tmp_path / "cut.zip").write_bytes(archive.read_bytes()[:keep])
    refused(tmp_path / "cut.zip", "not an archive|damaged")


def test_any_byte_turned_over(refused, archive, tmp_path) -> None:
    whole = archive.read_bytes()
    for place in range(40, len(whole), len(whole) // 25):
        bad = bytearray(whole)
        bad[place] ^= 0x10
        (tmp_path / "turned.zip").write_bytes(bad)
        refused(tmp_path / "turned.zip", "archive.*(damaged|cut off)")


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x05\x06" + bytes(18), b"\x1f\x8b" + bytes(99)])
def test_not_an_archive_at_all(refused, tmp_path, content) -> None:
    (tmp_path / "none.zip").write_bytes(content)
    refused(tmp_path / "none.zip", "not an archive|damaged")


def test_a_file_that_is_not_there_or_a_folder(refused, tmp_path) -> None:
    refused(tmp_path / "nowhere.zip", "No such file")
    refused(tmp_path, "Is a directory")


@pytest.mark.parametrize(
    "name",
    ["../outside.webp", "/etc/outside", "files/media/../../outside.webp", "files/media/a.webp", "rows/user.ndjson"]
    + [f"files/elsewhere/{'a' * 32}.webp", f"files/media/{'a' * 32}.svg", f"files\\media\\{'a' * 32}.webp"],
)
def test_a_member_of_a_name_that_none_may_have(refused, name) -> None:
    def add(contents: Contents) -> None:
        contents[name] = b"content"
        told_anew(contents)

    refused(add, "should not differ|not on its list")


def test_a_member_too_many(refused) -> None:
    refused(lambda contents: contents.update({"more.txt": b"more"}), "more.txt is not on its list")


@pytest.mark.parametrize("told", [False, True])
def test_a_table_that_is_missing(refused, told) -> None:
    def leave_out(contents: Contents) -> None:
        del contents["rows/revision.ndjson"]
        if told:
            told_anew(contents)

    refused(leave_out, "rows/revision.ndjson")


def test_a_picture_that_is_missing(refused) -> None:
    def leave_out(contents: Contents) -> None:
        del contents[next(name for name in contents if name.startswith("files/media"))]
        told_anew(contents)

    refused(leave_out, "is not in it")


def test_two_members_of_one_name(refused, archive, tmp_path) -> None:
    twice = rewritten(archive, tmp_path / "twice.zip", lambda contents: None)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(twice, "a") as packed:
        packed.writestr("rows/page.ndjson", b"")
    refused(sealed(twice), "two members of one name")


def test_a_link_in_place_of_a_file(refused, archive, tmp_path) -> None:
    with zipfile.ZipFile(archive) as packed:
        name = next(name for name in packed.namelist() if name.startswith("files/"))
    linked = rewritten(archive, tmp_path / "linked.zip", lambda contents: contents.pop(name))
    with zipfile.ZipFile(linked, "a") as packed:
        entry = zipfile.ZipInfo(name)
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        packed.writestr(entry, "/etc/passwd")
    refused(sealed(linked), "is not a plain file")


def test_another_hash(refused) -> None:
    def change(contents: Contents) -> None:
        contents["rows/topic.ndjson"] = contents["rows/topic.ndjson"].replace(b"Sleep", b"Slept")

    refused(change, "is not what was written")


@pytest.mark.parametrize("number", [0, 2, 99])
def test_a_format_of_another_time(refused, number) -> None:
    refused(lambda contents: told_anew(contents, format=number), f"has format {number}")


def test_other_tables(refused) -> None:
    refused(lambda contents: told_anew(contents, migration="9999_later"), "migration 9999_later")


@pytest.mark.parametrize("said", [b"[]", b"{}", b"null", b'"x"', b"[" * 100_000, b'{"format": 1}', b"\xff", b"NaN"])
def test_a_list_that_is_none(refused, said) -> None:
    refused(lambda contents: contents.update({"manifest.json": said}), "archive")


@pytest.mark.parametrize("said", [{"missing": [{}]}, {"altered": ["x"]}, {"missing": 1}, {"members": []}])
def test_a_list_of_odd_things(refused, said) -> None:
    def change(contents: Contents) -> None:
        contents["manifest.json"] = json.dumps(json.loads(contents["manifest.json"]) | said).encode()

    refused(change, "is damaged")


def test_a_bomb(refused) -> None:
    def swell(contents: Contents) -> None:
        contents["rows/page.ndjson"] = b" " * 100_000_000
        told_anew(contents)

    refused(swell, "another size")


def test_more_than_the_list_says(refused, archive, tmp_path) -> None:
    """The size that the ZIP itself tells is smaller than what comes out."""
    lying = rewritten(archive, tmp_path / "lying.zip", lambda contents: None)
    content = lying.read_bytes()
    with zipfile.ZipFile(lying) as packed:
        entry = packed.getinfo("rows/page.ndjson")
    size = entry.file_size.to_bytes(4, "little")
    lying.write_bytes(content.replace(size, (entry.file_size - 10).to_bytes(4, "little")))
    refused(sealed(lying), "another size")


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("rows/topic.ndjson", b"Sleep", b"Sl\xffep", "cannot be read"),
        ("rows/topic.ndjson", b"Sleep", b"Sl\\u0000ep", "no text may hold"),
        ("rows/topic.ndjson", b"Sleep", b"Sl\\ud800ep", "cannot be read"),
        ("rows/topic.ndjson", b"Sleep", b"S" * 101, "more than 100 characters"),
        ("rows/topic.ndjson", b'"id": 1', b'"id": true', "does not belong"),
        ("rows/topic.ndjson", b'"id": 1', b'"id": "1"', "does not belong"),
        ("rows/topic.ndjson", b'"id": 1', b'"id": -1', "out of order"),
        ("rows/topic.ndjson", b'"id": 1', b'"id": 1e400', "does not belong"),
        ("rows/topic.ndjson", b'"id": 1', b'"id": 99999999999999999999', "too large"),
        ("rows/topic.ndjson", b'"id": 1', b'"id": NaN', "cannot be read"),
        ("rows/topic.ndjson", b'"id": 1', b'"more": 1, "id": 1', "other columns"),
        ("rows/topic.ndjson", b'"slug": "sleep"', b'"slug": null', "nothing"),
        ("rows/topic.ndjson", b"{", b"[", "cannot be read"),
        ("rows/page.ndjson", b'"kind": "strain"', b'"kind": "article"', "called article is none"),
        ("rows/page.ndjson", b'"kind": "strain"', b'"kind": "odd"', "called strain is none"),
        ("rows/page.ndjson", b"anna.writes", b"anna\\nwrites", "nobody can sign in"),
        ("rows/faqentry.ndjson", b'"page_id": ', b'"page_id": 77', "point at page 77"),
        ("rows/revision.ndjson", b"Nobody knows", b"We all know", "what they were frozen with"),
        ("rows/logentry.ndjson", b'"article"', b'"user"', "no such kind of content"),
    ],
)
def test_rows_that_are_not_as_they_should_be(refused, name, old, new, words) -> None:
    refused(replaced(name, old, new), words)


@pytest.mark.parametrize("how", ["another picture", "no picture", "a script"])
def test_a_picture_that_is_not_what_its_name_says(refused, how) -> None:
    bytes_of = {"another picture": square((1, 2, 3)).getvalue(), "no picture": b"RIFF", "a script": b"<svg/>"}[how]

    def change(contents: Contents) -> None:
        contents[next(name for name in contents if name.startswith("files/media"))] = bytes_of
        told_anew(contents)

    refused(change, "not the picture")


def test_a_script_that_has_a_true_name(refused) -> None:
    """Its name is the beginning of its hash, and the rows speak of it: but it is no picture."""

    def change(contents: Contents) -> None:
        old = next(name for name in contents if name.startswith("files/media")).rpartition("/")[2]
        new = f"{hash_of(b'<script>')[:32]}.webp"
        changed = {name: content.replace(old.encode(), new.encode()) for name, content in contents.items()}
        del changed[f"files/media/{old}"]
        contents.clear()
        contents.update(changed | {f"files/media/{new}": b"<script>"})
        told_anew(contents, altered=json.loads(contents["manifest.json"])["altered"])

    refused(change, "not the picture|frozen with")


def test_a_hash_that_was_told_by_another_way(archive, folders, db) -> None:
    with pytest.raises(CommandError, match="not the archive with that hash"):
        take(archive, "--sha256", "0" * 64)
    assert "is whole" in take(archive, "--check", "--sha256", hash_of(archive.read_bytes()))


def test_checking_changes_nothing(archive, folders, files, db) -> None:
    before = (rows_of_all(), files())
    assert "The archive is whole: 3 pages" in take(archive, "--check")
    assert (rows_of_all(), files()) == before
