"""Parts of a picture in the shapes that cards, portraits and share pictures need, kept around its focal point."""

from __future__ import annotations

from PIL import Image

SHAPES = {"card": (3, 2), "square": (1, 1)}  # width to height
WIDTHS = {"card": (480, 680, 960), "square": (240, 480)}  # pixels
CENTRE = (50, 50)  # per cent, from the left and from the top
RESAMPLING = Image.Resampling.LANCZOS

Box = tuple[int, int, int, int]


def part(width: int, height: int, shape: tuple[int, int], focus: tuple[int, int]) -> Box:
    """The largest part of `width` x `height` in a shape, its middle as near to `focus` as the edges let it be."""
    across, down = shape
    wide = max(1, min(width, round(height * across / down)))
    high = max(1, min(height, round(width * down / across)))
    left = _start(width, wide, focus[0])
    top = _start(height, high, focus[1])
    return left, top, left + wide, top + high


def _start(whole: int, length: int, focus: int) -> int:
    middle = whole * focus / 100
    return max(0, min(whole - length, round(middle - length / 2)))


def widths_of(name: str, width: int, height: int) -> list[tuple[int, int]]:
    """Sizes of the crops of a picture of `width` x `height`, narrowest first and none of them larger than it."""
    across, down = SHAPES[name]
    left, _, right, _ = part(width, height, SHAPES[name], CENTRE)
    widths = [wanted for wanted in WIDTHS[name] if wanted <= right - left] or [right - left]
    return [(wanted, max(1, round(wanted * down / across))) for wanted in widths]


def cropped(image: Image.Image, size: tuple[int, int], focus: tuple[int, int]) -> Image.Image:
    return image.resize(size, RESAMPLING, box=part(image.width, image.height, size, focus))
