"""What a benchmark found, written into docs/performance.md: each between its own two marks, the rest stays."""

from __future__ import annotations

from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = DOCS / "performance.md"
HEADING = "# How fast it is\n"


def write(name: str, text: str, *, page: Path = PAGE) -> None:
    """`text` in the place of what stands between `<!-- name -->` and `<!-- /name -->`, else at the end."""
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    said = page.read_text(encoding="utf-8") if page.exists() else HEADING
    before, found, rest = said.partition(begin)
    after = rest.partition(end)[2] if found else "\n"
    spaced = before if found else f"{before.rstrip()}\n\n"
    page.write_text(f"{spaced}{begin}\n{text.strip()}\n{end}{after}", encoding="utf-8")


def table(head: list[str], rows: list[list[str]]) -> str:
    """In Markdown: words on the left of the first column, numbers on the right of the others."""
    rule = ["---", *("---:" for _ in head[1:])]
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, rule, *rows])
