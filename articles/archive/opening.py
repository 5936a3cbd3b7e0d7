"""An archive, opened: nothing in it is believed, and no more is read of a member than it may hold."""

from __future__ import annotations

import hashlib
import json
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from articles.archive.manifest import FILE, Manifest, Refused, is_picture_member
from articles.archive.pictures import LARGEST
from articles.archive.seal import is_unbroken
from articles.archive.shape import Row

MEBIBYTE = 1024 * 1024
MANIFEST_LIMIT = 64 * MEBIBYTE
LINE = 32 * MEBIBYTE  # the longest row
RATIO = 200  # times that rows may be larger than they are packed; the largest seen is 15
PIECE = 256 * 1024
DAMAGED = "The archive is damaged ({}). Copy it once more from where it was made, or make a new one."
HALF = re.compile(rb"\\u[dD][89a-fA-F]")  # of a letter that JSON writes in two halves: we never do
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, UnicodeError)


@contextmanager
def opened(file: IO[bytes]) -> Iterator[Archive]:
    """Raises Refused where it is no archive, was damaged, or lists other members than it has."""
    is_whole = is_unbroken(file)
    try:
        packed = zipfile.ZipFile(file)
    except (*BROKEN, ValueError, struct.error) as error:
        raise Refused(f"This is not an archive of a site, or it is cut off: {error}.") from error
    with packed:
        if not is_whole:
            raise Refused(DAMAGED.format("its bytes are not those that were written"))
        yield Archive(packed)


class Archive:
    def __init__(self, packed: zipfile.ZipFile) -> None:
        self.packed = packed
        self.entries = {entry.filename: entry for entry in packed.infolist()}
        if len(self.entries) != len(packed.infolist()):
            raise Refused("The archive holds two members of one name. Make a new archive.")
        self.manifest = Manifest.from_json(self._manifest())
        self._check_members()

    def rows(self, name: str) -> Iterator[tuple[bytes, Row]]:
        """Each line of the member with what it says; at the end its hash and size are what the manifest says."""
        told, sha256, size, count = self.manifest.members[name], hashlib.sha256(), 0, 0
        with self._open(name) as member:
            while line := _line(member, name):
                sha256.update(line)
                size += len(line)
                count += 1
                yield line, _parsed(line, f"{name}, line {count}")
        if (size, sha256.hexdigest(), count) != (told.size, told.sha256, told.rows):
            raise Refused(DAMAGED.format(f"{name} is not what was written"))

    def content(self, name: str) -> bytes:
        """Of a picture's file."""
        with self._open(name) as member:
            content = member.read(LARGEST + 1)
        told = self.manifest.members[name]
        if (len(content), hashlib.sha256(content).hexdigest()) != (told.size, told.sha256):
            raise Refused(DAMAGED.format(f"{name} is not what was written"))
        return content

    @property
    def pictures(self) -> list[str]:
        return [name for name in self.manifest.members if is_picture_member(name)]

    def _manifest(self) -> Any:
        entry = self.entries.get(FILE)
        if entry is None:
            raise Refused("This is not an archive of a site: it does not say what it holds.")
        if entry.file_size > MANIFEST_LIMIT:
            raise Refused(DAMAGED.format("its list is too long"))
        with self._open(FILE) as member:
            return _parsed(member.read(MANIFEST_LIMIT + 1), FILE)

    def _check_members(self) -> None:
        """Those there are, and those that are listed: the same, plain files, and not larger than they may be."""
        listed = {FILE, *self.manifest.members}
        if odd := sorted(listed ^ set(self.entries)):
            raise Refused(DAMAGED.format(f"{odd[0]} is not on its list, or not in it"))
        for name, entry in self.entries.items():
            mode = entry.external_attr >> 16
            if entry.is_dir() or (stat.S_IFMT(mode) and not stat.S_ISREG(mode)) or entry.flag_bits & 1:
                raise Refused(DAMAGED.format(f"{name} is not a plain file"))
            if name == FILE:
                continue
            is_stored = entry.compress_type == zipfile.ZIP_STORED
            largest = LARGEST if is_picture_member(name) else RATIO * (entry.compress_size + PIECE)
            is_foreign = entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
            if entry.file_size != self.manifest.members[name].size or entry.file_size > largest or is_foreign:
                raise Refused(DAMAGED.format(f"{name} has another size than it should have"))
            if is_picture_member(name) and not is_stored:
                raise Refused(DAMAGED.format(f"{name} is packed in another way than pictures are"))

    @contextmanager
    def _open(self, name: str) -> Iterator[IO[bytes]]:
        try:
            with self.packed.open(self.entries[name]) as member:
                yield member
        except BROKEN as error:
            raise Refused(DAMAGED.format(f"{name} cannot be read: {error}")) from error


def _line(member: IO[bytes], name: str) -> bytes:
    line = member.readline(LINE + 1)
    if len(line) > LINE:
        raise Refused(DAMAGED.format(f"a line of {name} is too long"))
    return line


def _parsed(content: bytes, place: str) -> Any:
    try:
        if HALF.search(content.replace(rb"\\", b"")):
            raise ValueError("There is half a letter.")
        return json.loads(content.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise Refused(DAMAGED.format(f"{place} cannot be read")) from error


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no number.")


def sha256_of(path: Path) -> str:
    """Of the whole file: whoever got it can be told it by another way."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
