"""Pictures by hand: a click sets the focal point, and many files are sent one after the other."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from articles.models import Picture
from articles.rendition import FOREIGN, examine
from tests.browser.desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def desk(page: Page, live_server, editor, settings, tmp_path: Path):
    settings.MEDIA_ROOT, settings.ORIGINALS_ROOT = tmp_path / "media", tmp_path / "originals"
    desk = Desk(page, live_server.url).enter("editor")
    yield desk
    assert desk.complaints == []


def leaf(colour: str = "green") -> bytes:
    image, content = Image.new("RGB", (900, 300), "white"), BytesIO()
    image.paste(colour, (0, 0, 300, 300))
    image.save(content, "PNG")
    return content.getvalue()


def test_a_click_on_the_picture_sets_its_focal_point(desk):
    picture = Picture(title="Leaf", alt="A leaf")
    picture.take(examine(BytesIO(leaf())))
    picture.save()
    desk.page.goto(f"{desk.origin}/admin/articles/picture/{picture.pk}/change/")
    stage = desk.page.locator(".stage img")
    box = stage.bounding_box()
    stage.click(position={"x": box["width"] / 4, "y": box["height"] / 2})
    expect(desk.page.locator("#id_focus_x")).to_have_value("25")
    expect(desk.page.locator(".part img").first).to_have_attribute("style", "object-position: 0% 0%;")
    desk.page.get_by_role("button", name="Save", exact=True).click()
    expect(desk.page.locator(".messagelist")).to_contain_text("was changed")
    picture.refresh_from_db()
    assert picture.focus == (25, 50)


def test_a_file_that_is_only_chosen_shows_its_parts_already(desk):
    desk.page.goto(f"{desk.origin}/admin/articles/picture/add/")
    desk.page.set_input_files("#id_file", {"name": "leaf.png", "mimeType": "image/png", "buffer": leaf()})
    expect(desk.page.locator(".part img")).to_have_count(3)
    desk.page.fill("#id_focus_x", "100")
    expect(desk.page.locator(".part img").first).to_have_attribute("style", "object-position: 100% 0%;")


def test_each_of_many_files_is_told_with_its_result(desk):
    files = [
        {"name": f"{name}.png", "mimeType": "image/png", "buffer": content}
        for name, content in {"red": leaf("red"), "drawn": b"<svg/>", "again": leaf("red")}.items()
    ]
    desk.page.goto(f"{desk.origin}/admin/articles/picture/upload/")
    desk.page.fill("#id_credit", "Demo editor")
    desk.page.set_input_files("#id_files", files)
    desk.page.get_by_role("button", name="Upload").click()
    expect(desk.page.locator(".tally")).to_have_text("3 files, 1 of them not taken.")
    states = [row.get_attribute("data-state") for row in desk.page.locator(".files li").all()]
    assert states == ["taken", "refused", "known"]
    expect(desk.page.locator(".files li").nth(1)).to_contain_text(FOREIGN)
    assert Picture.objects.get().credit == "Demo editor"


def test_files_are_taken_without_any_script_too(desk, browser):
    page = browser.new_context(java_script_enabled=False).new_page()
    plain = Desk(page, desk.origin, is_present=True).enter("editor")
    page.goto(f"{plain.origin}/admin/articles/picture/upload/")
    files = [{"name": f"{name}.png", "mimeType": "image/png", "buffer": leaf(name)} for name in ("red", "blue")]
    page.set_input_files("#id_files", files)
    page.get_by_role("button", name="Upload").click()
    expect(page.locator(".tally")).to_have_text("2 files.")
    assert Picture.objects.count() == 2
    page.context.close()
