"""The file itself, until it is read: written once as it comes in, under a name that tells nothing, for us alone."""

from __future__ import annotations

import codecs
import hashlib
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from newsletter.models.importing import Import

PIECE = 256 * 1024  # bytes
UNDEFINED = b"\x81\x8d\x8f\x90\x9d"  # in Windows-1252; Latin-1 has control characters there
ABANDONED = 24 * 3600  # seconds after which a file that no import names belongs to nobody


@dataclass(frozen=True)
class Kept:
    """`encoding` is the one that the whole file can be read in, not just its beginning."""

    name: str
    size: int
    sha256: str
    encoding: str

    @property
    def path(self) -> Path:
        return path_of(self.name)


class Keeper:
    """Takes a file in pieces of bytes; `finish` or `discard` ends it. What a full disk broke off is discarded."""

    def __init__(self) -> None:
        settings.IMPORTS_ROOT.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.name = secrets.token_hex(16)
        self.file = os.fdopen(os.open(path_of(self.name), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb")
        self.digest, self.size = hashlib.sha256(), 0
        self.utf8 = codecs.getincrementaldecoder("utf-8")()
        self.is_utf8, self.is_windows = True, True

    def write(self, piece: bytes) -> None:
        with self._whole_or_gone():
            self.file.write(piece)
        self.digest.update(piece)
        self.size += len(piece)
        self._look_at(piece)

    def finish(self) -> Kept:
        self._look_at(b"", final=True)
        with self._whole_or_gone():
            self.file.close()
        encoding = "utf-8" if self.is_utf8 else "cp1252" if self.is_windows else "latin-1"
        return Kept(self.name, self.size, self.digest.hexdigest(), encoding)

    def discard(self) -> None:
        forget(self.name)
        with suppress(OSError):  # what was still to be written
            self.file.close()

    @contextmanager
    def _whole_or_gone(self) -> Iterator[None]:
        try:
            yield
        except OSError:
            self.discard()
            raise

    def _look_at(self, piece: bytes, *, final: bool = False) -> None:
        self.is_windows = self.is_windows and not any(code in piece for code in UNDEFINED)
        if self.is_utf8:
            try:
                self.utf8.decode(piece, final)
            except UnicodeDecodeError:
                self.is_utf8 = False


class KeptFile(UploadedFile):
    """What a form gets: the file is in its place already."""

    def __init__(self, kept: Kept, name: str) -> None:
        super().__init__(file=None, name=name, size=kept.size)
        self.kept = kept


class KeepingHandler(FileUploadHandler):
    """Writes what is uploaded straight to where imports are kept, whatever its size, in constant memory."""

    chunk_size = PIECE

    def new_file(self, *args: object, **more: object) -> None:
        super().new_file(*args, **more)
        if self.field_name != "file" or hasattr(self, "keeper"):
            raise SkipFile
        self.keeper = Keeper()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.keeper.write(raw_data)

    def file_complete(self, file_size: int) -> KeptFile | None:
        return KeptFile(self.keeper.finish(), self.file_name or "")

    def upload_interrupted(self) -> None:
        if hasattr(self, "keeper"):
            self.keeper.discard()


def keep(path: Path) -> Kept:
    """A copy of a file on this machine. Raises OSError."""
    with path.open("rb") as source:
        keeper = Keeper()
        try:
            while piece := source.read(PIECE):
                keeper.write(piece)
        except OSError:  # the one that is read, too
            keeper.discard()
            raise
    return keeper.finish()


def path_of(name: str) -> Path:
    return settings.IMPORTS_ROOT / name


def forget(name: str) -> None:
    if name:
        path_of(name).unlink(missing_ok=True)


def forget_abandoned() -> None:
    """Uploads that broke off, and files that were read just before a worker died."""
    named = set(Import.objects.exclude(file="").values_list("file", flat=True))
    for path in settings.IMPORTS_ROOT.glob("*") if settings.IMPORTS_ROOT.exists() else ():
        if path.name not in named and path.stat().st_mtime < time.time() - ABANDONED:
            path.unlink(missing_ok=True)
