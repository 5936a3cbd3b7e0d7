"""Who gets it, and when."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from newsletter.corrections import is_outdated
from newsletter.preflight.finding import Finding
from newsletter.preflight.proof import Proof


def somebody_gets_it(proof: Proof) -> Iterator[Finding]:
    if not proof.has_audience:
        segment = proof.campaign.segment
        if proof.campaign.corrects_id:
            yield Finding("audience", "Nobody is left who got the old words and was not told, so nobody would get it.")
            return
        who = f"Nobody is in the segment “{segment}” now" if segment else "Nobody subscribes yet"
        yield Finding("audience", f"{who}, so nobody would get the letter.")


def it_tells_of_the_last_correction(proof: Proof) -> Iterator[Finding]:
    if proof.campaign.corrects_id and is_outdated(proof.campaign):
        text = "The page was corrected once more since this was drafted. Cancel this notice and draft a new one."
        yield Finding("correction", text)


def it_has_its_time(proof: Proof) -> Iterator[Finding]:
    start, end = proof.campaign.send_at, proof.campaign.send_until
    if end and start and end <= start:
        yield Finding(
            "hours", "It may not go out after an hour that lies before the one it starts at. Correct one of them."
        )
    elif end and end <= timezone.now():
        yield Finding("hours", "The hour after which nothing goes out is past, so nothing would. Choose a later one.")
