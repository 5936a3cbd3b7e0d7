"""A wrong setting is named, with its cure, before the site starts."""

import pytest

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
    settings.DUE, settings.DEMONSTRATIONS = [(60, name)], []
    assert ids(checks.dotted_names()) == ["kratominfo.E004"]


def test_pictures_need_a_folder_that_can_be_written(settings, tmp_path):
    (tmp_path / "file").touch()
    settings.MEDIA_ROOT = tmp_path / "file" / "media"
    assert ids(checks.folders()) == ["kratominfo.E005"]


def test_masters_do_not_lie_where_files_are_served(settings):
    settings.ORIGINALS_ROOT = settings.MEDIA_ROOT / "originals"
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
