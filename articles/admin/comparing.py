"""Two texts of one page, and on the screen only what changed between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern
from django.utils.timezone import localtime

from articles.admin.page import NUMBER, PageAdmin
from articles.comparison import Change, Comparison, compare
from articles.models import Page, Revision
from articles.snapshot import Snapshot

WORKING = "working"
SECTIONS = {"field": "Title and facts", "block": "Text", "question": "Questions", "record": "Shared records"}


@dataclass(frozen=True)
class Section:
    """Changes of one sort; `name` is what one of them is called. `earlier` and `later` are the anchors of the nearest
    changes in other sections, or nothing."""

    name: str
    changes: tuple[Change, ...]
    earlier: str = ""
    later: str = ""

    @property
    def title(self) -> str:
        return SECTIONS[self.name]

    @property
    def anchors(self) -> list[str]:
        return [f"{self.name}-{index}" for index, change in enumerate(self.changes) if change.is_change]


@dataclass(frozen=True)
class Sides:
    """Both snapshots, and what their readers call them."""

    before: Snapshot
    after: Snapshot
    before_name: str = "Before"
    after_name: str = "After"

    @cached_property
    def comparison(self) -> Comparison:
        return compare(self.before, self.after)

    @cached_property
    def sections(self) -> list[Section]:
        """Fields that are empty on both sides are left out, and so is what has nothing to show."""
        bare = [Section(name, _said(part)) for name, part in zip(SECTIONS, self.comparison.parts, strict=True)]
        filled = [section for section in bare if section.changes]
        anchors = [section.anchors for section in filled]
        ways = [(sum(anchors[:n], []), sum(anchors[n + 1 :], [])) for n in range(len(filled))]
        return [
            Section(section.name, section.changes, earlier=(past or [""])[-1], later=(coming or [""])[0])
            for section, (past, coming) in zip(filled, ways, strict=True)
        ]

    @property
    def first(self) -> str:
        """The anchor of the first change."""
        return next((anchor for section in self.sections for anchor in section.anchors), "")

    @property
    def summary(self) -> str:
        """ "3 blocks changed, 1 added; 1 question removed"."""
        return "; ".join(filter(None, map(_counted, self.sections)))


def _said(part: tuple[Change, ...]) -> tuple[Change, ...]:
    return tuple(change for change in part if change.is_change or change.pieces or change.before)


def _counted(section: Section) -> str:
    counts = Counter(change.kind for change in section.changes if change.is_change)
    return ", ".join(_numbers(section.name, counts))


def _numbers(name: str, counts: Counter[str]) -> Iterator[str]:
    for number, (kind, count) in enumerate(counts.items()):
        noun = "" if number else f"{name}{'s' if count > 1 else ''} "
        yield f"{count} {noun}{kind}"


@dataclass(frozen=True)
class End:
    """One side of a comparison, as the address names it; without `revision` it is the working copy."""

    page: Page
    revision: Revision | None

    @property
    def name(self) -> str:
        return (
            f"Revision of {localtime(self.revision.created_at):%-d %B %Y, %H:%M}" if self.revision else "Working copy"
        )

    @property
    def value(self) -> str:
        return str(self.revision.pk) if self.revision else WORKING

    @cached_property
    def snapshot(self) -> Snapshot:
        return self.revision.snapshot if self.revision else self.page.snapshot()


class Comparing(PageAdmin):
    def get_urls(self) -> list[URLPattern]:
        return [self.screen("compare", self.compare, "history/compare"), *super().get_urls()]

    def compare(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """`?from=` and `to=` are keys of revisions or "working"; at first, what readers see and the working copy."""
        page = self.page_for(request, object_id, may="view")
        before = self.end(page, request.GET.get("from") or self.shown_or_last(page))
        after = self.end(page, request.GET.get("to") or WORKING)
        sides = Sides(before.snapshot, after.snapshot, before.name, after.name)
        context = self.about(request, page, "Compare", sides=sides, ends=[before, after])
        return TemplateResponse(request, "admin/articles/compare.html", context)

    def end(self, page: Page, value: str) -> End:
        return End(page, None if value == WORKING else self.revision_of(page, value))

    def shown_or_last(self, page: Page) -> str:
        """What readers see, else what was frozen last, else nothing but the working copy."""
        live = getattr(page, "publication", None)
        last = page.revisions.values_list("pk", flat=True).first() if live is None else live.revision_id
        return str(last or WORKING)

    def revision_of(self, page: Page, key: str | int) -> Revision:
        """404 where it is no revision of this page."""
        found = page.revisions.select_related("created_by").filter(pk=key) if NUMBER.fullmatch(str(key)) else []
        for revision in found:
            return revision
        raise Http404("This page has no such revision.")


def name_of(revision: Revision) -> str:
    return f"Revision of {localtime(revision.created_at):%-d %B %Y, %H:%M}"
