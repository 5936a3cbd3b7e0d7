"""The browser of this machine, for the tests that drive one."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.conditions import CHROMIUM

expect.set_options(timeout=20_000)  # milliseconds: a busy machine is slow, not wrong


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Not the browser that Playwright would download, and root may start it."""
    return {"executable_path": CHROMIUM, "args": ["--no-sandbox", "--disable-gpu"]}


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, request: pytest.FixtureRequest) -> None:
    """Start Playwright before the databases are made.

    Its loop stays in the thread of the tests, and where a loop runs Django's connections are others than before it:
    what was serialised for the restoring after a flush would be out of sight.
    """
    if any("playwright" in getattr(item, "fixturenames", ()) for item in request.session.items):
        request.getfixturevalue("playwright")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Close what a browser has open before the tables are emptied: a page may ask for something at any moment."""
    page = getattr(item, "funcargs", {}).get("page")
    if isinstance(page, Page):
        page.context.close()
