"""Bringing a list in: the file, the report of it, and then: apply, undo or drop."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from newsletter.admin.importing import ImportForm
from newsletter.admin.reading import ReadOnlyAdmin
from newsletter.importing import report
from newsletter.importing.keeping import KeepingHandler
from newsletter.models.importing import Import, Stage, TooLate

NUMBER = re.compile(r"[0-9]{1,18}")
EVERY = 4  # seconds
KINDS = dict(report.KINDS)


@dataclass(frozen=True)
class Act:
    name: str
    title: str
    button: str
    done: str
    stage: Stage


ACTS = (
    Act("apply", "Apply", "Apply it", "It is being applied.", Stage.APPLYING),
    Act("undo", "Undo", "Undo it", "It is being undone.", Stage.UNDOING),
    Act("drop", "Drop", "Drop it", "Dropped. Nothing of it was applied.", Stage.DROPPED),
)


@admin.register(Import)
class ImportAdmin(ReadOnlyAdmin):
    list_display = ["file_name", "started_at", "started_by", "source", "stage_name", "new", "known"]
    list_select_related = ["started_by"]
    show_full_result_count = False
    change_list_template = "newsletter/admin/imports.html"

    @admin.display(description="stage")
    def stage_name(self, parent: Import) -> str:
        return parent.get_stage_display()

    @admin.display(description="new")
    def new(self, parent: Import) -> str:
        return f"{parent.tally.get('new', 0):,}"

    @admin.display(description="known")
    def known(self, parent: Import) -> str:
        return f"{parent.tally.get('known', 0):,}"

    def get_urls(self) -> list[URLPattern]:
        own = [self.screen(act.name, partial(self.act, act=act)) for act in ACTS]
        own += [self.screen("rows", self.rows, "rows/<str:kind>"), self.screen("csv", self.csv, "rows/<str:kind>.csv")]
        return [*reversed(own), *super().get_urls()]

    def screen(self, name: str, view: Callable[..., HttpResponse], route: str = "") -> URLPattern:
        address = f"<path:object_id>/{route or name}{'' if '.' in route else '/'}"
        return path(address, self.admin_site.admin_view(view), name=f"newsletter_import_{name}")

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return request.user.has_perm("newsletter.import_subscriber")

    @csrf_exempt
    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Looked at before a byte of the file is read, and then protected all the same: only who may bring in a list
        can send a gigabyte."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        request.upload_handlers = [KeepingHandler(request)]
        return self.begin(request)

    @method_decorator(csrf_protect)
    def begin(self, request: HttpRequest) -> HttpResponse:
        is_sent = request.method == "POST"
        form = ImportForm(request.POST, request.FILES, by=request.user) if is_sent else ImportForm(by=request.user)
        if is_sent and (begun := form.begun()):
            self.log_addition(request, begun, [{"added": {}}])
            return HttpResponseRedirect(self.address("change", begun))
        context = self.about(request, None, "Bring in a list", form=form)
        return TemplateResponse(request, "newsletter/admin/import_begin.html", context, status=422 if is_sent else 200)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """The report. `?still=1` does not draw itself anew."""
        parent = self.import_for(request, object_id, may="view")
        told = {
            "counts": report.counts(parent),
            "layout": report.layout_told(parent),
            "stayed": report.stayed(parent),
            "percent": report.percent(parent),
            "labels": list(parent.labels.values_list("name", flat=True)),
            "topics": list(parent.topics.values_list("name", flat=True)),
            "acts": [act for act in ACTS if parent.may_become(act.stage)] if self.has_add_permission(request) else [],
            "may_see_rows": self.may_see_rows(request) and parent.forgotten_at is None,
            "every": EVERY if parent.is_moving and "still" not in request.GET else None,
        }
        return self.drawn(request, "import", parent, "Import", **told)

    def rows(self, request: HttpRequest, object_id: str, kind: str) -> HttpResponse:
        """`?after=900`."""
        parent, after = self.with_rows(request, object_id, kind), request.GET.get("after", "")
        page = report.page(parent, kind, after=int(after) if NUMBER.fullmatch(after) else 0)
        told = {"page": page, "kind": kind, "label": KINDS[kind], "is_first": not NUMBER.fullmatch(after)}
        return self.drawn(request, "import_rows", parent, KINDS[kind], **told)

    @method_decorator(require_POST)
    def csv(self, request: HttpRequest, object_id: str, kind: str) -> HttpResponse:
        parent = self.with_rows(request, object_id, kind)
        self.log_change(request, parent, f"Lines taken as CSV: {KINDS[kind]}")
        response = StreamingHttpResponse(report.as_csv(parent, kind), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="import-{parent.pk}-{kind}.csv"'
        response["Cache-Control"] = "private, no-store"
        return response

    def act(self, request: HttpRequest, object_id: str, act: Act) -> HttpResponse:
        parent = self.import_for(request, object_id, may="add")
        if not parent.may_become(act.stage):
            why = f"This import is “{parent.get_stage_display()}” now."
            return self.drawn(request, "import_refused", parent, act.title, status=409, why=why)
        if request.method != "POST":
            return self.drawn(request, "import_act", parent, act.title, act=act, tally=parent.tally)
        try:
            if act.name == "drop":
                parent.drop()
            else:
                getattr(parent, act.name)(by=request.user)
        except TooLate as reason:
            return self.drawn(request, "import_refused", parent, act.title, status=409, why=str(reason))
        self.log_change(request, parent, act.title)
        self.message_user(request, act.done, messages.SUCCESS)
        return HttpResponseRedirect(self.address("change", parent))

    def may_see_rows(self, request: HttpRequest) -> bool:
        """They are addresses of people."""
        return request.user.has_perms(["newsletter.import_subscriber", "newsletter.view_subscriber"])

    def import_for(self, request: HttpRequest, object_id: str, *, may: str) -> Import:
        """404 where there is none, 403 for somebody who may not `may` it."""
        if not getattr(self, f"has_{may}_permission")(request):
            raise PermissionDenied
        parent = Import.objects.filter(pk=object_id).first() if NUMBER.fullmatch(object_id) else None
        if parent is None:
            raise Http404("There is no such import.")
        return parent

    def with_rows(self, request: HttpRequest, object_id: str, kind: str) -> Import:
        if not self.may_see_rows(request):
            raise PermissionDenied
        if kind not in KINDS:
            raise Http404("There is no such kind of line.")
        return self.import_for(request, object_id, may="view")

    def address(self, screen: str, parent: Import) -> str:
        return reverse(f"admin:newsletter_import_{screen}", args=[parent.pk])

    def about(self, request: HttpRequest, parent: Import | None, title: str, **told: Any) -> dict[str, Any]:
        return self.admin_site.each_context(request) | {"opts": self.opts, "title": title, "import": parent, **told}

    def drawn(
        self, request: HttpRequest, template: str, parent: Import, title: str, *, status: int = 200, **told: Any
    ) -> HttpResponse:
        context = self.about(request, parent, title, **told)
        return TemplateResponse(request, f"newsletter/admin/{template}.html", context, status=status)
