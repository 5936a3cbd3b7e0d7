"""`manage.py demo`: asks every app for its demonstration, in somebody's name, and says how it goes."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command


class ForeignContent(Exception):
    """This demonstration may refuse."""


def accept(*, by: User, extra: dict[str, int], progress: Callable[[str, int, int], None]) -> str:
    for done in range(1, 31):
        progress("Leaves", done, 30)
    return f"Loaded {extra['articles']} and {extra['subscribers']} by {by.username}."


def refuse(**what: object) -> str:
    raise ForeignContent("Somebody wrote here before.")


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def demonstrations(settings, db) -> None:
    settings.DEMONSTRATIONS = ["tests.test_demo.accept"]


def demo(*arguments: str, watched: bool = False) -> tuple[str, str]:
    """What it answers, and what it says meanwhile."""
    answer, meanwhile = StringIO(), Terminal() if watched else StringIO()
    call_command("demo", *arguments, stdout=answer, stderr=meanwhile)
    return answer.getvalue(), meanwhile.getvalue()


def test_it_hands_on_how_much_is_wanted() -> None:
    answer, _ = demo("--articles", "30", "--subscribers", "20")
    assert answer == "Loaded 30 and 20 by demo.\n"


def test_the_first_editor_publishes_it() -> None:
    User.objects.create(username="visitor")
    User.objects.create(username="writer").groups.add(Group.objects.get(name="Editor"))
    assert demo()[0] == "Loaded 0 and 0 by writer.\n"


def test_without_an_editor_somebody_does_who_cannot_sign_in() -> None:
    demo()
    demo()
    assert not User.objects.get().has_usable_password()


def test_one_may_say_who_publishes_it() -> None:
    User.objects.create(username="visitor")
    assert demo("--by", "visitor")[0] == "Loaded 0 and 0 by visitor.\n"


def test_nobody_publishes_in_the_name_of_nobody() -> None:
    with pytest.raises(CommandError, match="Nobody signs in as “nobody”"):
        demo("--by", "nobody")


def test_what_an_app_refuses_is_told_in_its_words(settings) -> None:
    settings.DEMONSTRATIONS = ["tests.test_demo.refuse"]
    with pytest.raises(CommandError, match="Somebody wrote here before."):
        demo()


def test_somebody_who_watches_sees_a_bar_grow() -> None:
    _, meanwhile = demo(watched=True)
    assert meanwhile.count("\r") == 30
    assert meanwhile.endswith(f"\rLeaves {'█' * 30} 30/30\n")


def test_a_log_gets_ten_lines() -> None:
    _, meanwhile = demo()
    assert [line for line in meanwhile.splitlines() if "30" in line] == [
        f"Leaves: {done} of 30" for done in range(3, 31, 3)
    ]
