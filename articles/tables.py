"""Editors' tables: headers with their scope, cells that can become cards, a frame that wide ones scroll in."""

from __future__ import annotations

from lxml import html as lxml_html
from lxml.html import HtmlElement

from articles.nodes import plain_of

NARROWEST = 68  # letters beside each other in the narrowest frame whose rows are no cards: 34rem
BETWEEN = 3  # letters' room between two columns


def frame(table: HtmlElement) -> None:
    """Headers get their scope, cells the words of their column (cards on a phone), the whole a frame. A table that may
    be wider than the frame scrolls in it, and the frame can be reached by keyboard."""
    rows = list(table.iter("tr"))
    for cell in table.iter("th", "td"):
        _unwrap(cell)
    is_wide = _width(rows) > NARROWEST
    _name(table, rows)
    sheet = lxml_html.Element("div", {"class": "sheet bleed wide" if is_wide else "sheet"})
    if is_wide:
        caption = table.find("caption")
        label = plain_of(caption) if caption is not None else "Wide table"
        for name, value in {"role": "region", "tabindex": "0", "aria-label": label}.items():
            sheet.set(name, value)
    sheet.tail, table.tail = table.tail, None
    table.getparent().replace(table, sheet)
    sheet.append(table)


def _name(table: HtmlElement, rows: list[HtmlElement]) -> None:
    columns = [plain_of(cell) for cell in rows[0]] if rows and all(cell.tag == "th" for cell in rows[0]) else []
    if columns:
        head = lxml_html.Element("thead")
        head.append(rows.pop(0))
        table.insert(1 if table.find("caption") is not None else 0, head)
        for cell in head.iter("th"):
            cell.set("scope", "col")
    for row in rows:
        for column, cell in zip(columns + [""] * len(row), row, strict=False):
            cell.set(*(("scope", "row") if cell.tag == "th" else ("data-label", column)))


def _width(rows: list[HtmlElement]) -> int:
    """In letters, when every line of a cell holds one word only."""
    cells = [[max(map(len, plain_of(cell).split()), default=0) for cell in row] for row in rows]
    columns = max(map(len, cells), default=0)
    longest = [max((row[n] for row in cells if n < len(row)), default=0) for n in range(columns)]
    return sum(longest) + BETWEEN * (columns - 1)


def _unwrap(cell: HtmlElement) -> None:
    """A cell that holds one paragraph holds its words instead."""
    if len(cell) == 1 and cell[0].tag == "p" and not (cell.text or "").strip():
        cell[0].drop_tag()
