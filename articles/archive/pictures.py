"""The files of pictures: which ones rows speak of, where they lie, whether they are what their names say."""

from __future__ import annotations

import hashlib
import re
import warnings
from io import BytesIO
from pathlib import Path

from django.conf import settings
from PIL import Image

from articles.rendition import PIXELS

# A string of a row that is a file's name and nothing else. Share pictures stand in publications alone: they are drawn.
NAMED = re.compile(rb'"([0-9a-f]{32}\.(?:webp|avif|jpg|png))"')
NAME = re.compile(r"(media|originals)/([0-9a-f]{32}\.(?:webp|avif|jpg|png))", re.ASCII)
FORMATS = {"webp": "WEBP", "avif": "AVIF", "jpg": "JPEG", "png": "PNG"}
LARGEST = 64 * 1024 * 1024  # bytes of one file


def folders() -> dict[str, Path]:
    return {"media": Path(settings.MEDIA_ROOT), "originals": Path(settings.ORIGINALS_ROOT)}


def named_in(line: bytes) -> set[str]:
    return {name.decode() for name in NAMED.findall(line)}


def places_of(name: str) -> list[str]:
    """Where it lies, as in "media/0f….webp": one of the folders or both."""
    return [f"{place}/{name}" for place, folder in folders().items() if (folder / name).is_file()]


def path_of(place: str) -> Path:
    folder, _, name = place.partition("/")
    return folders()[folder] / name


def is_its_name(name: str, content: bytes) -> bool:
    """Files are called by the beginning of their own hash."""
    return hashlib.sha256(content).hexdigest()[:32] == name.rpartition("/")[2].partition(".")[0]


def is_picture(name: str, content: bytes) -> bool:
    """Whether it is a picture of the kind that its name ends in, can be read to its end and holds nothing of the place
    where it was taken."""
    wanted = FORMATS[name.rpartition(".")[2]]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=[wanted]) as image:
                if image.width * image.height > PIXELS or image.info.get("exif"):
                    return False
                image.load()
    except Exception:  # whatever a decoder raises over bytes that anybody may have made
        return False
    return True
