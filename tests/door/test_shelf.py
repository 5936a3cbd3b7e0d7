"""What is packed once stays packed, and too little room harms nobody."""

from __future__ import annotations

import pytest

from kratominfo.door import answer
from kratominfo.door.answer import Answer, Body
from tests.door.stage import Stage


@pytest.fixture
def packed(monkeypatch) -> list[str]:
    """The codings in which a body was packed, in order."""
    found: list[str] = []
    pack = answer.pack
    monkeypatch.setattr(answer, "pack", lambda plain, coding: found.append(coding) or pack(plain, coding))
    return found


def test_a_body_is_packed_when_somebody_asks_for_it_and_once(monkeypatch, packed):
    stage = Stage(monkeypatch)
    stage.get()
    assert packed == []
    for _ in range(3):
        stage.get(ACCEPT_ENCODING="gzip, br")
    assert packed == ["br"]


def test_an_unchanged_body_stays_packed_over_publishes(monkeypatch, packed):
    stage = Stage(monkeypatch)
    first = stage.get(ACCEPT_ENCODING="br")
    for _ in range(2):
        stage.version += 1
        stage.now += 1
        stage.get("/about/")
    assert stage.get(ACCEPT_ENCODING="br") == first
    assert packed == ["br"]
    assert len(stage.drawn) == 4


def test_a_changed_body_is_packed_anew(monkeypatch, packed):
    stage = Stage(monkeypatch)
    stage.get(ACCEPT_ENCODING="br")
    stage.publish("New. " * 80)
    stage.now += 1
    stage.get(ACCEPT_ENCODING="br")
    assert packed == ["br", "br"]


def test_what_is_larger_than_the_room_is_drawn_each_time_and_harms_nothing_else(monkeypatch):
    stage = Stage(monkeypatch, room=8000)
    stage.get("/about/")
    stage.text = "x" * 10_000
    assert stage.get("/large/") == stage.get("/large/")
    stage.get("/about/")
    assert [environ["PATH_INFO"] for environ in stage.drawn] == ["/about/", "/large/", "/large/"]


def test_without_room_nothing_is_kept(monkeypatch):
    stage = Stage(monkeypatch, room=0)
    assert stage.get(ACCEPT_ENCODING="br") == stage.get(ACCEPT_ENCODING="br")
    assert len(stage.drawn) == 2


def test_bodies_of_the_edition_before_give_way_first(monkeypatch):
    stage = Stage(monkeypatch, room=12_000)
    stage.get("/before/")
    stage.version += 1
    stage.now += 1
    for path in ("/a/", "/b/", "/c/"):
        stage.get(path)
    shelf = stage.door.watch.look()
    assert {path for _, _, path, _ in shelf.answers} == {"/a/", "/b/", "/c/"}
    assert shelf.size <= 12_000


def test_who_still_draws_for_an_edition_that_is_over_leaves_nothing_behind(monkeypatch):
    stage = Stage(monkeypatch)
    stage.get()
    old = stage.door.watch.look()
    stage.version += 1
    stage.now += 1
    new = stage.door.watch.look()
    old.put((True, "example.org", "/late/", ""), Answer("200 OK", [], Body(b"Late.")))
    assert not old.answers
    assert not new.answers
