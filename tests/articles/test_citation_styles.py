"""Each style words its published examples to the letter."""

from __future__ import annotations

import tomllib
from html import unescape
from pathlib import Path

import pytest
from django.utils.html import strip_tags

from articles.citations import ama, apa, vancouver

PUBLISHED = Path(__file__).parent / "published"
STYLES = {"ama": ama, "vancouver": vancouver, "apa": apa}
OURS = {"key": "example"}
EXAMPLES = [
    (name, example)
    for name in STYLES
    for example in tomllib.loads((PUBLISHED / f"{name}.toml").read_text(encoding="utf-8"))["example"]
]


def told(text: str) -> str:
    """Guides differ in two things that say nothing of the style: the dash between pages, the stop behind an address."""
    plain = unescape(strip_tags(text)).replace("–", "-")
    return plain.rstrip(".") if "://" in plain.split()[-1] else plain


@pytest.mark.parametrize(("style", "example"), EXAMPLES, ids=lambda value: value if isinstance(value, str) else "")
def test_a_published_example_comes_out_as_it_was_published(style, example):
    assert told(STYLES[style](OURS | example)) == told(example["says"])


@pytest.mark.parametrize("style", STYLES)
def test_there_are_thirty_examples_of_each_style_and_each_names_its_page(style):
    examples = [example for name, example in EXAMPLES if name == style]
    assert len(examples) >= 30
    assert all(example["source"].startswith("http") for example in examples)
    assert len({example["says"] for example in examples}) == len(examples)
