"""The style guide shows every component by the templates that readers get, to the staff alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

SRC = Path(settings.BASE_DIR, "kratominfo/static/css/src")
PARTS = [path for path in sorted(SRC.glob("*.css")) if "03" < path.name < "90"]


@pytest.fixture
def guide(at_desk) -> str:
    return at_desk.get("/styleguide/").text


def classes_of(path: Path) -> set[str]:
    """What a part of the stylesheet names, comments and figures left out."""
    css = re.sub(r"/\*.*?\*/|\{[^{}]*\}", " ", path.read_text(), flags=re.S)
    return set(re.findall(r"\.([a-z][-a-z0-9]*)", css))


def test_every_component_is_shown(guide):
    shown = {name for names in re.findall(r' class="([^"]*)"', guide) for name in names.split()}
    assert [path.name for path in PARTS if not classes_of(path) & shown] == []


def test_every_component_is_named_with_its_file(guide):
    named = set(re.findall(r"\d\d-[a-z-]+", " ".join(re.findall(r'<span class="meta">([^<]*)</span>', guide))))
    assert {path.stem for path in PARTS} <= named <= {path.stem for path in SRC.glob("*.css")}


def test_no_id_stands_twice_and_every_jump_lands(guide):
    ids = re.findall(r' id="([^"]+)"', guide)
    assert [id_ for id_ in set(ids) if ids.count(id_) > 1] == []
    assert set(re.findall(r'<li><a href="#([^"]+)">', guide)) <= set(ids)


def test_it_needs_no_page_and_asks_for_no_row(guide, at_desk, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        assert at_desk.get("/styleguide/").status_code == 200


def test_who_is_not_signed_in_is_sent_to_the_sign_in(client, db):
    answer = client.get("/styleguide/")
    assert answer.status_code == 302
    assert answer["Location"].endswith("?next=/styleguide/")


def test_who_is_not_of_the_staff_is_refused(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("somebody"))
    assert client.get("/styleguide/", follow=True).status_code == 403


def test_nobody_keeps_it_and_no_robot_lists_it(at_desk: Client):
    answer = at_desk.get("/styleguide/")
    assert "private" in answer["Cache-Control"]
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in answer.text
