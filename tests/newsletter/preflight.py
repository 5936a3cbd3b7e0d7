"""A letter that lacks nothing, and what the check finds when something is taken from it."""

from __future__ import annotations

from typing import Any

from newsletter.models.campaign import Campaign
from newsletter.preflight import Finding, findings
from newsletter.reaching import Answer

TEXT = "<p>Three pages are new this month, and one was corrected.</p>"
SPF = ["v=spf1 include:mail.example.net ~all"]
KEY = ["v=DKIM1; k=rsa; p=MIIB"]
POLICY = ["v=DMARC1; p=none"]
RECORDS = {"example.org": SPF, "news._domainkey.example.org": KEY, "_dmarc.example.org": POLICY}


def found(campaign: Campaign, *, answers: Any = None, records: Any = RECORDS, most: int = 99) -> list[Finding]:
    """Without a word to the network: links answer 200 and DNS says what `records` holds, nothing where it is None."""
    return findings(
        Campaign.objects.get(pk=campaign.pk),
        reach=lambda urls: {url: (answers or {}).get(url, Answer(200)) for url in urls[:most]},
        resolve=lambda name: None if records is None else records.get(name, []),
    )


def names(campaign: Campaign, **network: Any) -> set[tuple[str, str]]:
    """Each finding as (stop, warning or note; its name)."""
    return {(kind(each), each.name) for each in found(campaign, **network)}


def kind(finding: Finding) -> str:
    if finding.is_stop:
        return "stop"
    return "note" if finding.is_note else "warning"


def said(campaign: Campaign, **network: Any) -> str:
    return "\n".join(each.text for each in found(campaign, **network))
