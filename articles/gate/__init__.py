"""What must hold before a snapshot may go out: named rules, all looked at, all told at once."""

from __future__ import annotations

from articles.gate.finding import Finding, Links, Rule
from articles.gate.linking import links_lead_somewhere, links_say_where, strains_are_live
from articles.gate.sources import (
    a_strain_belongs_to_a_vein_type,
    amounts_name_their_source,
    an_article_has_sources,
    citations_resolve,
    effects_have_basis,
    measurements_are_whole,
    sources_of_facts_resolve,
)
from articles.gate.structure import (
    callouts_are_rare,
    has_words,
    headings_descend,
    pictures_speak,
    questions_are_asked,
    tables_have_headers,
)
from articles.gate.wording import nothing_is_left_to_write, nothing_is_promised, search_engines_are_served
from articles.snapshot import Snapshot

__all__ = ["RULES", "Finding", "Links", "findings"]

RULES: tuple[Rule, ...] = (
    has_words,
    nothing_is_left_to_write,
    citations_resolve,
    an_article_has_sources,
    a_strain_belongs_to_a_vein_type,
    effects_have_basis,
    measurements_are_whole,
    amounts_name_their_source,
    sources_of_facts_resolve,
    pictures_speak,
    headings_descend,
    tables_have_headers,
    questions_are_asked,
    links_lead_somewhere,
    links_say_where,
    strains_are_live,
    callouts_are_rare,
    nothing_is_promised,
    search_engines_are_served,
)


def findings(snapshot: Snapshot, links: Links | None = None) -> list[Finding]:
    """All that the rules find, in the order of the rules."""
    return [finding for rule in RULES for finding in rule(snapshot, links or Links())]
