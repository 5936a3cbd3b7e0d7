"""What was measured, as people read it: docs/audit.md, and the lines that say what must be mended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tests.audit.lighthouse import Figures
from tests.audit.tools import Missing

HEAD = """# Audit

`make audit` writes this page: Lighthouse and the Nu HTML checker over the production build, served by the real command
with its demonstration. Measured on {on}.

Timings are those of one machine ({cores} cores{benchmark}) under its load of
that day: compare them with each other, not with another machine's. A phone is Lighthouse's own: a simulated line of
1.6 Mbit/s with 150 ms round trips, and a processor four times slower. Each figure is the median of three runs. Bytes
and requests count all that was loaded, with pictures further down that the browser fetched ahead.
Points for search engines (SEO) are not asked of search pages, which want no visitors from there.

Limits: performance never under 98 (100 is the aim); accessibility, best practices and SEO 100; LCP ≤ 1.5 s; CLS ≤ 0.02;
150 KB and 12 requests a page; no message of the Nu checker.
"""
COLUMNS = (
    "| page | device | performance | accessibility | best practices | SEO | LCP, s | CLS | TBT, ms | KB | requests |"
)
FILTER = """
Errors and warnings count. One message does not: the checker does not know `interestfor` on a citation yet. It shows the
citation's card on hover and focus without a script; a browser that does not know it follows the link.
"""


@dataclass(frozen=True)
class Audit:
    """`speed` by page and device, `markup` by address: what was found, or why nobody looked."""

    on: date
    cores: int
    versions: dict[str, str]
    speed: dict[tuple[str, str], Figures] | Missing
    markup: dict[str, list[str]] | Missing

    @property
    def holds(self) -> bool:
        return not list(self.broken())

    def broken(self) -> Iterator[str]:
        if not isinstance(self.speed, Missing):
            for (page, device), figures in self.speed.items():
                yield from (f"{page}, {device}: {words}" for words in (*figures.broken(), *figures.failed))
        if not isinstance(self.markup, Missing):
            for path, messages in self.markup.items():
                yield from (f"{path}: {message}" for message in messages)

    def findings(self) -> Iterator[str]:
        """What must be mended, then what was not measured."""
        yield from self.broken()
        yield from (part.reason for part in (self.speed, self.markup) if isinstance(part, Missing))


def write(audit: Audit, path: Path) -> None:
    path.write_text("\n".join(lines(audit)) + "\n", encoding="utf-8")


def lines(audit: Audit) -> Iterator[str]:
    yield HEAD.format(on=f"{audit.on:%-d %B %Y}", cores=audit.cores, benchmark=benchmark(audit))
    yield "## Lighthouse\n"
    yield from speed_lines(audit.speed)
    yield "\n## Nu HTML checker\n"
    yield from markup_lines(audit.markup)
    yield "\n## Tools\n"
    yield from (f"- {name}: {version}" for name, version in audit.versions.items())


def benchmark(audit: Audit) -> str:
    if isinstance(audit.speed, Missing):
        return ""
    indices = [round(figures.benchmark) for figures in audit.speed.values()]
    return f", Lighthouse's benchmark index {min(indices)} to {max(indices)}"


def speed_lines(speed: dict[tuple[str, str], Figures] | Missing) -> Iterator[str]:
    if isinstance(speed, Missing):
        yield speed.reason
        return
    yield COLUMNS
    yield "|---|---|" + "---:|" * 9
    for (page, device), one in speed.items():
        scores = (one.performance, one.accessibility, one.best_practices, one.seo)
        rest = (f"{one.lcp:.2f}", f"{one.cls:g}", f"{one.tbt:g}", f"{one.kilobytes:g}", f"{one.requests:g}")
        yield " | ".join((f"| {page}", device, *(f"{score:g}" for score in scores), *rest)) + " |"
    for words in dict.fromkeys(words for one in speed.values() for words in one.failed):
        where = (f"{page} ({device})" for (page, device), one in speed.items() if words in one.failed)
        yield f"\n{words}: {', '.join(where)}."


def markup_lines(markup: dict[str, list[str]] | Missing) -> Iterator[str]:
    if isinstance(markup, Missing):
        yield markup.reason
        return
    clean = sum(not messages for messages in markup.values())
    yield f"{clean} of {len(markup)} pages are without a message: all that links lead to, and those that say"
    yield "what is not there."
    for path, messages in markup.items():
        yield from (f"\n`{path}`: {message}" for message in dict.fromkeys(messages))
    yield FILTER.rstrip()
