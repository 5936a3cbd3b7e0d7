"""A likely slip in the domain of a big provider: something to ask about, never to mend unasked."""

from __future__ import annotations

from dataclasses import replace

from newsletter.addresses import Address

# Of several that are as near the first counts. Short names such as gmx.de are left out: too much is near them.
PROVIDERS = """
gmail.com yahoo.com hotmail.com outlook.com icloud.com googlemail.com protonmail.com proton.me fastmail.com
yahoo.co.uk yahoo.fr yahoo.de yahoo.es yahoo.it yahoo.co.in hotmail.co.uk hotmail.fr hotmail.de hotmail.es hotmail.it
outlook.de outlook.fr outlook.es comcast.net btinternet.com t-online.de freenet.de posteo.de wanadoo.fr orange.fr
laposte.net libero.it yandex.ru tutanota.com
"""
BIG = PROVIDERS.split()
REAL = {"photon.me", "postea.de", "liberi.it"}  # as near, and somebody's own
SLIPS = {"co", "cm", "om"}  # endings of countries that are "com" typed badly more often than a provider's own


def suggested(address: Address) -> Address | None:
    """The address that was probably meant, where its domain is one slip away from that of a big provider."""
    domain = address.domain
    if domain in BIG or domain in REAL:
        return None
    near = (
        big for big in BIG if _begins_alike(domain, big) and not _is_at_home(domain, big) and _slips(domain, big) == 1
    )
    meant = next(near, None)
    return replace(address, domain=meant) if meant else None


def _begins_alike(typed: str, big: str) -> bool:
    """People hardly ever miss the first letter, and one of them makes mail.com, ymail.com and gmail.com."""
    return typed[:1] == big[:1] or set(typed[:2]) == set(big[:2])


def _is_at_home(typed: str, big: str) -> bool:
    """The same name in another country: hotmail.be beside hotmail.de."""
    name, _, ending = typed.partition(".")
    return name == big.partition(".")[0] and len(ending.rpartition(".")[2]) == 2 and ending not in SLIPS


def _slips(one: str, other: str) -> int:
    """Letters left out, put in, replaced or swapped with their neighbour (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one):
        older, before, row = before, row, [i + 1]
        for j, wanted in enumerate(other):
            least = min(before[j + 1] + 1, row[j] + 1, before[j] + (letter != wanted))
            if i and j and letter == other[j - 1] and one[i - 1] == wanted:
                least = min(least, older[j - 1] + 1)
            row.append(least)
    return row[-1]
