"""Pixels -> the bytes of a file: WebP at once, AVIF when the worker has time for it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, features

LIGHTER = (52, 44)  # the quality that looks like our WebP, and a second try where that is no smaller
EFFORT = 6  # of 10, where 10 is quickest: half a second for the widest


@dataclass(frozen=True)
class Encoded:
    """WebP bytes; named after them, so that a name never shows anything else."""

    width: int
    height: int
    content: bytes

    @property
    def name(self) -> str:
        return f"{hashlib.sha256(self.content).hexdigest()[:32]}.webp"

    def says(self) -> dict[str, int | str]:
        return {"width": self.width, "height": self.height, "name": self.name}


def encoded(image: Image.Image, *, quality: int) -> Encoded:
    content = BytesIO()
    image.save(content, "WEBP", quality=quality)
    return Encoded(image.width, image.height, content.getvalue())


def can_lighten() -> bool:
    """Whether Pillow was built with AVIF here."""
    return bool(features.check("avif"))


def lighter(image: Image.Image, than: int) -> bytes:
    """AVIF bytes, fewer than `than`; none where AVIF saves nothing. Nothing but pixels is written."""
    for quality in LIGHTER:
        content = BytesIO()
        image.save(content, "AVIF", quality=quality, speed=EFFORT, max_threads=1, exif=b"", xmp=b"")
        if content.tell() < than:
            return content.getvalue()
    return b""


def lighter_name(name: str) -> str:
    """Of the AVIF file that shows what `name` shows: known before it is made, so that frozen pages can offer it."""
    return f"{name.partition('.')[0]}.avif"
