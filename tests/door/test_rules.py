"""The door keeps its rules, and no door that is broken in one place keeps them all."""

from __future__ import annotations

import pytest

from tests.door.broken import BROKEN
from tests.door.rules import RULES
from tests.door.stage import Stage


@pytest.fixture(autouse=True)
def _proxy(settings) -> None:
    settings.TRUSTED_PROXY = ["10.0.0.0/8"]
    settings.SESSION_COOKIE_NAME = "session"


@pytest.mark.parametrize("rule", RULES)
def test_the_door_keeps_the_rule(rule, monkeypatch):
    RULES[rule](Stage(monkeypatch))


@pytest.mark.parametrize("broken", BROKEN)
def test_a_door_broken_here_is_noticed(broken, monkeypatch):
    BROKEN[broken](monkeypatch)
    assert any(is_noticed(rule, monkeypatch) for rule in RULES)


def is_noticed(rule: str, monkeypatch) -> bool:
    try:
        RULES[rule](Stage(monkeypatch))
    except Exception:  # however it falls: a reader would have noticed, too
        return True
    return False
