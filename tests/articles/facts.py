"""A strain profile as plain data, with one row of each kind."""

from __future__ import annotations

from typing import Any

from articles.snapshot import Snapshot

SOURCE = {"key": "clauw2014", "type": "article", "authors": ["Clauw DJ"], "title": "A review", "issued": "2014"}
SOURCE |= dict.fromkeys(("year", "container", "volume", "issue", "pages", "doi", "pmid", "url", "accessed"), "")
SOURCE |= {"design": "Review", "finding": ""}
EFFECT = {"aspect": "effect", "text": "Calm", "direction": "increase", "basis": "survey", "as_of": "2026-03-01"}
EFFECT |= {"references": ["clauw2014"]}
MEASURED = {
    "compound": "Mitragynine",
    "value": "12.50",
    "unit": "mg/g",
    "method": "Mean by HPLC",
    "laboratory": "A lab",
}
MEASURED |= {"n": "8", "date": "2020-07", "references": ["clauw2014"]}
AMOUNT = {"what": "onset", "text": "Within minutes", "basis": "user", "references": ["clauw2014"], "as_of": ""}
DESCRIPTION = "What people report, what a laboratory found, and what nobody knows yet."


def strain(**says: Any) -> Snapshot:
    own = {"type": "named", "colour": "red", "vein": "", "other_names": "", "origin": "", "processing": ""}
    own |= {"cautions": "", "effects": [EFFECT], "alkaloids": [MEASURED], "amounts": [AMOUNT]}
    records = {"reference:clauw2014": SOURCE}
    facts = {"title": "Red specimen", "slug": "red", "description": DESCRIPTION, "records": records}
    return Snapshot(kind="strain", key="k", says=own | says, shows=("reference:clauw2014",), **facts)
