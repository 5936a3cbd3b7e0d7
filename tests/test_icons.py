"""The mark in every place that asks for it: tab, home screen, manifest."""

import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from PIL import Image
from whitenoise.media_types import MediaTypes

MANIFEST = Path(finders.find("img/site.webmanifest"))
ICONS = json.loads(MANIFEST.read_text())["icons"]


@pytest.mark.parametrize("icon", [icon for icon in ICONS if icon["type"] == "image/png"], ids=lambda icon: icon["src"])
def test_the_manifest_names_icons_that_are_there_in_their_size(icon):
    with Image.open(MANIFEST.parent / icon["src"]) as image:
        assert icon["sizes"] == "{}x{}".format(*image.size)


def test_the_manifest_has_an_icon_to_be_cut_to_any_shape():
    assert [icon["sizes"] for icon in ICONS if icon.get("purpose") == "maskable"] == ["512x512"]


def test_the_mark_turns_pale_by_night():
    assert "prefers-color-scheme:dark" in (MANIFEST.parent / "icon.svg").read_text()


def test_an_icon_asked_for_at_the_root_is_found(client):
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer["Location"]) == (302, "/static/img/icon-32.png")
    assert answer["Cache-Control"] == "public, max-age=86400"


def test_the_manifest_is_sent_as_what_it_is(settings):
    known = MediaTypes(extra_types=settings.WHITENOISE_MIMETYPES)
    assert known.get_type("site.webmanifest") == "application/manifest+json"


@pytest.mark.django_db
def test_the_frame_of_the_browser_takes_the_colours_of_the_page(client):
    colours = re.findall(r'<meta name="theme-color" content="([^"]+)"', client.get("/").text)
    tokens = Path(finders.find("css/kratominfo.css")).read_text()
    assert re.search(r"--paper: ?light-dark\(([^)]+)\)", tokens)[1].replace(" ", "").split(",") == colours
