"""An editor at the browser: what one does on the writing screen, by hand."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import FilePayload, Locator, Page, expect


class Desk:
    """A signed-in editor's browser. Whatever the console says against us is kept in `complaints`. Signs of life come at
    their own time, also when a test is over and its tables are being emptied: only who wants them has them."""

    def __init__(self, page: Page, origin: str, *, is_present: bool = False) -> None:
        self.page, self.origin = page, origin
        if not is_present:
            self.hide()
        self.complaints: list[str] = []
        page.context.on("console", lambda said: said.type == "error" and self.complaints.append(said.text))
        page.context.on("weberror", lambda error: self.complaints.append(str(error.error)))

    def hide(self) -> None:
        alone = {"names": [], "version": 0}
        self.page.context.route("**/presence/", lambda route: route.fulfill(json=alone))

    def enter(self, name: str) -> Desk:
        """Signed in already, for what is not about that."""
        client, cookie = Client(), settings.SESSION_COOKIE_NAME
        client.force_login(User.objects.get(username=name))
        self.page.context.add_cookies([{"name": cookie, "value": client.cookies[cookie].value, "url": self.origin}])
        return self

    def sign_in(self, name: str) -> Desk:
        cache.clear()  # the tries of the tests before do not count
        self.page.goto(f"{self.origin}/admin/login/")
        return self.identify(name)

    def identify(self, name: str) -> Desk:
        """On the sign-in page, however one came there."""
        self.page.fill("#id_login", name)
        self.page.fill("#id_password", name)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        return self

    def begin(self, title: str) -> Desk:
        self.page.goto(f"{self.origin}/admin/articles/article/add/")
        self.page.fill("#id_title", title)
        self.page.get_by_role("button", name="Begin writing").click()
        return self.ready()

    def open(self, address: str) -> Desk:
        self.page.goto(f"{self.origin}{address}")
        return self.ready()

    def ready(self) -> Desk:
        expect(self.page.locator(".order-machine")).to_be_visible()
        return self

    @property
    def blocks(self) -> list[Locator]:
        """From top to bottom, as the eye meets them."""
        found = self.page.locator(".order-machine > .inline-related:not(.empty-form)").all()
        return sorted(found, key=lambda block: block.bounding_box()["y"])

    @property
    def kinds(self) -> list[str]:
        return [block.locator("> h3 > b").inner_text().rstrip(":") for block in self.blocks]

    def add(self, kind: str) -> Locator:
        """By the "+" below the last block."""
        self.page.locator(".order-machine-insert-target.last").click()
        self.page.locator(f".plugin-button[title='{kind}']").click()
        return self.blocks[-1]

    def write(self, block: Locator, *lines: str) -> None:
        """Typed key by key: "## " makes a heading, "- " a list, as the editor offers it."""
        block.locator(".tiptap").click()
        for line in lines[:-1]:
            self.page.keyboard.type(line)
            self.page.keyboard.press("Enter")
        self.page.keyboard.type(lines[-1])

    def cite(self, block: Locator, words: str) -> None:
        """Found and inserted with the keyboard alone."""
        block.get_by_role("button", name="Cite a source").click()
        found = self.page.locator("#citation-results [role=option]")
        self.page.keyboard.type(words)
        expect(found).to_have_count(1)
        self.page.keyboard.press("Enter")
        expect(self.page.locator("#citation-dialog .chosen li")).to_have_count(1)
        self.page.keyboard.press("Enter")
        expect(self.page.locator("#citation-dialog")).to_be_hidden()

    def drag(self, block: Locator, above: Locator) -> None:
        """With the pointer pressed, moved and let go."""
        above.evaluate("block => block.scrollIntoView({ block: 'center' })")  # at the edges the page scrolls by itself
        start, end = (box.locator("> h3").bounding_box() for box in (block, above))
        self.page.mouse.move(start["x"] + 200, start["y"] + 10)
        self.page.mouse.down()
        self.page.mouse.move(end["x"] + 200, end["y"] + 30, steps=8)
        self.page.mouse.move(end["x"] + 200, end["y"] + 4, steps=4)
        self.page.mouse.up()
        expect(self.page.locator(".fs-dragging")).to_have_count(0)

    def add_picture(self, block: Locator, file: FilePayload | Path, alt: str) -> None:
        """Uploaded and described without leaving the page."""
        with self.page.expect_popup() as opened:
            block.locator("a.add-related").click()
        window = opened.value
        window.set_input_files("#id_file", file)
        window.fill("#id_alt", alt)
        with window.expect_event("close"):
            window.get_by_role("button", name="Save", exact=True).click()
        expect(block.locator(".pictured img")).to_be_visible()

    def ask(self, question: str, answer: str) -> None:
        self.page.locator("#faq-group .add-row a").click()
        entry = self.page.locator("#faq-group .inline-related:not(.empty-form)").last
        entry.locator("input[name$=question]").fill(question)
        self.write(entry, answer)

    def preview(self) -> Page:
        with self.page.expect_popup() as opened:
            self.page.get_by_role("button", name="Preview").click()
        return opened.value

    def save(self) -> Desk:
        self.page.get_by_role("button", name="Save", exact=True).click()
        expect(self.page.locator(".messagelist")).to_contain_text("Saved.")
        return self.ready()

    def publish(self, note: str) -> str:
        """Returns the address that the message links to."""
        self.page.get_by_role("button", name="Publish…").click()
        self.page.fill("#id_note", note)
        self.page.get_by_role("button", name="Publish now").click()
        link = self.page.locator(".messagelist a")
        expect(link).to_have_attribute("href", re.compile("^/"))
        return link.get_attribute("href")
