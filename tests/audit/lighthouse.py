"""Lighthouse over one page, several times -> the figures in the middle, and which limits they break."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from statistics import median

from tests.audit.tools import LIGHTHOUSE

RUNS = 3
TRIES = 3  # on a busy machine a browser may come too late to be measured
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
CHROME = "--no-sandbox --headless=new --disable-background-networking"
AT_LEAST = {"performance": 98, "accessibility": 100, "best_practices": 100, "seo": 100}
AT_MOST = {"lcp": 1.5, "cls": 0.02, "kilobytes": 150, "requests": 12}


@dataclass(frozen=True)
class Figures:
    """Scores of 100, `lcp` in seconds, `tbt` in milliseconds; `failed` names what cost points but for speed."""

    performance: float
    accessibility: float
    best_practices: float
    seo: float
    lcp: float
    cls: float
    tbt: float
    kilobytes: float
    requests: float
    benchmark: float
    failed: tuple[str, ...] = ()

    def broken(self) -> Iterator[str]:
        for name, least in AT_LEAST.items():
            if getattr(self, name) < least:
                yield f"{name} {getattr(self, name):g}, never under {least}"
        for name, most in AT_MOST.items():
            if getattr(self, name) > most:
                yield f"{name} {getattr(self, name):g}, never over {most}"


def measure(url: str, *, device: str, chromium: str) -> Figures:
    return middle([read(run(url, device=device, chromium=chromium)) for _ in range(RUNS)])


def run(url: str, *, device: str, chromium: str) -> dict:
    command = ["node", str(LIGHTHOUSE), url, "--quiet", "--output=json", f"--chrome-flags={CHROME}"]
    command += [f"--only-categories={','.join(CATEGORIES)}", "--no-enable-error-reporting"]
    if device == "desktop":
        command.append("--preset=desktop")
    environment = os.environ | {"CHROME_PATH": chromium}
    for _ in range(TRIES):
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if not done.returncode:
            return json.loads(done.stdout)
    raise SystemExit(f"Lighthouse failed at {url}:\n{done.stderr}")


def read(report: dict) -> Figures:
    audits = report["audits"]
    scores = {name: round(100 * report["categories"][name]["score"]) for name in CATEGORIES}
    return Figures(
        performance=scores["performance"],
        accessibility=scores["accessibility"],
        best_practices=scores["best-practices"],
        seo=scores["seo"],
        lcp=round(audits["largest-contentful-paint"]["numericValue"] / 1000, 2),
        cls=round(audits["cumulative-layout-shift"]["numericValue"], 3),
        tbt=round(audits["total-blocking-time"]["numericValue"]),
        kilobytes=round(audits["total-byte-weight"]["numericValue"] / 1000),
        requests=len(audits["network-requests"]["details"]["items"]),
        benchmark=round(report["environment"]["benchmarkIndex"]),
        failed=tuple(failures(report)),
    )


def failures(report: dict) -> Iterator[str]:
    for category in CATEGORIES[1:]:
        for part in report["categories"][category]["auditRefs"]:
            audit = report["audits"][part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < 1:
                yield audit["title"]


def middle(runs: list[Figures]) -> Figures:
    """Each figure's median: a machine that is busy for a moment spoils one run, not three."""
    every = [asdict(figures) for figures in runs]
    failed = tuple(dict.fromkeys(name for figures in runs for name in figures.failed))
    return Figures(**{name: median(one[name] for one in every) for name in every[0] if name != "failed"}, failed=failed)
