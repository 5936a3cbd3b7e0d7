"""An uploaded picture -> checked, turned upright, stripped of all but its pixels, encoded anew in several widths."""

from __future__ import annotations

import threading
import warnings
from dataclasses import dataclass, field
from io import BytesIO
from typing import IO

from PIL import ExifTags, Image, ImageCms

from articles.cropping import CENTRE, SHAPES, cropped, widths_of
from articles.encoding import Encoded, encoded

MEBIBYTE = 1024 * 1024
BYTES = 20 * MEBIBYTE
PIXELS = 40_000_000
MASTER = 2560  # pixels, the longer side of what is kept
WIDTHS = (480, 680, 960, 1280)  # pixels, of what readers get
QUALITY = 76
FORMATS = ("JPEG", "PNG", "WEBP")
RESAMPLING = Image.Resampling.LANCZOS
ORIENTATION = ExifTags.Base.Orientation
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

TOO_HEAVY = "This file is larger than 20 MB. Save the picture smaller and choose it again."
TOO_LARGE = "This picture has more than 40 megapixels. Save it smaller and choose it again."
MOVING = "This picture moves. Choose one that stands still."
FOREIGN = "This is not a picture that can be used here. Choose a JPEG, PNG or WebP file."
DAMAGED = "This picture is damaged and cannot be read to its end. Save it again on your computer and choose it anew."

Image.MAX_IMAGE_PIXELS = PIXELS
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)
ONE_AT_A_TIME = threading.Lock()  # 40 megapixels take up to 500 MB while they are worked on


class Unacceptable(ValueError):
    """Why this upload cannot be taken, as a sentence for the person who chose it."""


@dataclass(frozen=True)
class Examined:
    """A picture that may be used: `master` to keep, `renditions` to serve, narrowest first, `crops` of them by shape,
    `colour` as "#rrggbb"."""

    master: Encoded
    renditions: tuple[Encoded, ...]
    colour: str
    is_opaque: bool = False
    crops: dict[str, tuple[Encoded, ...]] = field(default_factory=dict)


def examine(upload: IO[bytes], *, focus: tuple[int, int] = CENTRE) -> Examined:
    """Look at the limits before anything is decoded, then decode and encode anew; raises Unacceptable."""
    upload.seek(0)
    content = upload.read(BYTES + 1)
    if len(content) > BYTES:
        raise Unacceptable(TOO_HEAVY)
    with ONE_AT_A_TIME, _opened(content) as image:
        master = _upright(image)
    renditions = tuple(encoded(narrowed(master, width), quality=QUALITY) for width in widths_for(master.width))
    kept = encoded(master, quality=92)
    return Examined(kept, renditions, _commonest_colour(master), _is_opaque(master), crops_of(master, focus))


def widths_for(width: int) -> list[int]:
    return [wanted for wanted in WIDTHS if wanted <= width] or [width]


def crops_of(image: Image.Image, focus: tuple[int, int]) -> dict[str, tuple[Encoded, ...]]:
    """By the name of their shape, narrowest first."""
    sizes = {name: widths_of(name, image.width, image.height) for name in SHAPES}
    return {
        name: tuple(encoded(cropped(image, size, focus), quality=QUALITY) for size in wanted)
        for name, wanted in sizes.items()
    }


def _opened(content: bytes) -> Image.Image:
    """The picture with its header read and nothing more."""
    try:
        image = Image.open(BytesIO(content), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unacceptable(TOO_LARGE) from error
    except (OSError, ValueError, SyntaxError) as error:
        raise Unacceptable(FOREIGN) from error
    if image.width * image.height > PIXELS:
        raise Unacceptable(TOO_LARGE)
    if image.format != "MPO" and getattr(image, "n_frames", 1) > 1:  # cameras put a second view behind the JPEG
        raise Unacceptable(MOVING)
    return image


def _upright(image: Image.Image) -> Image.Image:
    """Decoded: at most MASTER pixels long, the right way up, in sRGB, and nothing but pixels."""
    image.draft(None, (MASTER, MASTER))  # a JPEG is decoded no larger than needed
    try:
        image.load()
    except Exception as error:  # whatever a decoder raises over bytes that anybody may have made
        raise Unacceptable(DAMAGED) from error
    turn = _turn(image)
    smooth = _without_steps(image)
    smooth.thumbnail((MASTER, MASTER), RESAMPLING)
    plain = _in_srgb(smooth)
    upright = plain.transpose(turn) if turn else plain
    upright.info.clear()
    return upright


def _turn(image: Image.Image) -> Image.Transpose | None:
    """How the camera says it must be turned."""
    try:
        return TURNS.get(image.getexif().get(ORIENTATION))
    except Exception:  # a broken note of the camera is no reason to refuse a picture
        return None


def _without_steps(image: Image.Image) -> Image.Image:
    """In a mode that can be resized smoothly: no palette, no 16 bits, transparency in a channel of its own."""
    if image.mode.startswith("I"):
        return image.point(lambda value: value * (1 / 257)).convert("L")
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image if image.mode in ("L", "RGB", "CMYK") else image.convert("RGB")


def _in_srgb(image: Image.Image) -> Image.Image:
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    profile = image.info.get("icc_profile")
    if not profile:
        return image.convert(mode)
    try:
        return ImageCms.profileToProfile(image, BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):  # nor is a broken colour profile
        return image.convert(mode)


def narrowed(image: Image.Image, width: int) -> Image.Image:
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), RESAMPLING)


def _is_opaque(image: Image.Image) -> bool:
    return image.mode != "RGBA" or image.getextrema()[3][0] == 255


def _commonest_colour(image: Image.Image) -> str:
    """Of what can be seen; for the place of the picture while it loads."""
    small = image.convert("RGBA").resize((48, 48), Image.Resampling.BOX)
    seen = [pixel[:3] for pixel in small.get_flattened_data() if pixel[3] > 127] or [(255, 255, 255)]
    strip = Image.new("RGB", (len(seen), 1))
    strip.putdata(seen)
    few = strip.quantize(5)
    start = 3 * max(few.getcolors())[1]
    return "#" + bytes(few.getpalette()[start : start + 3]).hex()
