"""An hour given by hand: the browser's own zone is offered, and the answer tells what the clock will show."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from articles.models import Schedule
from tests.browser.desk import Desk

pytestmark = pytest.mark.browser


@pytest.fixture
def browser_context_args(browser_context_args):
    return browser_context_args | {"timezone_id": "Asia/Bangkok"}


@pytest.fixture
def desk(page: Page, live_server, editor):
    desk = Desk(page, live_server.url).enter("editor")
    yield desk
    assert desk.complaints == []


@pytest.mark.slow
def test_whoever_has_chosen_no_zone_is_offered_that_of_the_browser(desk, article):
    desk.page.goto(f"{desk.origin}/admin/articles/article/{article.pk}/publish/later/")
    expect(desk.page.locator("#id_zone")).to_have_value("Asia/Bangkok")
    desk.page.fill("#id_day", "2030-10-24")
    desk.page.fill("#id_hour", "06:30")
    desk.page.fill("#id_note", "New.")
    desk.page.get_by_role("button", name="Publish at this hour").click()
    expect(desk.page.locator(".messagelist")).to_contain_text(
        "Thursday 24 October 2030, 06:30 +07:00 (Wednesday 23 October, 23:30 UTC)"
    )
    assert Schedule.objects.get().at == datetime(2030, 10, 23, 23, 30, tzinfo=UTC)


@pytest.mark.slow
def test_several_pages_are_chosen_on_the_list_and_confirmed_by_name(desk, published, strain):
    desk.page.goto(f"{desk.origin}/admin/articles/page/")
    for box in desk.page.locator("input.action-select").all():
        box.check()
    desk.page.select_option("select[name=action]", label="Withdraw…")
    desk.page.get_by_role("button", name="Go").click()
    expect(desk.page.locator(".named li")).to_have_count(2)
    desk.page.fill("#id_why", "The numbers were wrong.")
    desk.page.get_by_role("button", name="Withdraw").click()
    expect(desk.page.locator(".messagelist .success")).to_contain_text("“Kratom and sleep”: Withdrawn")
    expect(desk.page.locator(".messagelist .warning")).to_contain_text("“Red vein”: This page is not live")
