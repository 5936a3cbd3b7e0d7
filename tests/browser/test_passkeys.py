"""A passkey, in a real browser under the real policy: added, signed in with, renamed and removed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import Desk

pytestmark = pytest.mark.browser

FINGER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def desk(page: Page, live_server, editor):
    """An editor whose computer knows their finger."""
    page.set_default_timeout(20_000)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": FINGER})
    desk = Desk(page, live_server.url).sign_in("editor")
    yield desk
    assert desk.complaints == []


def add_passkey(desk: Desk) -> None:
    desk.page.get_by_role("link", name="Your account").click()
    desk.page.get_by_role("link", name="Add a passkey").click()
    if "reauthenticate" in desk.page.url:
        desk.page.fill("#id_password", "editor")
        desk.page.get_by_role("button", name="Confirm").click()
    desk.page.fill("#id_name", "Desk computer")
    desk.page.get_by_role("button", name="Add it").click()
    expect(desk.page.get_by_role("heading", name="Recovery codes")).to_be_visible()


def sign_out(desk: Desk) -> None:
    desk.page.get_by_role("button", name="Sign out").click()
    expect(desk.page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()


@pytest.mark.slow
def test_a_passkey_signs_in_by_itself(desk):
    add_passkey(desk)
    sign_out(desk)
    desk.page.get_by_role("button", name="Sign in with a passkey").click()
    expect(desk.page).to_have_url(f"{desk.origin}/admin/")


@pytest.mark.slow
def test_after_the_password_it_is_the_second_step(desk):
    add_passkey(desk)
    sign_out(desk)
    desk.sign_in("editor")
    expect(desk.page.get_by_role("heading", name="Second step")).to_be_visible()
    desk.page.get_by_role("button", name="Use a passkey").click()
    expect(desk.page).to_have_url(f"{desk.origin}/admin/")


@pytest.mark.slow
def test_it_is_renamed_and_removed(desk):
    add_passkey(desk)
    desk.page.goto(f"{desk.origin}/accounts/factors/webauthn/")
    desk.page.get_by_role("link", name="Rename Desk computer").click()
    desk.page.fill("#id_name", "Old computer")
    desk.page.get_by_role("button", name="Save").click()
    desk.page.get_by_role("link", name="Remove Old computer").click()
    desk.page.get_by_role("button", name="Remove it").click()
    expect(desk.page.get_by_text("None yet.")).to_be_visible()


@pytest.mark.slow
def test_a_device_that_refuses_is_told_on_the_page(desk):
    sign_out(desk)
    trouble = desk.page.get_by_text("did not answer")
    expect(trouble).to_be_hidden()
    desk.page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('No finger')) }")
    desk.page.get_by_role("button", name="Sign in with a passkey").click()
    expect(trouble).to_be_visible()
