"""The picture of a page where somebody passes it on: its title, its topic and our name, white on Prussian blue, with a
part of the page's own picture where it has one that is large enough."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any

from PIL import Image, ImageChops, ImageDraw

from articles.cropping import CENTRE, cropped, part
from articles.lettering import FONTS, ITALIC, REGULAR, font, set_in, settable
from articles.snapshot import Snapshot, digest

DESIGN = 1  # a higher number draws all pictures anew, under new names
LEFT, LINE = 96, 976  # pixels: where lines begin, and how long they may be
TOP, MIDDLE, BOTTOM = 122, 314, 546  # pixels: where the kicker, the middle of the title and the name stand
KICKER, NAME = 30, 46  # pixels: sizes of letters
TONE, WHITE = 208, 255  # how far from blue to white
FIELD, PAPER = (0x12, 0x3F, 0x6D), (0xFD, 0xFD, 0xFB)
VEINS = {"red": (0xE9, 0x8F, 0x8A), "green": (0x86, 0xC7, 0x96), "white": PAPER}
BESIDE = (488, 630)  # pixels of the page's own picture, at the right edge
SOFTEST = 2  # times that it may be enlarged for that
NARROW = 552  # pixels of a line beside it
RAMP, SHADES = 8, 4  # colours: from the field to white, and on to the colour of the vein
FINER = 8  # times that a shape is drawn larger, for a smooth edge
LEAF = ((16, 0.8), (26.6, 6.6), (30.4, 18.6), (16, 31.2), (1.6, 18.6), (5.4, 6.6), (16, 0.8))  # as in img/icon.svg
RIB, DOT = (14.3, 13.9, 17.7, 32.0), (13.75, 7.2, 18.25, 11.7)


@dataclass(frozen=True)
class Share:
    """What the picture shows. `vein` is a key of VEINS or nothing, `file` the name of the page's own picture."""

    title: str
    kicker: str = ""
    vein: str = ""
    file: str = ""
    focus: tuple[int, int] = CENTRE

    @property
    def name(self) -> str:
        """Of its file: known before anything is drawn, and never that of a picture that shows something else."""
        own = (self.file, *self.focus) if self.file else ()
        return f"{digest(DESIGN, self.title, self.kicker, self.vein, *own)[:32]}.{'jpg' if self.file else 'png'}"

    def says(self) -> dict[str, str]:
        beside = "beside the picture of the page, " if self.file else ""
        alt = f"“{self.title}” in white on Prussian blue, {beside}with a leaf and the name kratominfo"
        return {"name": self.name, "alt": alt} | ({"type": "image/jpeg"} if self.file else {})


def share_of(snapshot: Snapshot) -> Share | None:
    """None where the font lacks letters of the title: then the picture of the whole site stands for the page."""
    title = settable(snapshot.title)
    if not title:
        return None
    own = _own(snapshot.records.get(snapshot.picture))
    if snapshot.kind == "strain":
        colour = snapshot.says["colour"]
        kicker = "Vein colour" if snapshot.says["type"] == "vein" else "Strain"
        return Share(title, kicker, colour if colour in VEINS else "", **own)
    first = settable(snapshot.topics[0].name) if snapshot.topics else ""
    return Share(title, first or "", **own)


def _own(picture: dict[str, Any] | None) -> dict[str, Any]:
    """The widest file of the page's picture, where a part of it is sharp enough, and what that part must show."""
    files = (picture or {}).get("renditions") or []
    if not picture or not files:
        return {}
    widest = files[-1]
    left, _, right, _ = part(widest["width"], widest["height"], BESIDE, CENTRE)
    focus = tuple(picture.get("focus", CENTRE))
    return {"file": widest["name"], "focus": focus} if (right - left) * SOFTEST >= BESIDE[0] else {}


@lru_cache(maxsize=16)
def draw(share: Share, own: bytes = b"") -> bytes:
    """A PNG of twelve colours, so that it is small and quickly made; a JPEG where it shows the page's `own` picture."""
    image = (_field() if own else _ground()).copy()
    end = _spaced(image, share.kicker, left=LEFT)
    if share.vein:
        _spaced(image, share.vein, left=end + 52)
    _title(image, share.title, line=NARROW if own else LINE)
    _name(image)
    image = image.point(_steps(RAMP - 1))
    if share.vein:
        leaf = _leaf(30).point(_steps(SHADES))
        shades = leaf.point([0, *range(RAMP, RAMP + SHADES), *[0] * (255 - SHADES)])
        image.paste(shades, (end + 22, TOP - 27), leaf.point([0] + [255] * 255))
    image.putpalette(_palette(VEINS.get(share.vein, PAPER)))
    return _with(image, own, share.focus) if own else _saved(image, "PNG", bits=4, compress_level=6)


