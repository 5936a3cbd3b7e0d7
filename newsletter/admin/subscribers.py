"""The list of subscribers, one person's proof of consent, and taking the list away."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from newsletter.admin.reading import ReadOnlyAdmin, ReadOnlyInline
from newsletter.exporting import stream
from newsletter.forms import ExportForm
from newsletter.models import Ask, ConsentEvent, Export, Subscriber
from newsletter.models.subscriber import State


class ConsentEvents(ReadOnlyInline):
    model = ConsentEvent
    verbose_name_plural = "proof of consent"
    fields = ["kind", "happened_at", "mechanism", "words", "wording", "page", "revision", "asked_at", "network"]
    readonly_fields = fields


class Asks(ReadOnlyInline):
    model = Ask
    verbose_name_plural = "asked in the last seven days"
    fields = ["asked_at", "wording", "page", "revision", "sent_at", "tries", "due_at"]
    readonly_fields = fields


class StateFilter(admin.SimpleListFilter):
    title = parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return State.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Subscriber]) -> QuerySet[Subscriber]:
        return queryset.in_state(self.value()) if self.value() in State.values else queryset


@admin.register(Subscriber)
class SubscriberAdmin(ReadOnlyAdmin):
    list_display = ["address", "state_name", "created_at", "confirmed_at", "left_at"]
    list_filter = [StateFilter]
    search_fields = ["address"]
    ordering = ["-pk"]
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # they count the table
    fields = ["address", "state_name", "created_at", "confirmed_at", "left_at"]
    readonly_fields = fields
    inlines = [ConsentEvents, Asks]
    change_list_template = "newsletter/admin/subscribers.html"

    @admin.display(description="state")
    def state_name(self, subscriber: Subscriber) -> str:
        return subscriber.state.label

    def get_urls(self) -> list[URLPattern]:
        export = path("export/", self.admin_site.admin_view(self.export), name="newsletter_subscriber_export")
        return [export, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {**(extra_context or {}), "may_export": may_export(request)})

    def export(self, request: HttpRequest) -> HttpResponse:
        if not may_export(request):
            raise PermissionDenied
        form = ExportForm(request.POST or None, initial=request.GET.dict())
        if form.is_valid():
            return download(Export.start(by=request.user, **form.cleaned_data))
        context = self.admin_site.each_context(request) | {"opts": self.opts, "form": form, "title": "Export"}
        return TemplateResponse(request, "newsletter/admin/export.html", context)


def may_export(request: HttpRequest) -> bool:
    return request.user.has_perm("newsletter.export_subscriber")


def download(export: Export) -> StreamingHttpResponse:
    """The record stands in the database before this begins to send."""
    response = StreamingHttpResponse(stream(export), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{export.file_name}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
