"""Where a record or a strain is used, for whoever may see the pages; what is used is not deleted."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils.safestring import SafeString

from articles.admin.confirming import Confirming
from articles.admin.kind import admin_of, kinds_for
from articles.admin.outcome import numbered
from articles.models import Amendment, Page
from articles.models.use import Use
from articles.paging import paged

A_PAGE = 20
MOST_NAMED = 5


class Using(Confirming):
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.used)
        return [path("<path:object_id>/used/", view, name=f"articles_{self.opts.model_name}_used"), *super().get_urls()]

    def used(self, request: HttpRequest, object_id: str) -> HttpResponse:
        record = self.record_for(request, object_id, may="view")
        context = self.told(request, record, "Where it is used") | places(request, Use(record))
        return TemplateResponse(request, "admin/articles/used.html", context)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Refused with the list of what uses it; looked at again in the transaction that deletes."""
        record = self.get_object(request, object_id)
        if record is None or not self.has_delete_permission(request, record):
            return super().delete_view(request, object_id, extra_context)
        with transaction.atomic():
            list(type(record)._base_manager.select_for_update().filter(pk=record.pk))
            use = Use(record)
            if not use.is_any():
                return super().delete_view(request, object_id, extra_context)
            context = self.told(request, record, "Delete") | places(request, use)
            return TemplateResponse(
                request, "admin/articles/still_used.html", context, status=409 if request.method == "POST" else 200
            )

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        Amendment.objects.filter(name=obj.embed_name).delete()
        super().delete_model(request, obj)

    def use_of(self, record: Any) -> str | SafeString:
        """For a form: how many places there are, the first live ones by name, and the way to all of them."""
        use = Use(record)
        live = list(use.live[: MOST_NAMED + 1])
        context = {
            "live": live[:MOST_NAMED],
            "live_count": len(live) if len(live) <= MOST_NAMED else use.live.count(),
            "waiting_count": use.waiting.count(),
            "draft_count": use.drafts.count(),
            "address": self.screen_of(record, "used"),
        }
        return render_to_string("admin/articles/_used.html", context)


def places(request: HttpRequest, use: Use) -> dict[str, Any]:
    """All that uses it, in screens; of pages that this person may not see only the number."""
    kinds = kinds_for(request)
    sections = [("live", "Live pages", use.live), ("waiting", "Texts that wait", use.waiting)]
    sections += [("drafts", "Working copies that differ from what readers see", use.drafts)]
    return {
        "sections": [section(request, kinds, *each) for each in sections],
        "past": use.past.count(),
        "others": [(other, way_to(request, other)) for other in use.others()],
        "is_used": use.is_any(),
    }


def section(
    request: HttpRequest, kinds: list[str], name: str, title: str, rows: models.QuerySet[Any]
) -> dict[str, Any]:
    total = rows.count()
    seen = rows if name == "live" else rows.filter(kind__in=kinds)
    count = total if name == "live" else seen.count()
    shown = paged(seen, numbered(request, name), count=count, size=A_PAGE)
    links = [(row, way_of(row)) for row in shown["paging"]]
    return shown | {"name": name, "title": title, "total": total, "hidden": total - count, "rows": links}


def way_of(row: Any) -> str:
    """To the page as readers have it, or to its working copy."""
    if isinstance(row, Page):
        return admin_of(row).address("change", row) if not row.trashed_at else reverse("admin:articles_trash")
    return reverse("read", args=[row.path])


def way_to(request: HttpRequest, other: models.Model) -> str:
    """The screen of something that is no page, or nothing where there is none for this person."""
    label = f"{other._meta.app_label}_{other._meta.model_name}"
    if not request.user.has_perm(f"{other._meta.app_label}.view_{other._meta.model_name}"):
        return ""
    try:
        return reverse(f"admin:{label}_change", args=[other.pk])
    except NoReverseMatch:
        return ""
