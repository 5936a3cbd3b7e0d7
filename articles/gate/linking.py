"""Links lead somewhere and say where; what a page shows of others can be shown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from articles.gate.finding import Finding, Links, texts, warning
from articles.markup import internal_links
from articles.nodes import parse, plain_of
from articles.snapshot import Snapshot

SAYS_NOTHING = {"click", "click here", "here", "learn more", "link", "more", "read more", "see here", "source", "this"}
SAYS_NOTHING |= {"this article", "this link", "this page", "this site", "website"}
ADDRESS = re.compile(r"(https?://|www\.)\S+", re.IGNORECASE)
AROUND = " .,:;!?…»›→>()[]"  # what may stand around the words of a link


def links_lead_somewhere(snapshot: Snapshot, links: Links) -> Iterator[Finding]:
    for place, text in texts(snapshot):
        for path in sorted(internal_links(text)):
            if path in links.dead:
                yield Finding("link", place, f"The link to /{path}/ leads to no page. Correct or remove it.")
            if path in links.waiting:
                yield warning("link", place, f"The link to /{path}/ leads to a page that is not live yet.")


def links_say_where(snapshot: Snapshot, _: Links) -> Iterator[Finding]:
    for place, text in texts(snapshot):
        for said in [plain_of(link) for link in parse(text).iter("a")]:
            if not said:
                yield Finding("link words", place, "A link has no words, so nobody can press it. Write them.")
            elif said.lower().strip(AROUND) in SAYS_NOTHING:
                yield warning("link words", place, f"“{said}” does not say where the link leads.")
            elif ADDRESS.fullmatch(said):
                yield warning("link words", place, f"The words of a link are an address: {said}. Say what is there.")


def strains_are_live(snapshot: Snapshot, _: Links) -> Iterator[Finding]:
    for n, block in enumerate(snapshot.blocks, 1):
        if block.type != "straintable":
            continue
        if not block.shows:
            yield Finding("strains", f"block-{n}", "The strain table is empty. Choose strain profiles or remove it.")
        if any(name not in snapshot.records for name in block.shows):
            yield warning("strains", f"block-{n}", "A strain of this table is not live yet; its row is left out.")
