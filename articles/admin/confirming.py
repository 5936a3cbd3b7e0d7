"""The second look at a changed record: what it changes on which pages, then confirm or cancel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.text import capfirst

from articles.admin.amending import Amending
from articles.admin.outcome import outcome
from articles.admin.renewing import followed
from articles.models import Amendment, Conflict, Refused
from articles.models.amendment import Columns, Shared, columns, fingerprint, fingerprint_of, said_by, take
from articles.words import Piece, pieces


@dataclass(frozen=True)
class Told:
    """A field of a record, before and after."""

    label: str
    pieces: tuple[Piece, ...]


class Confirming(Amending):
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.confirm)
        name = f"articles_{self.opts.model_name}_confirm"
        return [path("<path:object_id>/confirm/", view, name=name), *super().get_urls()]

    def confirm(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What this person typed of the record and has not confirmed yet."""
        record = self.record_for(request, object_id)
        amendment = self.amendment_of(request, record)
        if amendment is None:
            self.message_user(request, "Nothing that you typed is waiting here.", messages.INFO)
            return HttpResponseRedirect(self.screen_of(record, "change"))
        if request.method != "POST" or request.POST.get("typed") != str(amendment.pk):
            return self.asked(request, record, amendment, status=200 if request.method != "POST" else 409)
        if "_cancel" in request.POST:
            amendment.delete()
            self.message_user(request, "Nothing was saved. What you typed is gone.", messages.INFO)
            return HttpResponseRedirect(self.screen_of(record, "change"))
        return self.confirmed(request, record, amendment)

    def record_for(self, request: HttpRequest, object_id: str, *, may: str = "change") -> Any:
        """404 where there is none, 403 for somebody who may not `may` it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404("There is no such record.")
        if not getattr(self, f"has_{may}_permission")(request, record):
            raise PermissionDenied
        return record

    def told(self, request: HttpRequest, record: Any, title: str) -> dict[str, Any]:
        """What the template of a screen is told."""
        context = {**self.admin_site.each_context(request), "title": title, "opts": self.opts}
        return context | {"record": str(record), "address": self.screen_of(record, "change")}

    def confirmed(self, request: HttpRequest, record: Any, amendment: Amendment) -> HttpResponse:
        told = ", ".join(change.label for change in told_of(record, columns(record), amendment.fields))
        try:
            amendment.confirm(record, seen=request.POST.get("seen", ""))
        except Conflict:
            return self.asked(request, self.record_for(request, str(record.pk)), amendment, status=409)
        except Refused as refused:
            return self.asked(request, record, amendment, status=409, refused=str(refused))
        self.log_change(request, record, f"Changed {told or 'it'}; the pages that show it follow.")
        return followed(request, record.embed_names, self.screen_of(record, "change"))

    def asked(
        self, request: HttpRequest, record: Any, amendment: Amendment, *, status: int, refused: str = ""
    ) -> HttpResponse:
        standing = columns(record)
        is_stale = fingerprint_of(amendment.before, self.model) != fingerprint(record)
        theirs = told_of(record, amendment.before, standing, only=is_stale)
        mine = told_of(record, standing, amendment.fields)
        context = self.told(request, record, "Save this change?")
        context |= {"amendment": amendment, "seen": fingerprint(record), "refused": refused}
        old, changed = self.pictured(record), amendment.on(record)
        new = self.pictured(changed)
        context["gone"] = [name for name in old if name not in new]
        context["come"] = [name for name in new if name not in old]
        context |= {"theirs": theirs, "mine": mine, **outcome(request, said_by(changed))}
        return TemplateResponse(request, "admin/articles/confirm.html", context, status=status)

    def pictured(self, record: Any) -> list[str]:
        """Hook: names of the files by which a person sees what `record` shows."""
        return []


def told_of(record: Shared, before: Columns, after: Columns, *, only: bool = True) -> list[Told]:
    """Which fields differ, in words. `after` may be a part of the columns."""
    found = []
    for field in record._meta.concrete_fields:
        if only and field.editable and field.name in after and before.get(field.name) != after[field.name]:
            sides = [words_of(record, field, values.get(field.name)) for values in (before, after)]
            found.append(Told(capfirst(field.verbose_name), pieces(*sides)))
    return found


def words_of(record: Shared, field: models.Field, value: Any) -> str:
    """A value as a person reads it."""
    if isinstance(field, models.ForeignKey):
        return str(field.related_model._base_manager.filter(pk=value).first() or "") if value else ""
    other = type(record)()
    take(other, {field.name: value})
    display = getattr(other, f"get_{field.name}_display", None)
    shown = display() if display else getattr(other, field.name)
    if isinstance(shown, bool):
        return "Yes" if shown else "No"
    return "" if shown is None else str(shown)
