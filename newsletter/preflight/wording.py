"""The words themselves: nothing forgotten, and nothing promised that is not known."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsletter.preflight.finding import Finding, warning
from newsletter.preflight.proof import Proof

PLACEHOLDER = re.compile(r"\blorem ipsum\b|\b(?:TODO|FIXME|TBD|XXX+)\b|\[(?:…|\.\.\.)\]")
# As at the gate of articles, in small: a letter cites nothing, so a sentence has to say who reports it.
PROMISE = re.compile(
    r"\b(cures?|cured|heals?|healed|treats|miracle|risk[- ]free|guarantee[sd]?|proven to|clinically proven"
    r"|no side[- ]effects|without side[- ]effects|(?:completely|perfectly|totally) safe)\b",
    re.IGNORECASE,
)
WITHHELD = re.compile(
    r"\b(not|no|nobody|nothing|never|cannot|whether|if|claim\w*|report\w*)\b|n[’']t\b|\?", re.IGNORECASE
)
SENTENCES = re.compile(r"(?<=[.!?])\s+")


def nothing_is_left_to_write(proof: Proof) -> Iterator[Finding]:
    for found in dict.fromkeys(PLACEHOLDER.findall(f"{proof.subject} {proof.preheader} {proof.words}")):
        yield warning("placeholder", f"“{found}” stands for something that is still to be written.")


def nothing_is_promised(proof: Proof) -> Iterator[Finding]:
    """A sentence that promises more than is known, unless it asks, says who reports it, or says the contrary."""
    own = proof.words.replace(" ".join(proof.site.disclaimer.split()), "")
    for said in dict.fromkeys([proof.subject, proof.preheader, *SENTENCES.split(own)]):
        found = PROMISE.search(said)
        if found and not WITHHELD.search(said.replace(found[0], "")):
            yield warning("promise", f"“{found[0]}” promises more than is known. Say who reports it.")
