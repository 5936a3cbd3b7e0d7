"""Strains as a set to take away: CSV with a line for each report (RFC 4180), or JSON."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Any

from django.utils.timezone import localdate

from articles.facets import Profile
from articles.labels import BASIS

COLUMNS = ("strain", "address", "kind", "vein colour", "other names", "said to come from")
COLUMNS += ("aspect", "report", "direction", "basis", "sources", "as of", "changed", "licence")
ASPECTS = {"effect": "reported effect", "use": "reported for"}
RISKY = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for a formula at the start of a cell


def in_csv(profiles: Iterable[Profile], *, origin: str, licence: str) -> str:
    """A strain of which nothing is reported has one line, so that it is not left out."""
    written = StringIO()
    lines = csv.writer(written, lineterminator="\r\n")
    lines.writerow(COLUMNS)
    for profile in profiles:
        for line in _lines(profile, origin):
            lines.writerow([harmless(cell) for cell in (*line, localdate(profile.changed_at).isoformat(), licence)])
    return written.getvalue()


def in_json(profiles: list[Profile], *, origin: str, licence: str) -> dict[str, Any]:
    """`date` is the day on which one of them last changed, so that the same set is the same text."""
    dates = sorted(localdate(profile.changed_at).isoformat() for profile in profiles)
    strains = [_strain(profile, origin) for profile in profiles]
    return {"licence": licence, "source": f"{origin}/strains/", "date": dates[-1] if dates else "", "strains": strains}


def harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(RISKY) else cell


def _lines(profile: Profile, origin: str) -> Iterator[tuple[str, ...]]:
    card = profile.card
    own = (
        profile.title,
        f"{origin}/{profile.path}/",
        card["type"],
        card["colour"],
        card["other_names"],
        card["origin"],
    )
    for effect in card["effects"]:
        basis = BASIS.get(effect["basis"], "")
        sources = " ".join(f"{origin}/references/{key}/" for key in effect["references"])
        told = (ASPECTS[effect["aspect"]], effect["text"], effect.get("direction", ""), basis, sources)
        yield (*own, *told, effect.get("as_of", ""))
    if not card["effects"]:
        yield (*own, *[""] * 6)


def _strain(profile: Profile, origin: str) -> dict[str, Any]:
    card = profile.card
    own = {name: card[name] for name in ("type", "colour", "other_names", "origin")}
    return {
        "title": profile.title,
        "url": f"{origin}/{profile.path}/",
        **own,
        "changed": localdate(profile.changed_at).isoformat(),
        "reports": card["effects"],
    }
