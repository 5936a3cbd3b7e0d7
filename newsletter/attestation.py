"""One person's proof of consent as it is shown to whoever asks for it: the exact words, the very page, the moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from articles.models.publication import Publication
from articles.models.revision import Revision
from articles.models.site import Wording
from newsletter.models.ask import Ask
from newsletter.models.consent import ConsentEvent
from newsletter.models.evidence import Evidence
from newsletter.models.subscriber import Subscriber

SHORT = 12  # hex digits of a hash that tell it from others


@dataclass(frozen=True)
class Seen:
    """What somebody saw when they acted: the words as they stood, and the page at an address of its own, where it still
    can be shown. `gaps` says plainly what is not known."""

    record: ConsentEvent | Ask
    words: str
    worded_at: datetime | None
    page: str
    is_day: bool  # of the page only the day is known, not the revision
    gaps: list[str]

    @property
    def network(self) -> str:
        return self.record.network[:SHORT]


def proof_of(subscriber: Subscriber) -> tuple[list[Seen], list[Seen]]:
    """Every event of a person and every ask that is still kept, in order; a bounded number of queries."""
    events = list(subscriber.events.select_related("by"))
    asks = list(subscriber.asks.all())
    book = Book([*events, *asks])
    return [book.seen(event) for event in events], [book.seen(ask) for ask in asks]


class Book:
    """Where words and pages of some records are looked up, all at once."""

    def __init__(self, records: list[ConsentEvent | Ask]) -> None:
        versions = {record.wording for record in records if record.wording}
        wordings = Wording.objects.filter(purpose="consent", version__in=versions)
        self.wordings = {wording.version: wording for wording in wordings}
        live = Publication.objects.filter(page__addresses__path__in={record.page for record in records if record.page})
        self.live = dict(live.values_list("page__addresses__path", "path"))
        revisions = Revision.objects.filter(pk__in={record.revision for record in records if record.revision})
        self.hashes = dict(revisions.values_list("pk", "sha256"))

    def seen(self, record: ConsentEvent | Ask) -> Seen:
        wording = self.wordings.get(record.wording or 0)
        page, is_day = self._page_of(record)
        words, worded_at = (wording.text, wording.created_at) if wording else ("", None)
        return Seen(record, words, worded_at, page, is_day, list(_gaps(record, has_words=bool(words), page=page)))

    def _page_of(self, record: Evidence) -> tuple[str, bool]:
        """Readers' own address of that very version; of the day, where only that is known; or nothing."""
        path, digest = self.live.get(record.page, ""), self.hashes.get(record.revision or 0, "")
        if not path:
            return "", False
        origin = settings.SITE_URL.rstrip("/")
        if digest:
            return origin + reverse("pinned", kwargs={"path": path, "hash": digest[:SHORT]}), False
        day = timezone.localdate(_looked_at(record))
        return origin + reverse("past", kwargs={"path": path, "day": day}), True


def _gaps(record: ConsentEvent | Ask, *, has_words: bool, page: str) -> Iterator[str]:
    is_consent = isinstance(record, ConsentEvent) and record.kind != ConsentEvent.Kind.LEFT
    if is_consent and not has_words:
        yield "Which words were shown is not known."
    if is_consent and not record.page and record.kind != ConsentEvent.Kind.MOVED:  # that has a page of its own
        yield "The page is not known, or it was the newsletter’s own."
    if record.page and not page:
        yield "The page is not open to readers now, so that its past cannot be shown here."
    if record.page and not record.revision:
        yield "Which version of the page was shown is not known."
    if not record.network:
        yield "From which network it came is not known."


def _looked_at(record: Evidence) -> datetime:
    return record.asked_at or record.happened_at
