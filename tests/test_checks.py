"""A wrong setting is named, with its cure, before the site starts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kratominfo import checks


def ids(messages):
    assert all(message.hint for message in messages)
    return [message.id for message in messages]


@pytest.mark.parametrize("url", ["www.example.org", "https://", "https://example.org/kratom", "ftp://example.org", ""])
def test_the_address_of_the_site_is_scheme_and_host(settings, url):
    settings.SITE_URL = url
    assert ids(checks.site_url()) == ["kratominfo.E001"]


def test_a_public_site_is_encrypted(settings):
    settings.LOCAL, settings.SITE_URL = False, "http://www.example.org"
    assert ids(checks.site_url()) == ["kratominfo.E002"]


def test_a_public_site_is_not_run_as_ones_own_machine(settings):
    settings.LOCAL, settings.SITE_URL = True, "https://www.example.org"
    assert ids(checks.site_url()) == ["kratominfo.E003"]


@pytest.mark.parametrize("name", ["nowhere.at_all", "kratominfo.checks.nothing", "kratominfo.checks.__doc__", "plain"])
def test_what_the_worker_calls_must_be_there(settings, name):
    settings.DUE, settings.DUE_ASIDE, settings.DEMONSTRATIONS = [(60, name)], [], []
    assert ids(checks.dotted_names()) == ["kratominfo.E004"]


def test_pictures_need_a_folder_that_can_be_written(settings, tmp_path):
    (tmp_path / "file").touch()
    settings.MEDIA_ROOT = tmp_path / "file" / "media"
    assert ids(checks.folders()) == ["kratominfo.E005"]


@pytest.mark.parametrize("name", ["ORIGINALS_ROOT", "IMPORTS_ROOT"])
def test_masters_and_lists_do_not_lie_where_files_are_served(settings, name):
    setattr(settings, name, settings.MEDIA_ROOT / "within")
    assert ids(checks.folders()) == ["kratominfo.E006"]


def test_mail_needs_a_sender(settings):
    settings.DEFAULT_FROM_EMAIL = "The site"
    assert ids(checks.sender()) == ["kratominfo.E007"]
    settings.DEFAULT_FROM_EMAIL = "The site <site@example.org>"
    assert ids(checks.sender()) == []


def test_a_trusted_proxy_is_a_network(settings):
    settings.TRUSTED_PROXY = ["10.0.0.0/8", "proxy.example.org"]
    assert ids(checks.proxy()) == ["kratominfo.E008"]


def test_a_public_site_without_a_proxy_is_warned_of(settings):
    settings.LOCAL, settings.TRUSTED_PROXY = False, []
    assert ids(checks.proxy()) == ["kratominfo.W001"]


@pytest.mark.parametrize(
    "address", ["bounces", "a+b@example.org", '"a b"@example.org', "bounces@bücher.example", f"{'b' * 31}@example.org"]
)
def test_bounces_have_room_for_the_number_of_a_letter(settings, address):
    settings.NEWSLETTER_BOUNCE_ADDRESS = address
    assert ids(checks.bounce_address()) == ["kratominfo.E009"]


@pytest.mark.parametrize("address", ["", "bounces@example.org"])
def test_bounces_may_have_an_address_of_their_own(settings, address):
    settings.NEWSLETTER_BOUNCE_ADDRESS = address
    assert checks.bounce_address() == []


def test_a_lease_is_longer_than_handing_over_a_letter_may_take(settings):
    assert ids(checks.campaigns()) == []
    settings.NEWSLETTER_LEASE = 60
    assert ids(checks.campaigns()) == ["kratominfo.W002"]


def test_who_was_brought_in_is_asked_at_all(settings):
    settings.NEWSLETTER_IMPORT_ASKS_PER_MINUTE = 0
    assert ids(checks.imports()) == ["kratominfo.E014"]


@pytest.mark.parametrize(("name", "value"), [("NEWSLETTER_CONNECTIONS", 0), ("NEWSLETTER_PER_MINUTE", -1)])
def test_letters_can_be_sent_at_all(settings, name, value):
    setattr(settings, name, value)
    assert ids(checks.campaigns()) == ["kratominfo.E013"]


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("NEWSLETTER_WEBHOOK_KEY", "x" * 31, "kratominfo.E010"),
        ("NEWSLETTER_BOUNCE_IMAP", "imap://us:secret@mail.example.org/INBOX", "kratominfo.E011"),
        ("NEWSLETTER_BOUNCE_IMAP", "imaps://mail.example.org/INBOX", "kratominfo.E011"),
        ("NEWSLETTER_BOUNCE_IMAP", "imaps://[us", "kratominfo.E011"),
        ("NEWSLETTER_COMPLAINTS_PER_MILLE", 0, "kratominfo.E012"),
    ],
)
def test_who_tells_of_letters_is_believed_only_where_nobody_else_can(settings, name, value, fault):
    setattr(settings, name, value)
    assert ids(checks.tidings()) == [fault]


def test_a_key_and_a_mailbox_that_are_well_chosen_are_let_be(settings):
    settings.NEWSLETTER_WEBHOOK_KEY = "x" * 32
    settings.NEWSLETTER_BOUNCE_IMAP = "imaps://us:secret@mail.example.org/INBOX"
    assert checks.tidings() == []


@pytest.mark.parametrize(("key", "found"), [("", []), ("0123-abcd", []), ("short", ["kratominfo.E017"])])
def test_a_key_that_search_engines_refuse_is_said(settings, key, found):
    settings.INDEXNOW_KEY = key
    assert ids(checks.indexnow_key()) == found


@pytest.mark.parametrize(
    ("hub", "is_right"),
    [("", True), ("https://hub.example.org/?to=us", True), ("http://hub.example.org/", False), ("hub", False)]
    + [("https://me@hub.example.org/", False), ("https://hub.example.org:8443/", False), ("https://", False)]
    + [("https://hub.example.org/#me", False), ("https://[::1/", False), ("https://hub.example.org/\n", False)],
)
def test_a_hub_that_cannot_be_told_is_said(settings, hub, is_right):
    settings.WEBSUB_HUB = hub
    assert ids(checks.websub_hub()) == ([] if is_right else ["kratominfo.E018"])


def test_a_public_site_names_whom_to_tell_of_a_hole_in_it(settings):
    settings.LOCAL, settings.SECURITY_CONTACT, settings.SECURITY_CONTACT_UNTIL = False, "", None
    assert ids(checks.security_contact()) == ["kratominfo.W003"]
    settings.SECURITY_CONTACT = "mailto:security@example.org"
    for days, found in ((1, []), (366, []), (0, ["kratominfo.W003"]), (400, ["kratominfo.W003"])):
        settings.SECURITY_CONTACT_UNTIL = timezone.localdate() + timedelta(days=days)
        assert ids(checks.security_contact()) == found
    settings.SECURITY_CONTACT = "security@example.org"
    assert ids(checks.security_contact()) == ["kratominfo.E015"]
