"""The check: all at once, with a reason where it warns, of the very version that was looked at. And the test."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client
from lxml import html

from articles import outside
from newsletter.models import Campaign, LetterText, Subscriber
from newsletter.models.campaign import State
from tests.newsletter.conftest import in_state
from tests.newsletter.postoffice import mail_server
from tests.newsletter.preflight import RECORDS
from tests.newsletter.writing import a_letter, at


@pytest.fixture(autouse=True)
def _dns_says_all_is_well(monkeypatch, settings):
    settings.NEWSLETTER_DKIM_SELECTORS = ["news"]
    monkeypatch.setattr(outside, "texts_of", lambda name: RECORDS.get(name, []))


@pytest.fixture
def letter(site, newsletter_staff):
    in_state("active", "anna@example.org")
    return a_letter(by=newsletter_staff, preheader="Two pages are new, and one was corrected.")


@pytest.fixture
def check(at_desk, letter):
    """Posts what the form of the check holds, and what is typed."""

    def press(**typed: str):
        shown = html.fromstring(at_desk.get(at("check", letter)).text)
        forms = [form for form in shown.forms if form.get("method") == "post" and "version" in form.fields]
        fields = dict(forms[0].form_values()) if forms else {}
        return at_desk.post(at("check", letter), fields | typed)

    return press


def now(letter) -> Campaign:
    return Campaign.objects.get(pk=letter.pk)


def test_a_letter_that_lacks_nothing_is_checked_at_the_version_that_was_looked_at(check, letter, newsletter_staff):
    Campaign.objects.filter(pk=letter.pk).update(version=4)
    assert check()["Location"] == at("schedule", letter)
    assert (now(letter).state, now(letter).checked_version) == (State.CHECKED, 4)
    assert now(letter).steps.last().by == newsletter_staff


def test_looking_checks_nothing(at_desk, letter):
    assert "Nothing stands in the way." in at_desk.get(at("check", letter)).text
    assert now(letter).state == State.DRAFT


def test_stops_and_warnings_are_told_at_once(at_desk, letter):
    LetterText.objects.all().delete()
    Campaign.objects.filter(pk=letter.pk).update(preheader="")
    text = at_desk.get(at("check", letter)).text
    assert ("to mend first" in text, "Worth a look" in text) == (True, True)


def test_what_stops_cannot_be_passed(at_desk, letter):
    LetterText.objects.all().delete()
    answer = at_desk.post(at("check", letter), {"version": "0", "seen": "", "why": "All the same."})
    assert (answer.status_code, now(letter).state) == (422, State.DRAFT)


def test_a_warning_wants_a_reason_that_is_kept(check, letter):
    Campaign.objects.filter(pk=letter.pk).update(preheader="")
    assert check().status_code == 422
    assert check(why="It is short on purpose.").status_code == 302
    assert now(letter).steps.last().why == "It is short on purpose."


def test_a_warning_that_nobody_saw_is_shown_first(at_desk, letter):
    Campaign.objects.filter(pk=letter.pk).update(preheader="")
    answer = at_desk.post(at("check", letter), {"version": "0", "seen": "others", "why": "Fine."})
    assert (answer.status_code, now(letter).state) == (409, State.DRAFT)


def test_what_was_saved_meanwhile_was_not_checked(check, letter):
    assert check(version="3").status_code == 409
    assert now(letter).state == State.DRAFT


def test_whoever_comes_second_is_told_that_it_is_checked(check, at_desk, letter):
    check()
    assert at_desk.post(at("check", letter)).status_code == 409
    assert "It is checked already." in at_desk.get(at("check", letter)).text


def test_who_may_only_look_cannot_check(client, auditor, letter):
    client.force_login(auditor)
    assert client.get(at("check", letter)).status_code == 403


@pytest.fixture
def colleagues(newsletter_staff, editor):
    for user in (newsletter_staff, editor):
        user.email = f"{user.username}@kratominfo.org"
        user.save()


@pytest.mark.usefixtures("colleagues")
def test_a_test_goes_to_colleagues_at_once_and_says_what_it_is(at_desk, letter):
    assert (
        at_desk.post(at("try", letter), {"to": "newsletter@kratominfo.org, editor@kratominfo.org"}).status_code == 302
    )
    assert [(each.to, each.subject) for each in mail.outbox] == [
        (["newsletter@kratominfo.org"], "[Test] What is new"),
        (["editor@kratominfo.org"], "[Test] What is new"),
    ]


@pytest.mark.usefixtures("colleagues")
def test_its_links_are_nobodys(at_desk, letter):
    at_desk.post(at("try", letter), {"to": "editor@kratominfo.org"})
    link = str(mail.outbox[0].message()["List-Unsubscribe"]).strip("<>")
    assert Client().post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Subscriber.objects.active().count() == 1


@pytest.mark.usefixtures("colleagues")
def test_its_other_links_are_not_counted_and_lead_on(at_desk, letter):
    at_desk.post(at("try", letter), {"to": "editor@kratominfo.org"})
    assert "/newsletter/go/" not in mail.outbox[0].message().as_string()


@pytest.mark.usefixtures("colleagues")
def test_two_tests_are_two_messages_to_a_mail_program(at_desk, letter):
    for _ in range(2):
        at_desk.post(at("try", letter), {"to": "editor@kratominfo.org"})
    assert len({str(each.message()["Message-ID"]) for each in mail.outbox}) == 2


@pytest.mark.usefixtures("colleagues")
@pytest.mark.parametrize(
    "to", ["", "x", "anna@example.org", "editor@kratominfo.org anna@example.org", "a@b.org\r\nBcc: c@d.org"]
)
def test_nobody_else_gets_what_was_not_checked(at_desk, letter, to):
    assert at_desk.post(at("try", letter), {"to": to}).status_code == 422
    assert mail.outbox == []


@pytest.mark.usefixtures("colleagues")
@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("550 5.1.1 No such", "The mail server refuses it (550 5.1.1)"),
        ("451 4.7.1 Later", "does not take it now (451 4.7.1)"),
    ],
)
def test_what_goes_wrong_is_said_in_words(at_desk, letter, settings, answer, words):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with mail_server() as post:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", post.port
        post.answer = lambda: answer
        said = at_desk.post(at("try", letter), {"to": "editor@kratominfo.org"})
    assert said.status_code == 502
    assert words in said.text


@pytest.mark.usefixtures("colleagues")
def test_a_mail_server_that_is_away_is_no_error_page(at_desk, letter, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    said = at_desk.post(at("try", letter), {"to": "editor@kratominfo.org"})
    assert (said.status_code, "The mail server cannot be reached" in said.text) == (502, True)


@pytest.mark.usefixtures("colleagues")
def test_by_smtp_the_test_arrives(at_desk, letter, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with mail_server() as post:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", post.port
        at_desk.post(at("try", letter), {"to": "editor@kratominfo.org"})
    assert [str(each["Subject"]) for each in post.mails] == ["[Test] What is new"]


def test_what_was_sent_is_tested_no_more(at_desk, newsletter_staff):
    assert at_desk.get(at("try", a_letter(State.SENT, by=newsletter_staff))).status_code == 409
