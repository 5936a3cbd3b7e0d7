"""The colours of the stylesheet in both schemes, and how well each is read on what it stands on (WCAG 2.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings

TOKENS = "kratominfo/static/css/src/01-tokens.css"
COLOUR = re.compile(r"--([a-z-]+): (?:light-dark\((#\w+), (#\w+)\)|(#\w+)|var\(--([a-z-]+)\));")
MORE = "@media (prefers-contrast: more)"
SCHEMES = ("light", "dark")
TEXT, FRAME = 4.5, 3.0  # WCAG 1.4.3 and 1.4.11
GROUNDS = {  # what is written on what
    "paper": ("ink", "soft", "blue", "amber", "red", "vein-red", "vein-green"),
    "wash": ("ink", "soft", "blue", "amber", "red"),
    "deep": ("on-deep", "on-deep-soft"),
    "amber-wash": ("ink", "amber", "blue"),
    "red-wash": ("ink", "red", "blue"),
    "mark": ("ink",),
    "blue": ("paper",),
    "alarm": ("white",),
}
FRAMES = {"paper": ("edge", "blue", "amber", "vein-red", "vein-green"), "wash": ("edge",)}


@dataclass(frozen=True)
class Pair:
    """One colour on another in one scheme, and what contrast it must have at least."""

    colour: str
    ground: str
    scheme: str
    contrast: float
    least: float


@lru_cache(maxsize=2)
def colours(*, more: bool = False) -> dict[str, dict[str, str]]:
    """Name -> scheme -> "#rrggbb"; with `more` as readers see them who ask for more contrast."""
    plain, _, strong = (settings.BASE_DIR / TOKENS).read_text(encoding="utf-8").partition(MORE)
    found = {"white": dict.fromkeys(SCHEMES, "#ffffff")}
    for name, light, dark, both, other in COLOUR.findall(plain + (strong if more else "")):
        found[name] = found[other] if other else {"light": light or both, "dark": dark or both}
    return found


def pairs(*, more: bool = False) -> list[Pair]:
    """All that is written or framed somewhere, the text first."""
    known = colours(more=more)
    wanted = [(on, names, TEXT) for on, names in GROUNDS.items()] + [(on, names, FRAME) for on, names in FRAMES.items()]
    return [
        Pair(name, ground, scheme, contrast(known[name][scheme], known[ground][scheme]), least)
        for ground, names, least in wanted
        for name in names
        for scheme in SCHEMES
    ]


def contrast(one: str, other: str) -> float:
    """From 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Relative, of "#rgb" or "#rrggbb": https://www.w3.org/TR/WCAG22/#dfn-relative-luminance"""
    digits = colour.lstrip("#")
    digits = digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
