"""Before the site starts on one's own machine, all that it needs is made once and then left alone."""

import pytest
from django.contrib.auth.models import User

from kratominfo import preparation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def commands(settings, tmp_path, monkeypatch):
    """The commands that were called, instead of calling them."""
    settings.VAR_DIR, settings.STATIC_ROOT = tmp_path, tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    called = []
    monkeypatch.setattr(preparation, "call_command", lambda name, **options: called.append(name))
    return called


def test_two_people_can_sign_in_and_neither_is_superuser():
    passwords = preparation.sign_ins()
    assert sorted(passwords) == ["editor", "newsletter"]
    users = [User.objects.get(username=name) for name in passwords]
    assert all(
        user.is_staff and not user.is_superuser and user.check_password(passwords[user.username]) for user in users
    )
    assert [user.groups.get().name for user in users] == ["Editor", "Newsletter staff"]


def test_the_passwords_stay():
    assert preparation.sign_ins() == preparation.sign_ins()


def test_a_password_that_was_changed_is_neither_told_nor_set_back():
    preparation.sign_ins()
    editor = User.objects.get(username="editor")
    editor.set_password("my own")
    editor.save()
    assert preparation.sign_ins()["editor"] == ""
    editor.refresh_from_db()
    assert editor.check_password("my own")


def test_the_demonstration_is_loaded_once(commands):
    for _ in range(2):
        preparation.sign_ins()
        preparation.demonstrate()
    assert commands == ["demo"]


def test_a_new_database_gets_its_demonstration(commands):
    for _ in range(2):
        User.objects.all().delete()
        preparation.sign_ins()
        preparation.demonstrate()
    assert commands == ["demo", "demo"]


def test_static_files_are_collected_when_one_has_changed(commands):
    preparation.collect_static()
    preparation.collect_static()
    assert commands == ["collectstatic"]
    (preparation.settings.VAR_DIR / "joined/css/kratominfo.css").write_text("changed")
    preparation.collect_static()
    assert commands == ["collectstatic", "collectstatic"]
