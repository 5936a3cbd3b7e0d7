"""Pages written by hand for the style guide: they go through the real drawing and are in no table."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from django.conf import settings

from articles.facets import VEINS
from articles.models.publication import Publication
from articles.models.reference import Reference
from articles.models.site import SiteSettings
from articles.rendering import render
from articles.snapshot import Block, Question, Snapshot, Topic

SHOWN, CHANGED = datetime(2026, 3, 1, 9, tzinfo=UTC), datetime(2026, 5, 12, 9, tzinfo=UTC)
LATE, AHEAD = date(2026, 6, 1), date(2999, 6, 1)
HASH = "0123456789ab" * 5 + "cdef"
REVIEWED = {"slug": "demo-reviewer", "name": "Demo reviewer", "credentials": "Pharmacist (demonstration role)"}
REVIEWED |= {"on": "2026-05-01", "is_older": True, "since": [{"on": "2026-05-12", "note": "A name was spelt wrongly."}]}
TITLE = "What a page on this site looks like"
LONG = "An article whose title is as long as anybody may want, with Mitragyna speciosa and buprenorphine/naloxone in it"
CITED = '<cite data-key="example2020"></cite>'
BASES = ("trial", "laboratory", "survey", "user", "tradition", "vendor")
LEVELS = ("very-low", "low", "moderate", "high")

PROSE = f"""<h2>What is known</h2><p>A statement ends with its source.{CITED} <span data-basis="survey"></span> The next
one rests on less, and says so. <span data-basis="user"></span> How sure one can be stands beside the answer.
<span data-certainty="low"></span></p><h3>A third level</h3><ul><li>A point of a list.</li><li>Another, with
<a href="/articles/">a link</a>, <strong>weight</strong> and <em>stress</em>.</li></ul>
<blockquote><p>Words of somebody else.</p></blockquote>"""
LADDERS = "".join(f'<li><span data-certainty="{level}"></span> What this level means.</li>' for level in LEVELS)
LABELS = "".join(f'<li><span data-basis="{basis}"></span> What this basis means.</li>' for basis in BASES)
TABLE = f"""<table><caption>A plain table becomes cards where it is narrow.</caption><tbody><tr><th>Source</th>
<th>Amount</th><th>Certainty</th></tr>
<tr><th>A survey{CITED}</th><td>1–3 g</td><td><span data-certainty="low"></span></td></tr>
<tr><th>A trial</th><td>Not stated</td><td><span data-certainty="moderate"></span></td></tr></tbody></table>"""
WIDE = "<table><caption>A wide table scrolls in its frame.</caption><tbody>{}</tbody></table>".format(
    "<tr>" + "".join(f"<th>Measurement-{n}</th>" for n in range(1, 9)) + "</tr>"
    "<tr><th>Mitragynine</th>" + "<td>12,345.6 micrograms</td>" * 7 + "</tr>"
)  # fmt: skip
STEPS = "<p>Six points, in this order.</p><h3>Ask somebody who knows</h3><p>A doctor or a pharmacist.</p>"
STEPS += "<h3>Watch what happens</h3><p>And write it down.</p>"

EFFECTS = [
    {"aspect": aspect, "text": text, "direction": direction, "basis": basis, "references": keys, "as_of": as_of}
    for aspect, text, direction, basis, keys, as_of in (
        ("effect", "calm", "increase", "survey", ["example2020"], "2026-02-01"),
        ("effect", "sleepiness", "mixed", "vendor", [], ""),
        ("use", "pain", "", "user", [], ""),
    )
]
MEASURED = [
    {"compound": "Mitragynine", "value": value, "unit": "mg/g", "method": method, "laboratory": laboratory}
    | {"n": n, "date": date, "references": keys}
    for value, method, laboratory, n, date, keys in (
        ("12.50", "Mean by chromatography", "", "8", "2020-07", ["example2020"]),
        ("3.9", "", "A laboratory with a name of some length", "", "", []),
    )
]
AMOUNTS = [
    {"what": what, "text": text, "basis": basis, "references": keys, "as_of": ""}
    for what, text, basis, keys in (
        ("amount", "Half of those asked took 1 to 3 g", "survey", ["example2020"]),
        ("onset", "Within minutes", "user", ["example2020"]),
    )
]
STRAINS = {
    f"strain:{colour}": {"path": f"strains/{colour}-vein", "title": title, "type": "vein", "colour": colour}
    | {"effects": EFFECTS if colour != "white" else []}
    for colour, title in VEINS.items()
}
SOURCE = {"key": "example2020", "authors": "Example A\nSample B", "title": "An example of a source, which is no study"}
SOURCE |= {
    "container": "Where it would stand",
    "issued": "2020",
    "design": "Survey",
    "finding": "What it found.",
}
FAQ = (
    Question("known", "Is it known?", f"<p>Partly.{CITED}</p>"),
    Question("long", "And what of a question that is so long that it takes two lines on a phone?", "<p>It does.</p>"),
)


def picture() -> dict[str, Any]:
    """One of the frame's own: no upload is needed to show it."""
    widths = (400, 800)
    files = [{"width": w, "height": w * 15 // 16, "name": f"..{settings.STATIC_URL}img/three-{w}.webp"} for w in widths]
    words = {"alt": "Three leaves, white on blue", "decorative": False, "credit": "Drawn for kratominfo"}
    return words | {"licence": "CC BY 4.0", "width": 960, "height": 900, "colour": "#113c68", "renditions": files}


def snapshot(*blocks: Block, **facts: Any) -> Snapshot:
    """An article of these blocks, with all that it may show."""
    person = {"slug": "demo-editor", "name": "Demo editor", "role": "Editor (demonstration role)", "credentials": ""}
    records = {"person:demo": person, "picture:plate": picture(), "reference:example2020": Reference(**SOURCE).says()}
    bare = Snapshot(kind="article", key="specimen", slug="specimen", title=TITLE, blocks=blocks)
    said = replace(bare, **{"standfirst": "One or two sentences say what the reader will learn.", **facts})
    disclaimer = {"text": SiteSettings().disclaimer, "version": 1}
    return said.with_records(records | STRAINS | ({"disclaimer": disclaimer} if said.topics else {}))


def whole(**facts: Any) -> Snapshot:
    """Every kind of block on one page."""
    blocks = (
        Block("keypoints", {"text": "<ul><li>The first thing to know.</li><li>The second.</li></ul>"}),
        Block("richtext", {"text": PROSE}),
        Block("straintable", {"caption": ""}, tuple(STRAINS)),
    )
    topics = (Topic("pain", "pain", "Pain"), Topic("safety", "safety", "Safety"))
    shown = {"topics": topics, "picture": "picture:plate", "shows": ("person:demo",), "faq": FAQ}
    shown |= {"blocks": blocks, **facts}
    return snapshot(*shown.pop("blocks"), **shown)


def strain(type: str = "named", colour: str = "red", **facts: Any) -> Snapshot:
    own = {"type": type, "colour": colour, "vein": f"strain:{colour}", "other_names": "Another name", "origin": "Bali"}
    says = own | {
        "processing": "Dried",
        "effects": EFFECTS,
        "alkaloids": MEASURED,
        "amounts": AMOUNTS,
        "cautions": "<p>With care.</p>",
    }
    title = VEINS[colour] if type == "vein" else f"{colour.capitalize()} specimen"
    shown = {"blocks": (), "shows": (f"strain:{colour}", "person:demo"), "topics": (), "title": title}
    return whole(kind="strain", says=says, **(shown | facts))


def published(said: Snapshot, **facts: Any) -> Publication:
    """As readers get it; `facts` are what only showing and reviewing know."""
    shown = {"first_shown_at": SHOWN, "shown_at": SHOWN, "changed_at": CHANGED, "revision_id": 1, **facts}
    told = {"published": SHOWN, "modified": CHANGED}
    publication = Publication(**shown, **Publication.drawn(render(said), **told))
    publication.sha256 = HASH
    return publication


def topics(*names: str) -> list[SimpleNamespace]:
    return [SimpleNamespace(name=name, slug="specimen", pages=len(name)) for name in names]
