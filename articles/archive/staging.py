"""Files of pictures on their way in: aside until the rows are there, under their names or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from articles.archive.opening import Archive
from articles.archive.pictures import folders, path_of
from articles.archive.progress import Progress

INCOMING = ".incoming-"  # beginning of the name of a folder whose files wait


@contextmanager
def staged(archive: Archive, progress: Progress) -> Iterator[Callable[[], None]]:
    """Hands out what gives the files their names, to be called last of all. Where the rows are not kept after all, the
    files go again. What an import that was killed left aside goes first."""
    placed: list[Path] = []
    asides = {}
    try:
        for place, folder in folders().items():
            folder.mkdir(parents=True, exist_ok=True)
            _sweep(folder)
            asides[place] = Path(tempfile.mkdtemp(prefix=INCOMING, dir=folder))
        for done, name in enumerate(archive.pictures, start=1):
            place, _, own = name.removeprefix("files/").partition("/")
            (asides[place] / own).write_bytes(archive.content(name))
            progress("Wrote files of pictures", done, len(archive.pictures))
        yield lambda: _place(asides, placed)
    except BaseException:
        for path in placed:
            path.unlink(missing_ok=True)
        raise
    finally:
        for aside in asides.values():
            shutil.rmtree(aside, ignore_errors=True)


def _place(asides: dict[str, Path], placed: list[Path]) -> None:
    """Equal names mean equal bytes: what is there already stays."""
    for place, aside in asides.items():
        for path in sorted(aside.iterdir()):
            target = path_of(f"{place}/{path.name}")
            if not target.exists():
                path.chmod(0o644)
                path.rename(target)
                placed.append(target)


def _sweep(folder: Path) -> None:
    for left in folder.glob(f"{INCOMING}*"):
        shutil.rmtree(left, ignore_errors=True)
