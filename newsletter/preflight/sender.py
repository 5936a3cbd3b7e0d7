"""Who sends it, and who gets the answers."""

from __future__ import annotations

from collections.abc import Iterator

from newsletter.preflight.finding import Finding
from newsletter.preflight.proof import Proof, mailbox

NOWHERE = (".localhost", ".localdomain", ".local", ".internal", ".invalid", ".test", ".example")


def somebody_sends_it(proof: Proof) -> Iterator[Finding]:
    campaign, typed = proof.campaign, proof.campaign.sender_email or proof.site.sender_email
    where = "here" if campaign.sender_email else "in the site settings"
    if not proof.sender:
        text = f"The sender address {where} is “{typed}”, which no mail server can write to. Correct it."
        yield Finding("sender", text)
    elif f".{proof.sender.domain}".endswith(NOWHERE):
        text = f"The sender address {where} is “{typed}”, which exists on no mail server. Set one of your own domain."
        yield Finding("sender", text)
    if campaign.reply_to and not mailbox(campaign.reply_to):
        yield Finding("answers", f"Answers would go to “{campaign.reply_to}”, which is no address. Correct it.")
