"""Plots as SVG for docs/: lines over sizes, bars beside one another; one file each, without script or font."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

COLOURS = ["#0b3a5b", "#b5502b", "#4c7a34", "#7a4ba0", "#8a6d00", "#0f7f8a", "#a02c5a", "#555555", "#111111"]
DASHES = ["", "6 3", "2 2", "8 3 2 3", "", "6 3", "2 2", "8 3 2 3", "1 3"]
WIDTH, LINES_HEIGHT = 760, 380
LEFT, RIGHT, TOP, BOTTOM = 64, 210, 44, 48
BAR, NAMES, NUMBERS = 26, 250, 90


def lines(title: str, *, across: str, up: str, places: Sequence[str], series: Mapping[str, Sequence[float]]) -> str:
    """A line for each series over evenly spaced `places`; upwards each line of the grid is ten times the one below."""
    values = [value for one in series.values() for value in one]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    high = max(high, low + 1)
    width, height = WIDTH - LEFT - RIGHT, LINES_HEIGHT - TOP - BOTTOM

    def x(place: int) -> float:
        return LEFT + width * place / max(1, len(places) - 1)

    def y(value: float) -> float:
        return TOP + height * (high - math.log10(value)) / (high - low)

    drawn = [_grid(y(10.0**power), f"{10.0**power:g}") for power in range(low, high + 1)]
    drawn += [_text(x(n), LINES_HEIGHT - BOTTOM + 18, place, "middle") for n, place in enumerate(places)]
    drawn += [_text(LEFT + width / 2, LINES_HEIGHT - 10, across, "middle"), _text(8, TOP - 10, up)]
    labels = _apart({name: y(one[-1]) for name, one in series.items()}, gap=15)
    for n, (name, one) in enumerate(series.items()):
        points = " ".join(f"{x(place):.1f},{y(value):.1f}" for place, value in enumerate(one))
        look = f'stroke="{COLOURS[n % len(COLOURS)]}" stroke-dasharray="{DASHES[n % len(DASHES)]}"'
        drawn.append(f'<polyline points="{points}" fill="none" stroke-width="2" {look}/>')
        drawn.append(_text(x(len(places) - 1) + 8, labels[name] + 4, name, colour=COLOURS[n % len(COLOURS)]))
    return _picture(title, LINES_HEIGHT, drawn)


def bars(title: str, *, unit: str, values: Mapping[str, float]) -> str:
    """A bar across for each value, with its number, from 0 on."""
    longest = WIDTH - NAMES - NUMBERS
    most = max(values.values()) or 1
    drawn = []
    for n, (name, value) in enumerate(values.items()):
        top = TOP + n * BAR
        drawn.append(_text(NAMES - 8, top + 15, name, "end"))
        box = f'x="{NAMES}" y="{top + 3}" width="{max(1.0, longest * value / most):.1f}" height="{BAR - 8}"'
        drawn.append(f'<rect {box} fill="{COLOURS[0]}"/>')
        drawn.append(_text(NAMES + longest * value / most + 6, top + 15, f"{value:,.4g} {unit}"))
    return _picture(title, TOP + len(values) * BAR + 12, drawn)


def _picture(title: str, height: int, drawn: Sequence[str]) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" font-size="12"'
    ground = f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>'
    named = f"<title>{escape(title)}</title>"
    heading = f'<text x="8" y="20" font-size="14" font-weight="bold" fill="#222">{escape(title)}</text>'
    return "\n".join([f'{head} font-family="sans-serif">', named, ground, heading, *drawn, "</svg>", ""])


def _grid(y: float, label: str) -> str:
    line = f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>'
    return line + _text(LEFT - 6, y + 4, label, "end")


def _text(x: float, y: float, words: str, anchor: str = "start", colour: str = "#222") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{escape(words)}</text>'


def _apart(places: Mapping[str, float], *, gap: float) -> dict[str, float]:
    """The same heights, moved down where two labels would stand on each other."""
    moved: dict[str, float] = {}
    for name, place in sorted(places.items(), key=lambda item: item[1]):
        moved[name] = max([place, *(above + gap for above in moved.values())])
    return moved
