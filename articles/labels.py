"""Words set beside a statement: what it rests on, and how sure one can be of it."""

from __future__ import annotations

from lxml import html as lxml_html
from lxml.html import HtmlElement

BASIS = {
    "trial": "Trial",
    "laboratory": "Laboratory",
    "survey": "Survey",
    "user": "User reports",
    "tradition": "Tradition",
    "vendor": "Vendor claim",
}
DIRECTION = {
    "increase": "Reported to increase",
    "decrease": "Reported to decrease",
    "mixed": "Reports differ",
    "none": "No difference found",
    "unclear": "Direction unclear",
}
COLOURS = {"red": "Red", "green": "Green", "white": "White"}  # of veins, in the order in which they are told
AMOUNTS = {"amount": "Amount", "onset": "Onset", "duration": "Duration"}
CERTAINTY = {"very-low": "Very low", "low": "Low", "moderate": "Moderate", "high": "High"}  # the levels of GRADE
LABELS = {"data-basis": set(BASIS), "data-certainty": set(CERTAINTY)}


def place_of(colour: str) -> int:
    """Among the colours; where none is said, behind them."""
    order = list(COLOURS)
    return order.index(colour) if colour in order else len(order)


def label(span: HtmlElement) -> None:
    """A basis or a certainty in its own word; a no-break space before it keeps it from beginning a line."""
    basis, certainty = span.get("data-basis", ""), span.get("data-certainty", "")
    if basis in BASIS:
        _say(span, "basis", BASIS[basis])
    elif certainty in CERTAINTY:
        _say(span, "certainty", "")
        for part in _wedge(list(CERTAINTY).index(certainty) + 1, CERTAINTY[certainty]):
            span.append(part)


def ladder(steps: HtmlElement) -> None:
    """A list whose every item begins with a label explains these labels: set in two columns, as class "ladder"."""
    items = [item[0] if len(item) == 1 and item[0].tag == "p" else item for item in steps]
    if not items or not all(_begins_with_label(item) for item in items):
        return
    steps.set("class", "ladder")
    for item in items:
        words = lxml_html.Element("span")
        words.text, item[0].tail = (item[0].tail or "").lstrip(), None
        for part in item[1:]:
            words.append(part)
        item.append(words)
        if item.tag == "p":
            item.drop_tag()


def _begins_with_label(item: HtmlElement) -> bool:
    return len(item) > 0 and item[0].get("class") in ("basis", "certainty") and not (item.text or "").strip()


def _say(span: HtmlElement, name: str, word: str) -> None:
    for child in list(span):
        span.remove(child)
    span.text = word
    span.set("class", name)
    before, parent = span.getprevious(), span.getparent()
    if before is not None:
        before.tail = (before.tail or "").rstrip() + "\u00a0"
    elif (parent.text or "").strip():
        parent.text = parent.text.rstrip() + "\u00a0"


def _wedge(steps: int, word: str) -> tuple[HtmlElement, HtmlElement]:
    """Four squares, `steps` of them printed, and the word; what it is a word of is said where no column says it."""
    wedge = lxml_html.Element("span", {"class": "wedge", "aria-hidden": "true"})
    for step in range(len(CERTAINTY)):
        wedge.append(lxml_html.Element("i", {"class": "on"} if step < steps else {}))
    of = lxml_html.Element("span", {"class": "of"})
    wedge.tail, of.text = word, " certainty"
    return wedge, of
