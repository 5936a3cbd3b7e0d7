"""Revisions that wait in the wings: drawn for a renewal, part of no history before all pages turn to theirs at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef

from articles.models.embedding import Said
from articles.models.publication import LONG, Publication
from articles.models.revision import RENEWED, Revision, RevisionQuerySet, digest_of
from articles.sharing import share_of
from articles.snapshot import digest

KEPT = ("note", "is_major", "overridden", "override_reason")  # by what waits for its hour
RENEWED_FACTS: dict[str, Any] = {"note": RENEWED, "is_major": False, "overridden": [], "override_reason": ""}
TOLD = ("first_shown_at", "changed_at", "reviewed")
DRAWN = ("path", "kind", "title", "card", "contents", "jsonld", "text", "html")  # of a publication
SAID = ("version", "sha256", "note", "is_major", "overridden", "override_reason", "content", "html")  # of a revision


class PreparedQuerySet(models.QuerySet["Prepared"]):
    def waiting(self, name: str) -> PreparedQuerySet:
        return self.filter(name=name, revision=None)

    def sound(self, name: str, said: Said) -> PreparedQuerySet:
        """Those in which the record says what it says now, for a revision that still stands where it stood."""
        live = Exists(Publication.objects.filter(revision=OuterRef("old")))
        rows = self.waiting(name).filter(said=digest(said)).annotate(is_live_now=live)
        return rows.filter(is_live=models.F("is_live_now"))


class Prepared(models.Model):
    """What `old` becomes once the record `name` says `said` (a digest), and what its publication shows then. `told` is
    a digest of what machines were told of the page's dates; `revision` is there from the turn until the last work is
    done."""

    name = models.CharField(max_length=100)
    said = models.CharField(max_length=64)
    old = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    page = models.ForeignKey("Page", on_delete=models.CASCADE, related_name="+")
    revision = models.ForeignKey(Revision, null=True, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    is_live = models.BooleanField()
    has_more = models.BooleanField()  # rows beside the publication, or a share picture, that change as well
    told = models.CharField(max_length=64, blank=True)
    embeds = models.JSONField()
    version = models.PositiveIntegerField(null=True)
    sha256 = models.CharField(max_length=64)
    note = models.CharField(max_length=300, blank=True)
    is_major = models.BooleanField()
    overridden = models.JSONField()
    override_reason = models.CharField(max_length=300, blank=True)
    path = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=200, blank=True)
    card = models.JSONField(default=dict)
    contents = models.JSONField(default=list)
    jsonld = models.TextField(blank=True)
    text = models.TextField(blank=True)
    content = models.JSONField()
    html = models.TextField()

    objects = PreparedQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name_plural = "prepared"
        constraints = [models.UniqueConstraint(fields=["name", "said", "old"], name="prepared_once")]

    def __str__(self) -> str:
        return f"{self.old} with {self.name}"

    @classmethod
    def prepare(cls, olds: Iterable[Revision], name: str, said: Said, *, by_id: int) -> None:
        """Draw what `olds` become, each with the publication that shows it, and keep it out of sight."""
        rows = [cls.of(old, name, said, by_id=by_id) for old in olds]
        cls.objects.bulk_create(rows, ignore_conflicts=True)  # somebody else may prepare the same

    @classmethod
    def of(cls, old: Revision, name: str, said: Said, *, by_id: int) -> Prepared:
        """The same text with today's record, in the same version of the page. One that waits for its hour is still to
        be shown for the reason that its editor gave."""
        publication = getattr(old, "publication", None)
        facts = {each: getattr(old, each) for each in KEPT}
        facts |= RENEWED_FACTS if publication else {}
        kept = {known: says for known, says in old.snapshot.records.items() if known != name}
        fresh = Revision.drawn(
            old.snapshot.with_records(kept | said), page_id=old.page_id, version=old.version, **facts
        )
        own = {each: getattr(fresh, each) for each in SAID}
        return cls(
            name=name,
            said=digest(said),
            old=old,
            page_id=old.page_id,
            by_id=by_id,
            is_live=publication is not None,
            has_more=publication is not None and has_more(old, fresh),
            told=told(publication.told) if publication else "",
            embeds={known: digest_of(fresh.snapshot.records.get(known)) for known in sorted(fresh.snapshot.embedded)},
            **own | (Publication.drawn_now(fresh, **publication.told) if publication else {}),
        )


def told(facts: dict[str, Any]) -> str:
    """A digest of what machines are told of a publication's dates and review."""
    return digest({name: str(value) for name, value in facts.items()})


def has_more(old: Revision, fresh: Revision) -> bool:
    """Whether more of a live page changes than its own columns: rows beside it, or its share picture."""
    return beside(old) != beside(fresh) or share_of(old.snapshot) != share_of(fresh.snapshot)


def beside(revision: Revision) -> list[Any]:
    """All that rows beside a publication are made of."""
    drawing, records = revision.rendering, revision.snapshot.records
    keys = {name: (says.get("key"), says.get("slug"), says.get("name")) for name, says in records.items()}
    return [drawing.path, drawing.kind, drawing.title, drawing.text, drawing.questions, drawing.facts, keys]


def stale(name: str, said: Said) -> RevisionQuerySet:
    """Live and waiting revisions that say something else of the record `name`."""
    return Revision.objects.waiting_or_live().not_saying(name, said.get(name)).order_by("page_id", "pk")


def unprepared(name: str, said: Said) -> RevisionQuerySet:
    """Those of them for which nothing is prepared."""
    ready = Prepared.objects.sound(name, said).values("old")
    long = [f"publication__{column}" for column in LONG]
    return stale(name, said).exclude(pk__in=ready).select_related("publication").defer(*long)


def drop_unsound(name: str, said: Said) -> None:
    """Forget what was prepared of something else than is said now, or of what stands no longer where it stood."""
    waiting = Prepared.objects.waiting(name)
    sound = Prepared.objects.sound(name, said).filter(old__in=stale(name, said).order_by().values("pk"))
    waiting.exclude(pk__in=sound.values("pk")).delete()
    lights = Publication.objects.filter(revision__in=waiting.values("old")).only("revision", *TOLD)
    now = {light.revision_id: told(light.told) for light in lights}
    was = waiting.filter(is_live=True).values_list("pk", "old_id", "told")
    waiting.filter(pk__in=[pk for pk, old, digest in was if now.get(old) != digest]).delete()
