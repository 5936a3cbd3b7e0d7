"""The colours can be read in both schemes, and the stylesheet keeps to its own rules."""

import re
from pathlib import Path

import pytest

from articles.palette import Pair, colours, contrast, pairs

SRC = Path(__file__).resolve().parent.parent / "kratominfo/static/css/src"
PARTS = {path.name: re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S) for path in sorted(SRC.glob("*.css"))}
LAYERS = ["reset", "tokens", "base", "layout", "components", "print"]
LITERAL = {"rgb(8 24 40 / .16)", "#fff", "#000", "#113c68", "#c6dced", "#14202b"}  # a shadow, paper, the letter's panel
PHYSICAL = r"(?:margin|padding|border)-(?:left|right|top|bottom)\b|[;{]\s*(?:left|right|top|bottom|width|height)\s*:"


def said(pair: Pair) -> str:
    return f"{pair.colour} on {pair.ground}, {pair.scheme}"


@pytest.mark.parametrize("more", [False, True])
def test_every_colour_is_read_on_what_it_stands_on(more):
    assert [f"{said(pair)}: {pair.contrast:.2f}" for pair in pairs(more=more) if pair.contrast < pair.least] == []


def test_the_figures_are_those_of_wcag():
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#fff") == pytest.approx(4.54, abs=0.01)


def test_who_asks_for_more_contrast_gets_more():
    usual, more = ({said(pair): pair.contrast for pair in pairs(more=m)} for m in (False, True))
    assert all(more[name] >= usual[name] - 0.01 for name in usual if name.startswith(("soft", "blue on", "amber on")))
    assert more["soft on paper, light"] > 7


def test_every_token_that_is_used_is_there():
    defined = set(re.findall(r"(--[\w-]+):", "".join(PARTS.values())))
    used = set(re.findall(r"var\((--[\w-]+)\)", "".join(PARTS.values())))
    assert used - defined == set()


def outside_of_layers(css: str) -> str:
    """What stands at the outermost level and is no layer."""
    left, depth = "", 0
    for part in re.split(r"([{}])", css):
        left += part if depth == 0 and part not in "{}" else ""
        depth += {"{": 1, "}": -1}.get(part, 0)
    return re.sub(rf"@layer (?:{'|'.join(LAYERS)})\b", "", left).strip()


def test_every_part_stands_in_a_layer():
    assert PARTS["00-layers.css"].strip() == f"@layer {', '.join(LAYERS)};"
    assert [name for name, css in PARTS.items() if name != "00-layers.css" and outside_of_layers(css)] == []


@pytest.mark.parametrize("name", [name for name in PARTS if name != "01-tokens.css"])
def test_colours_come_from_the_tokens(name):
    found = set(re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)|rgb\([^)]*\)", PARTS[name]))
    assert found - LITERAL == set()


@pytest.mark.parametrize("name", PARTS)
def test_directions_are_logical(name):
    assert re.findall(PHYSICAL, PARTS[name]) == []


@pytest.mark.parametrize("name", PARTS)
def test_no_part_is_long(name):
    assert len((SRC / name).read_text().splitlines()) <= 150


def test_what_moves_asks_first():
    moving = re.compile(r"\b(?:transition|animation)\s*:|@view-transition")
    assert [name for name, css in PARTS.items() if moving.search(css)] == ["02-base.css"]
    assert re.search(r"prefers-reduced-motion: no-preference\) \{\s*@view-transition", PARTS["02-base.css"])


def test_readers_may_overrule_their_system():
    assert "color-scheme: light dark" in PARTS["01-tokens.css"]
    assert all(f":root[data-theme={scheme}]" in PARTS["01-tokens.css"] for scheme in ("light", "dark"))
    assert set(colours()) > {"paper", "ink", "mark"}
