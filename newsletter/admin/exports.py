"""Taking the list away: what is asked first, who took it, and the second person where one must agree."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.http import StreamingHttpResponse as Download
from django.template.defaultfilters import date
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html

from newsletter.admin.reading import ReadOnlyAdmin
from newsletter.exporting import stream
from newsletter.exporting.form import ExportForm
from newsletter.exporting.terms import in_words
from newsletter.models.export import Export, Format, Status, TooLate

SHOWN = 20  # requests on top of the list
RECORD = "admin:newsletter_export_change"
EVERY = 5  # seconds, while one may be going on
LONG = timedelta(hours=1)  # after which nobody waits for it any more
TYPES = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.NDJSON: "application/x-ndjson",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def may_export(request: HttpRequest) -> bool:
    return request.user.has_perm("newsletter.export_subscriber")


def export(request: HttpRequest) -> HttpResponse:
    """The form; then the list, or a request where so many people need a second person."""
    if not may_export(request):
        raise PermissionDenied
    posted = request.POST if request.method == "POST" else None
    form = ExportForm(posted, initial=request.GET.dict() if posted is None else {})
    if form.is_valid():
        if not form.needs_a_second():
            return download(Export.start(by=request.user, **form.chosen()), most=settings.NEWSLETTER_EXPORT_ALONE)
        asked = Export.ask(by=request.user, **form.chosen())
        messages.warning(request, "So many people need a second person: yours is a request now, which waits for them.")
        return HttpResponseRedirect(reverse(RECORD, args=[asked.pk]))
    context = admin.site.each_context(request) | {"form": form, "title": "Export subscribers"}
    context["alone"] = settings.NEWSLETTER_EXPORT_ALONE
    return TemplateResponse(request, "newsletter/admin/export.html", context, status=422 if form.errors else 200)


def download(export: Export, *, most: int = 0) -> Download:
    """The record stands in the database before this begins to send. No more than `most` rows, but for 0."""
    response = Download(stream(export, most=most or None), content_type=TYPES[Format(export.format)])
    response["Content-Disposition"] = f'attachment; filename="{export.file_name}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@admin.register(Export)
class ExportAdmin(ReadOnlyAdmin):
    list_display = ["started_at", "who", "whom", "format", "reason", "many", "standing"]
    list_select_related = ["started_by", "agreed_by", "declined_by"]
    fieldsets = [
        ("What was asked for", {"fields": ["whom", "said", "format", "dialect", "reason", "who", "started_at"]}),
        ("What became of it", {"fields": ["second", "begun_at", "many", "sha256", "finished_at"]}),
    ]
    readonly_fields = [name for _, options in fieldsets for name in options["fields"]]
    change_list_template = "newsletter/admin/export_records.html"
    change_form_template = "newsletter/admin/export_record.html"

    def has_view_permission(self, request: HttpRequest, obj: Export | None = None) -> bool:
        """Who may be asked to agree sees what is asked."""
        return super().has_view_permission(request, obj) or may_export(request)

    def get_urls(self) -> list[URLPattern]:
        acts = {"agree": partial(self.answer, act=Export.agree), "decline": partial(self.answer, act=Export.decline)}
        screens: dict[str, Callable[..., HttpResponse]] = acts | {"download": self.download}
        return [*(self.screen(name, view) for name, view in screens.items()), *super().get_urls()]

    def screen(self, name: str, view: Callable[..., HttpResponse]) -> URLPattern:
        return path(f"<int:pk>/{name}/", self.admin_site.admin_view(view), name=f"newsletter_export_{name}")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        waiting = Export.objects.waiting().select_related("started_by")[:SHOWN]
        told = {"waiting": waiting, "may_export": may_export(request)}
        return super().changelist_view(request, {**(extra_context or {}), **told})

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **options: Any) -> HttpResponse:
        export = options["obj"]
        is_mine = export.started_by_id == request.user.pk
        told = {"title": f"Export of {date(timezone.localtime(export.started_at), 'j F Y, H:i')}", "subtitle": None}
        told |= {"export": export, "status": Status, "is_mine": is_mine, "may_export": may_export(request)}
        is_going = export.status == Status.GOING and timezone.now() - export.started_at < LONG
        told["every"] = EVERY if is_going and "still" not in request.GET else None
        return super().render_change_form(request, context | told, **options)

    def answer(self, request: HttpRequest, pk: int, act: Callable[..., None]) -> HttpResponse:
        """The second person's yes or no."""
        export = self.asked_for(request, pk)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        try:
            act(export, by=request.user)
        except TooLate as reason:
            return self.refused(request, export, reason)
        is_agreed = act is Export.agree
        said = "Agreed. Whoever asked can download it once, within 24 hours." if is_agreed else "Declined."
        self.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(reverse(RECORD, args=[pk]))

    def download(self, request: HttpRequest, pk: int) -> HttpResponse | Download:
        """What somebody else has agreed to, for the one who asked."""
        export = self.asked_for(request, pk)
        if export.started_by_id != request.user.pk:
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        try:
            export.begin(by=request.user)
        except TooLate as reason:
            return self.refused(request, export, reason)
        return download(export)

    def asked_for(self, request: HttpRequest, pk: int) -> Export:
        if not may_export(request):
            raise PermissionDenied
        if found := Export.objects.filter(pk=pk).first():
            return found
        raise Http404("There is no such export.")

    def refused(self, request: HttpRequest, export: Export, reason: TooLate) -> HttpResponse:
        context = self.admin_site.each_context(request) | {"opts": self.opts, "export": export, "why": str(reason)}
        return TemplateResponse(request, "newsletter/admin/export_refused.html", context, status=409)

    @admin.display(description="started by", ordering="started_by__username")
    def who(self, export: Export) -> str:
        return str(export.started_by or "The command line, without a name")

    @admin.display(description="rows", ordering="rows")
    def many(self, export: Export) -> str | None:
        return None if export.rows is None else f"{export.rows:,}"

    @admin.display(description="whom")
    def whom(self, export: Export) -> str:
        return export.terms.get("words") or in_words(state=export.state)

    @admin.display(description="columns")
    def said(self, export: Export) -> str:
        return ", ".join(export.columns) or "address, state, asked, confirmed, left"

    @admin.display(description="second person")
    def second(self, export: Export) -> str:
        if export.declined_by:
            return f"Declined by {export.declined_by}"
        if not export.agreed_by:
            return "Not needed" if export.begun_at or export.finished_at else "Asked, not answered yet"
        named = " (named on the command line, not asked here)" if export.is_only_named else ""
        return f"Agreed: {export.agreed_by}, {date(timezone.localtime(export.agreed_at), 'j F Y, H:i')}{named}"

    @admin.display(description="status")
    def standing(self, export: Export) -> str:
        return format_html('<span class="mark" data-status="{}">{}</span>', export.status, export.status.label)