def _with(image: Image.Image, own: bytes, focus: tuple[int, int]) -> bytes:
    """A part of the page's picture laid on the right of `image`, within the brushed edge."""
    with Image.open(BytesIO(own), formats=["WEBP"]) as picture:
        beside = cropped(picture.convert("RGBA"), BESIDE, focus)
    whole = image.convert("RGB")
    place = (whole.width - BESIDE[0], 0)
    within = ImageChops.invert(_field().crop((*place, *whole.size)))
    whole.paste(beside, place, ImageChops.multiply(within, beside.getchannel("A")))
    return _saved(whole, "JPEG", quality=84, optimize=True)


def _saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    encoded = BytesIO()
    image.save(encoded, kind, **options)
    return encoded.getvalue()


@lru_cache(maxsize=1)
def _field() -> Image.Image:
    """The field with its brushed edge alone: what is paler than any leaf is paper."""
    return _ground().point([max(0, min(255, (value - 128) * 2)) for value in range(256)])


@lru_cache(maxsize=1)
def _ground() -> Image.Image:
    """A field with a brushed edge and a leaf that was laid on it, from blue (0) to paper (255)."""
    with Image.open(FONTS / "ground.png") as ground:
        return ground.convert("L")


def _spaced(image: Image.Image, words: str, *, left: int) -> int:
    """In spaced capitals; returns where they end."""
    drawing, letters = ImageDraw.Draw(image), font(REGULAR, KICKER)
    for letter in words.upper():
        drawing.text((left, TOP), letter, fill=TONE, font=letters, anchor="ls")
        left += round(letters.getlength(letter) + KICKER / 11)
    return left


def _title(image: Image.Image, title: str, *, line: int) -> None:
    setting = set_in(title, width=line)
    drawing, letters = ImageDraw.Draw(image), font(REGULAR, setting.size)
    step = setting.size * 1.1
    first = MIDDLE + setting.size * 0.3 - step * (len(setting.lines) - 1) / 2
    for place, words in enumerate(setting.lines):
        drawing.text((LEFT, round(first + step * place)), words, fill=WHITE, font=letters, anchor="ls")


def _name(image: Image.Image) -> None:
    drawing, roman = ImageDraw.Draw(image), font(REGULAR, NAME)
    image.paste(WHITE, (LEFT, BOTTOM - 45), _leaf(58))
    left = LEFT + 50
    drawing.text((left, BOTTOM), "kratom", fill=WHITE, font=roman, anchor="ls")
    left += round(roman.getlength("kratom"))
    drawing.text((left, BOTTOM), "info", fill=WHITE, font=font(ITALIC, NAME), anchor="ls")


@lru_cache(maxsize=2)
def _leaf(height: int) -> Image.Image:
    """The name mark as a mask: a leaf split by its midrib, with a dot."""
    scale = height * FINER / 32
    mask = Image.new("L", (round(20 * scale), round(32 * scale)), 0)
    drawing = ImageDraw.Draw(mask)
    drawing.polygon([((x - 6) * scale, y * scale) for x, y in [*_curve(*LEAF[:4]), *_curve(*LEAF[3:])]], fill=255)
    for cut, shape in ((RIB, drawing.rectangle), (DOT, drawing.ellipse)):
        left, top, right, bottom = cut
        shape(((left - 6) * scale, top * scale, (right - 6) * scale, bottom * scale), fill=0)
    return mask.resize((round(height * 20 / 32), height), Image.Resampling.BOX)


def _curve(*points: tuple[float, float]) -> list[tuple[float, float]]:
    """A cubic Bézier curve as a line of 24 pieces."""
    weights = [((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3) for t in (n / 24 for n in range(25))]
    return [
        (sum(w * x for w, (x, _) in zip(weight, points, strict=True)),
         sum(w * y for w, (_, y) in zip(weight, points, strict=True)))
        for weight in weights
    ]  # fmt: skip


def _steps(most: int) -> list[int]:
    """For `point`: 0 to 255 in even steps from 0 to `most`."""
    return [round(value / 255 * most) for value in range(256)]


def _palette(vein: tuple[int, int, int]) -> list[int]:
    ramp = [_mixed(FIELD, PAPER, step / (RAMP - 1)) for step in range(RAMP)]
    shades = [_mixed(FIELD, vein, step / SHADES) for step in range(1, SHADES + 1)]
    return [part for colour in (*ramp, *shades) for part in colour]


def _mixed(one: tuple[int, int, int], other: tuple[int, int, int], share: float) -> tuple[int, ...]:
    return tuple(round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
