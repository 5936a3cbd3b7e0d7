"""The conditions a test run stands under: its environment, what it leaves out and why, and its count."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

# Before the settings are read: a machine of its own, whatever the developer's says.
for name in (
    "DEBUG",
    "PORT",
    "SITE_URL",
    "ALLOWED_HOSTS",
    "EMAIL_URL",
    "REQUIRE_MFA",
    "TRUSTED_PROXY",
    "DOOR_GRACE",
    "MEDIA_ROOT",
    "ORIGINALS_ROOT",
):
    os.environ.pop(name, None)
os.environ |= {
    "DJANGO_ALLOW_ASYNC_UNSAFE": "1",  # Playwright's loop runs in the thread of the test
    "HASHED_STATIC": "0",
    "LOCAL": "1",
    "SECRET_KEY": "only-for-tests",
    "VAR_DIR": tempfile.mkdtemp(prefix="kratominfo-tests-"),
}
Path(os.environ["VAR_DIR"], "static").mkdir()

STRICT = "CI_STRICT" in os.environ
CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
IS_POSTGRESQL = os.environ.get("DATABASE_URL", "").startswith("postgres")
MARKERS = {
    "browser": "drives Chromium",
    "nginx": "drives nginx",
    "postgresql": "holds on PostgreSQL only",
    "sqlite": "holds on SQLite only",
    "slow": "takes long; `make ci` runs it",
}
ABSENT = {
    "browser": None if CHROMIUM else "no Chromium found",
    "nginx": None if NGINX else "no nginx found",
    "postgresql": None if IS_POSTGRESQL else "DATABASE_URL names no PostgreSQL",
    "sqlite": "DATABASE_URL names PostgreSQL" if IS_POSTGRESQL else None,
}


OURS = ["tests.chromium", "tests.backdrop"]
pytest.register_assert_rewrite(*OURS)


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    for name in OURS:  # late: their fixtures override those of the libraries
        config.pluginmanager.import_plugin(name)
    for name, meaning in MARKERS.items():
        config.addinivalue_line("markers", f"{name}: {meaning}")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what cannot run here. Strictly, browser and nginx must be there; PostgreSQL has a run of its own."""
    absent = {kind for kind, reason in ABSENT.items() if reason and not (STRICT and kind in {"browser", "nginx"})}
    left_out = [item for item in items if any(item.get_closest_marker(kind) for kind in absent)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if STRICT and report.skipped and any(item.get_closest_marker(kind) for kind in MARKERS):
        report.outcome, report.longrepr = "failed", f"Skipped, which is a failure here: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if STRICT and report.skipped:
        report.outcome, report.longrepr = "failed", f"Skipped, which is a failure here: {report.longrepr}"
    return report


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    left_out = [f"{kind} tests ({reason})" for kind, reason in ABSENT.items() if reason]
    if config.option.markexpr == "not slow":
        left_out.append("slow tests (`make ci` runs them)")
    if left_out:
        terminalreporter.write_line(f"Skipped: {', '.join(left_out)}.")
    if "TALLY" in os.environ and "PYTEST_XDIST_WORKER" not in os.environ:
        counts = [
            str(sum(count(terminalreporter, kinds))) for kinds in ("passed xpassed", "failed error", "skipped xfailed")
        ]
        with Path(os.environ["TALLY"]).open("a") as tally:
            tally.write(" ".join(counts) + "\n")


def count(terminalreporter: Any, kinds: str) -> Iterator[int]:
    return (len(terminalreporter.stats.get(kind, [])) for kind in kinds.split())


def pytest_unconfigure() -> None:
    shutil.rmtree(os.environ["VAR_DIR"], ignore_errors=True)
