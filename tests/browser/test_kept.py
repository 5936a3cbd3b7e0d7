"""What is typed survives a crash of the browser and the end of a session."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from articles.models import Article
from tests.browser.desk import Desk

pytestmark = pytest.mark.browser
SIZE = {"width": 1280, "height": 1400}


@pytest.fixture
def address(article):
    return f"/admin/articles/article/{article.pk}/change/"


@pytest.fixture
def open_browser(browser: Browser):
    contexts: list[BrowserContext] = []

    def start(state=None) -> BrowserContext:
        contexts.append(browser.new_context(viewport=SIZE, storage_state=state))
        contexts[-1].set_default_timeout(20_000)
        return contexts[-1]

    yield start
    for context in contexts:
        context.close()


@pytest.fixture
def desk(open_browser, live_server, editor, address):
    """The editor at a page, with a clock that can be moved on."""
    page = open_browser().new_page()
    desk = Desk(page, live_server.url).enter("editor")
    page.clock.install()
    return desk.open(address)


@pytest.fixture
def reopened(open_browser, live_server, address):
    """The browser fell over and is started again: what it had stored is all there is."""

    def start(desk: Desk) -> Desk:
        state = desk.page.context.storage_state()
        return Desk(open_browser(state).new_page(), live_server.url).open(address)

    return start


def kept(desk: Desk) -> int:
    """How many copies the browser holds."""
    return desk.page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('typed:')).length")


def typed(desk: Desk) -> None:
    """A title, words in a block, a new block moved to the top, a question."""
    desk.page.fill("#id_title", "Typed and not saved")
    desk.write(desk.blocks[0], "My words. ")
    desk.write(desk.add("Key points"), "- Nobody has tested it.")
    desk.drag(desk.blocks[1], above=desk.blocks[0])
    desk.ask("Is it safe?", "Nobody knows.")


def is_all_there(desk: Desk) -> bool:
    desk.ready()
    expect(desk.page.locator("#id_title")).to_have_value("Typed and not saved")
    expect(desk.page.locator("#faq-1 input[name$=question]")).to_have_value("Is it safe?")
    assert desk.kinds == ["Key points", "Text"]
    expect(desk.blocks[0].locator(".tiptap")).to_contain_text("Nobody has tested it.")
    expect(desk.blocks[1].locator(".tiptap")).to_contain_text("My words.")
    return True


@pytest.mark.slow
def test_after_a_crash_all_that_was_typed_is_offered_brought_back_and_saved(desk, reopened):
    typed(desk)
    desk.page.clock.run_for(10_000)
    again = reopened(desk)
    assert Article.objects.get().title == "Kratom and sleep"
    again.page.get_by_role("button", name="Bring back what you typed").click()
    expect(again.page.get_by_role("alert")).to_contain_text("not saved yet")
    assert is_all_there(again)
    again.save()
    assert is_all_there(again)
    assert Article.objects.get().title == "Typed and not saved"
    assert kept(again) == 0


@pytest.mark.slow
def test_what_was_typed_can_be_discarded_for_good(desk, reopened, address):
    desk.page.fill("#id_title", "Of no use")
    desk.page.clock.run_for(10_000)
    again = reopened(desk)
    again.page.get_by_role("button", name="Discard it").click()
    assert kept(again) == 0
    again.open(address).page.wait_for_timeout(600)
    expect(again.page.locator(".waiting")).to_have_count(0)
    expect(again.page.locator("#id_title")).to_have_value("Kratom and sleep")


@pytest.mark.slow
def test_another_person_at_the_same_machine_sees_nothing_of_it(desk, reopened, person, address):
    person("colleague", "Editor")
    desk.page.fill("#id_title", "Mine alone")
    desk.page.clock.run_for(10_000)
    desk.page.context.clear_cookies()
    again = Desk(desk.page.context.new_page(), desk.origin).sign_in("colleague").open(address)
    again.page.wait_for_timeout(600)
    assert kept(again) == 1
    expect(again.page.locator(".waiting")).to_have_count(0)


@pytest.mark.slow
def test_who_only_looks_and_goes_is_offered_nothing(desk, address):
    desk.page.locator("#id_title").click()
    desk.page.goto(f"{desk.origin}/admin/")
    desk.open(address).page.wait_for_timeout(600)
    assert kept(desk) == 0


@pytest.mark.slow
@pytest.mark.parametrize("lost", ["every cookie", "the session"])
def test_when_the_session_ends_signing_in_again_brings_the_form_back_with_everything(desk, lost):
    typed(desk)
    desk.page.context.clear_cookies(**({} if lost == "every cookie" else {"name": "session"}))
    desk.page.get_by_role("button", name="Save", exact=True).click()
    desk.identify("editor")
    expect(desk.page.get_by_role("alert")).to_contain_text("not saved yet")
    assert is_all_there(desk)
    desk.save()
    assert is_all_there(desk)
    assert Article.objects.get().title == "Typed and not saved"


@pytest.mark.slow
def test_who_signed_in_again_in_another_window_loses_nothing_in_the_first(desk):
    typed(desk)
    desk.page.context.clear_cookies()
    Desk(desk.page.context.new_page(), desk.origin).sign_in("editor")
    desk.page.get_by_role("button", name="Save", exact=True).click()
    expect(desk.page.get_by_role("alert")).to_contain_text("not saved yet")
    assert is_all_there(desk)
