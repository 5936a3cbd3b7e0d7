"""Frozen templates depend on nothing but the snapshot: what they drew once can be drawn again byte by byte."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

FROZEN = Path(settings.BASE_DIR, "templates/articles/frozen")
TEMPLATES = sorted(FROZEN.rglob("*.html"))
MOMENTARY = re.compile(r"{%\s*(load|url|now|csrf_token|static|lorem|debug|get_\w+|cycle)\b|request|settings|hashed")


@pytest.fixture(params=TEMPLATES, ids=lambda path: path.stem)
def template(request) -> str:
    return request.param.read_text(encoding="utf-8")


def test_there_is_a_template_for_each_kind_of_block():
    kinds = {"callout", "faqlist", "keypoints", "picturefigure", "richtext", "steps", "straintable"}
    assert {path.stem for path in (FROZEN / "blocks").iterdir()} == kinds


def test_nothing_in_it_depends_on_the_moment(template):
    assert not MOMENTARY.search(template)


def test_no_address_in_it_is_absolute_or_hashed(template):
    assert "http" not in template
    assert "/static/" not in template


def test_it_brings_no_script_and_no_style_of_its_own(template):
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=", template)
