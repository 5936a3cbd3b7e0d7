"""Acts that are not possible now; each message says why and what to do."""

from __future__ import annotations

from articles.gate import Finding


class Refused(Exception):
    """The act is not possible now; the message says why and what to do."""


class Conflict(Refused):
    """Somebody saved the page meanwhile."""


class NotReady(Refused):
    """The gate found what must be mended first: see `findings`."""

    def __init__(self, found: list[Finding]) -> None:
        super().__init__(" ".join(finding.message for finding in found))
        self.findings = found
