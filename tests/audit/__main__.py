"""Measure the readers' pages as a browser and a checker see them, and write docs/audit.md: `make audit`."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from tests.audit import lighthouse, nu
from tests.audit.report import Audit, write
from tests.audit.site import serving
from tests.audit.tools import MEASURES, Missing, Tools, install

PAGES = {
    "home": "/",
    "article": "/articles/can-kratom-help-with-fibromyalgia/",
    "strain": "/strains/red-vein/",
    "list": "/articles/",
}
DEVICES = ("phone", "desktop")
VERDICTS = {True: "All limits hold of what was measured.", False: "Not all limits hold."}


def main(running: str = "") -> int:
    """Of the site that runs at this address, or of one that is started for it; 1 where a limit does not hold."""
    tools = Tools.found()
    for complaint in install(tools):
        print(complaint, file=sys.stderr)
    lacks = [tools.lacks_for(measure) for measure in MEASURES]
    if all(lacks):
        print(
            "Nothing was measured, so docs/audit.md stays as it is.", *(f"- {lack.reason}" for lack in lacks), sep="\n"
        )
        return 0
    with serving(running) as address:
        audit = Audit(
            on=datetime.now(tz=UTC).date(),
            cores=os.cpu_count() or 1,
            versions=tools.versions(),
            speed=measure_speed(tools, address),
            markup=check_markup(tools, address),
        )
    write(audit, Path("docs/audit.md"))
    print(*audit.findings(), f"docs/audit.md is written. {VERDICTS[audit.holds]}", sep="\n")
    return 0 if audit.holds else 1


def measure_speed(tools: Tools, address: str) -> dict[tuple[str, str], lighthouse.Figures] | Missing:
    if lack := tools.lacks_for("lighthouse"):
        return lack
    figures = {}
    for page, path in PAGES.items():
        for device in DEVICES:
            print(f"Lighthouse: {page}, {device} …", flush=True)
            figures[page, device] = lighthouse.measure(address + path, device=device, chromium=tools.chromium)
    return figures


def check_markup(tools: Tools, address: str) -> dict[str, list[str]] | Missing:
    if lack := tools.lacks_for("nu"):
        return lack
    print("Nu HTML checker …", flush=True)
    return nu.check(address)


sys.exit(main(*sys.argv[1:]))
