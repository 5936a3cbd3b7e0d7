"""Who took the list, when, why, and what exactly they got."""

from __future__ import annotations

from django.contrib import admin

from newsletter.admin.reading import ReadOnlyAdmin
from newsletter.models.export import Export


@admin.register(Export)
class ExportAdmin(ReadOnlyAdmin):
    list_display = ["started_at", "started_by", "whom", "reason", "rows", "is_finished"]
    list_select_related = ["started_by"]
    fields = ["started_at", "started_by", "whom", "reason", "rows", "sha256", "finished_at"]
    readonly_fields = fields

    @admin.display(description="whom")
    def whom(self, export: Export) -> str:
        return export.get_state_display() or "Everybody"

    @admin.display(description="finished", boolean=True)
    def is_finished(self, export: Export) -> bool:
        return export.finished_at is not None
