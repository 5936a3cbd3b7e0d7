"""What must hold before a letter may go out: named rules, all looked at, all told at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from articles import outside
from newsletter import reaching
from newsletter.models.campaign import Campaign
from newsletter.preflight.audience import it_has_its_time, it_tells_of_the_last_correction, somebody_gets_it
from newsletter.preflight.body import articles_are_live, fields_are_filled, has_words, pictures_speak
from newsletter.preflight.finding import Finding, Rule
from newsletter.preflight.form import it_is_small, text_says_the_same
from newsletter.preflight.leaving import leaving_is_encrypted, one_can_leave, one_knows_who_writes
from newsletter.preflight.links import inner_links_lead_somewhere, outer_links, outer_links_answer
from newsletter.preflight.proof import Proof
from newsletter.preflight.records import Resolve, mail_is_vouched_for, records_for
from newsletter.preflight.sender import somebody_sends_it
from newsletter.preflight.subject import it_is_not_the_last_one, the_subject_is_true, there_is_a_preheader
from newsletter.preflight.wording import nothing_is_left_to_write, nothing_is_promised

__all__ = ["RULES", "Finding", "findings"]

Reach = Callable[[Iterable[str]], dict[str, reaching.Answer]]

RULES: tuple[Rule, ...] = (
    the_subject_is_true,
    there_is_a_preheader,
    it_is_not_the_last_one,
    somebody_sends_it,
    has_words,
    articles_are_live,
    pictures_speak,
    fields_are_filled,
    nothing_is_left_to_write,
    nothing_is_promised,
    inner_links_lead_somewhere,
    one_can_leave,
    one_knows_who_writes,
    leaving_is_encrypted,
    it_is_small,
    text_says_the_same,
    somebody_gets_it,
    it_tells_of_the_last_correction,
    it_has_its_time,
)


def findings(campaign: Campaign, *, reach: Reach | None = None, resolve: Resolve | None = None) -> list[Finding]:
    """All that the rules find, in the order of the rules; last what the network says, for which it takes seconds: not
    to be called within a transaction. `reach` asks links, `resolve` asks DNS for the texts of a name."""
    proof = Proof.of(campaign)
    found = [finding for rule in RULES for finding in rule(proof)]
    answers = (reach or reaching.reach)(outer_links(proof))
    found += outer_links_answer(proof, answers)
    found += mail_is_vouched_for(proof, records_for(proof, resolve or outside.texts_of))
    return found
