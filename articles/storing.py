"""Files that readers load, kept under names that never show anything else."""

from __future__ import annotations

import secrets
from pathlib import Path

from django.conf import settings

from articles.sharing import Share, draw


def keep(name: str, content: bytes, folder: Path) -> None:
    """Written aside and then renamed: under its name a file is whole or not there. Equal names mean equal bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    aside = folder / f".{secrets.token_hex(8)}.part"
    try:
        with aside.open("xb") as target:
            target.write(content)
        aside.replace(folder / name)
    except OSError:
        aside.unlink(missing_ok=True)
        raise


def keep_drawn(share: Share) -> bool:
    """Draw a share picture and keep it; says whether it was missing."""
    if is_kept(share.name):
        return False
    folder = Path(settings.MEDIA_ROOT)
    own = (folder / share.file).read_bytes() if share.file else b""
    keep(share.name, draw(share, own), folder)
    return True


def is_kept(name: str) -> bool:
    return (Path(settings.MEDIA_ROOT) / name).is_file()


def size_of(name: str) -> int:
    """Bytes of a file that readers load."""
    return (Path(settings.MEDIA_ROOT) / name).stat().st_size
