"""On one's own machine mail becomes files, and its link stands in the terminal."""

import email

import pytest
from django.core.mail import EmailMessage

from kratominfo.mailbox import Mailbox


@pytest.fixture
def folder(settings, tmp_path):
    settings.MAIL_DIR = tmp_path / "mail"
    return settings.MAIL_DIR


def letter(text):
    return EmailMessage("Please confirm", text, to=["reader@example.org"])


def test_each_message_is_a_file(folder):
    assert Mailbox().send_messages([letter("One."), letter("Two.")]) == 2
    first, second = sorted(folder.iterdir())
    assert email.message_from_bytes(first.read_bytes())["To"] == "reader@example.org"
    assert b"Two." in second.read_bytes()


def test_the_link_stands_in_the_terminal(folder, capsys):
    Mailbox().send_messages([letter("Follow\nhttp://localhost:8000/newsletter/confirm/abc/\nplease.")])
    assert capsys.readouterr().out.rstrip().endswith(": http://localhost:8000/newsletter/confirm/abc/")


def test_mail_without_a_link_is_told_of_too(folder, capsys):
    Mailbox().send_messages([letter("Nothing to follow.")])
    assert capsys.readouterr().out.startswith(f"Mail in {folder}")
