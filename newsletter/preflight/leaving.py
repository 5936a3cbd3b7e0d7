"""What the law and the mail services ask of every letter: the way out, twice in sight and once for machines, and who
writes from where."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings

from newsletter.preflight.finding import Finding
from newsletter.preflight.proof import Proof

ONE_CLICK = "List-Unsubscribe=One-Click"


def one_can_leave(proof: Proof) -> Iterator[Finding]:
    """RFC 2369, RFC 8058, CAN-SPAM: with the very same link in the header and in both bodies."""
    said = str(proof.message["List-Unsubscribe"] or "").strip()
    link = said[1:-1] if said.startswith("<") and said.endswith(">") else ""
    if not link or proof.message["List-Unsubscribe-Post"] != ONE_CLICK:
        text = "The header by which mail programs unsubscribe is missing. Ask whoever keeps the letter's templates."
        yield Finding("one-click", text)
    for name, body in (("HTML", proof.html), ("text", proof.text)):
        if not link or link not in body:
            text = f"The {name} of the letter has no link to leave. Ask whoever keeps the letter's templates."
            yield Finding("unsubscribe", text)


def one_knows_who_writes(proof: Proof) -> Iterator[Finding]:
    lines = [_squeezed(line) for line in proof.site.postal_address.splitlines() if line.strip()]
    if not lines:
        yield Finding(
            "postal address", "There is no postal address, which the law asks for. Write it in the site settings."
        )
        return
    for name, body in (("HTML", proof.words), ("text", proof.text)):
        if not all(line in _squeezed(body) for line in lines):
            text = f"The {name} of the letter lacks the postal address. Ask whoever keeps the letter's templates."
            yield Finding("postal address", text)


def leaving_is_encrypted(proof: Proof) -> Iterator[Finding]:
    if urlsplit(settings.SITE_URL).scheme != "https" and not settings.LOCAL:
        text = (
            "The site's address is not https, so no mail program would offer to unsubscribe. An operator sets SITE_URL."
        )
        yield Finding("https", text)


def _squeezed(text: str) -> str:
    """Without spaces and commas, which lines are wrapped and joined by."""
    return "".join(text.replace(",", "").split())
