"""What DNS says of the sender's domain: SPF (RFC 7208), DKIM (RFC 6376) and DMARC (RFC 7489). Without them large mail
services refuse a newsletter."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings

from newsletter.preflight.finding import Finding, note, warning
from newsletter.preflight.proof import Proof
from newsletter.preflight.sender import NOWHERE

Resolve = Callable[[str], list[str] | None]  # the texts of a name; None where DNS is silent
Records = dict[str, list[str] | None]
AT_ONCE = 8
ASK = "Ask whoever keeps the domain."


def records_for(proof: Proof, resolve: Resolve) -> Records:
    """All that the rules below want to know, asked at the same time."""
    names = list(dict.fromkeys(_names(proof)))
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="records") as pool:
        return dict(zip(names, pool.map(resolve, names), strict=True))


def mail_is_vouched_for(proof: Proof, records: Records) -> Iterator[Finding]:
    if not records:
        return
    if all(said is None for said in records.values()):
        yield note("DNS", "DNS does not answer here, so SPF, DKIM and DMARC were not checked.")
        return
    yield from _spf(envelope_of(proof), records)
    yield from _dkim(proof, records)
    yield from _dmarc(proof, records)


def _names(proof: Proof) -> Iterator[str]:
    """None for a sender that is nobody's: that is told already."""
    if proof.sender is None or f".{proof.sender.domain}".endswith(NOWHERE):
        return
    yield envelope_of(proof)
    yield from _keys(proof)
    yield from (f"_dmarc.{domain}" for domain in upwards(proof.sender.domain))


def envelope_of(proof: Proof) -> str:
    """The domain that the mail server is told: where bounces go."""
    domain = settings.NEWSLETTER_BOUNCE_ADDRESS.rpartition("@")[2].lower()
    return domain or (proof.sender.domain if proof.sender else "")


def upwards(domain: str) -> list[str]:
    """The domain and those above it, down to two labels: DMARC may stand at any of them."""
    labels = domain.split(".")
    return [".".join(labels[start:]) for start in range(len(labels) - 1)]


def _keys(proof: Proof) -> list[str]:
    domain = proof.sender.domain if proof.sender else ""
    return [f"{selector}._domainkey.{domain}" for selector in settings.NEWSLETTER_DKIM_SELECTORS]


def _spf(domain: str, records: Records) -> Iterator[Finding]:
    said = records.get(domain)
    if said is None:
        yield note("SPF", f"DNS does not tell the SPF record of {domain}: not checked.")
        return
    found = [text for text in said if text.lower().split(" ")[0] == "v=spf1"]
    if not found:
        yield warning("SPF", f"{domain} has no SPF record, so nobody knows which servers may send for it. {ASK}")
    elif len(found) > 1:
        yield warning("SPF", f"{domain} has {len(found)} SPF records, which count as none. {ASK}")
    elif found[0].lower().split() == ["v=spf1", "-all"]:
        yield warning("SPF", f"The SPF record of {domain} says that no server may send for it. {ASK}")


def _dkim(proof: Proof, records: Records) -> Iterator[Finding]:
    keys = _keys(proof)
    if not keys:
        text = "DKIM was not checked: an operator names its selectors in NEWSLETTER_DKIM_SELECTORS."
        yield note("DKIM", text)
    for name in keys:
        said = records.get(name)
        if said is None:
            yield note("DKIM", f"DNS does not tell {name}: not checked.")
        elif not any(tags(text).get("p") for text in said):
            yield warning("DKIM", f"There is no key at {name}, so nobody can verify the letter's signature. {ASK}")


def _dmarc(proof: Proof, records: Records) -> Iterator[Finding]:
    domain = proof.sender.domain if proof.sender else ""
    asked = [(each, records.get(f"_dmarc.{each}")) for each in upwards(domain)]
    for place, said in asked:
        found = [tags(text) for text in said or [] if text.lower().replace(" ", "").startswith("v=dmarc1")]
        if len(found) == 1:
            yield from _alignment(proof, place, found[0])
            return
    if any(said is None for _, said in asked):
        yield note("DMARC", f"DNS does not tell the DMARC record of {domain}: not checked.")
    else:
        yield warning("DMARC", f"{domain} has no DMARC record, which Gmail, Yahoo and Microsoft ask for. {ASK}")


def _alignment(proof: Proof, place: str, policy: dict[str, str]) -> Iterator[Finding]:
    """The domain that readers see and the one of the envelope must go together (RFC 7489 §3.1)."""
    seen, envelope = proof.sender.domain if proof.sender else "", envelope_of(proof)
    is_strict = policy.get("aspf", "r").lower() == "s"
    is_within = envelope == place or envelope.endswith(f".{place}")
    if envelope != seen and (is_strict or not is_within):
        text = f"Bounces go to {envelope}, which is not aligned with {seen}: DMARC then rests on DKIM alone. {ASK}"
        yield warning("alignment", text)


def tags(text: str) -> dict[str, str]:
    """ "v=DMARC1; p=none" as a dictionary."""
    pairs = (tag.partition("=") for tag in text.split(";"))
    return {name.strip().lower(): "".join(value.split()) for name, _, value in pairs if name.strip()}
