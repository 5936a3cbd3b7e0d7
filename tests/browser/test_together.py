"""Two people at one page, each in a browser of their own."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect

from articles.models import RichText
from articles.models.editing import Presence
from tests.browser.desk import Desk

pytestmark = pytest.mark.browser


@pytest.fixture
def desk_of(browser: Browser, live_server, person):
    """A browser for each, signed in, with the page open."""
    desks: list[Desk] = []

    def sit_down(name: str, address: str, **more) -> Desk:
        person(name, "Editor")
        page = browser.new_page(viewport={"width": 1280, "height": 1400})
        page.set_default_timeout(20_000)
        desks.append(Desk(page, live_server.url, **more))
        return desks[-1].enter(name).open(address)

    yield sit_down
    for desk in desks:
        desk.hide()
        desk.page.close()


@pytest.fixture
def address(article):
    RichText.objects.create(parent=article, text="<p>Ask a pharmacist.</p>", ordering=20)
    return f"/admin/articles/article/{article.pk}/change/"


def is_present(name: str) -> bool:
    return Presence.objects.filter(user__username=name).exists()


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.slow
def test_each_is_told_of_the_other_and_of_their_leaving(desk_of, address):
    first = desk_of("first", address, is_present=True)
    until(lambda: is_present("first"))
    second = desk_of("second", address, is_present=True)
    expect(second.page.locator("#presence")).to_have_text("Also here: first.")
    first.open(address)
    expect(first.page.locator("#presence")).to_have_text("Also here: second.")
    second.page.goto(f"{second.origin}/admin/")
    until(lambda: not is_present("second"))
    with first.page.expect_response(lambda answer: "/presence/" in answer.url and answer.status == 200) as told:
        first.open(address)
    assert told.value.json()["names"] == []
    assert first.complaints == second.complaints == []


@pytest.mark.slow
def test_who_is_still_writing_is_told_that_somebody_saved(desk_of, address, article):
    desk = desk_of("first", address, is_present=True)
    type(article).objects.update(version=5)
    desk.page.clock.install()
    desk.open(address)
    type(article).objects.update(version=6)
    desk.page.clock.run_for(30_000)
    expect(desk.page.locator("#presence")).to_contain_text("Somebody saved this page meanwhile.")


@pytest.mark.slow
def test_the_second_to_save_makes_one_text_of_both(desk_of, address, article):
    first, second = desk_of("first", address), desk_of("second", address)
    first.page.fill("#id_title", "Theirs")
    first.write(first.blocks[1], "Theirs: ")
    first.save()
    second.page.fill("#id_title", "Mine")
    second.write(second.blocks[0], "Mine: ")
    second.write(second.add("Key points"), "Also mine.")
    second.page.get_by_role("button", name="Save", exact=True).click()
    expect(second.page.get_by_role("alert")).to_contain_text("Nothing is lost")
    second.page.get_by_role("group", name="Title").get_by_label("Theirs").check()
    second.page.get_by_role("button", name="Save this").click()
    expect(second.page.locator(".messagelist")).to_contain_text("Saved.")
    assert second.ready().kinds == ["Text", "Text", "Key points"]
    article.refresh_from_db()
    assert (article.title, article.version) == ("Theirs", 2)
    said = ["Mine: ", "Theirs: ", "Also mine."]
    assert all(words in block.text for words, block in zip(said, article.blocks(), strict=True))


@pytest.mark.slow
def test_on_the_way_back_to_the_form_nothing_is_lost_and_the_choice_comes_again(desk_of, address):
    first, second = desk_of("first", address), desk_of("second", address)
    first.page.fill("#id_title", "Theirs")
    first.save()
    second.write(second.blocks[0], "Mine: ")
    second.page.get_by_role("button", name="Save", exact=True).click()
    second.page.get_by_role("button", name="Back to my form").click()
    expect(second.ready().blocks[0].locator(".tiptap")).to_contain_text("Mine: ")
    second.page.get_by_role("button", name="Save", exact=True).click()
    second.page.get_by_role("button", name="Save this").click()
    expect(second.page.locator("#id_title")).to_have_value("Theirs")
