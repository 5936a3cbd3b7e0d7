"""What a page is built from, on the writing screen: its blocks and its questions."""

from __future__ import annotations

from typing import Any

from content_editor.admin import ContentEditorInline
from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from articles.admin.choosing import Choosing, ChosenForm
from articles.models import (
    Callout,
    FAQEntry,
    FAQList,
    KeyPoints,
    PictureFigure,
    RichText,
    Steps,
    StrainTable,
)

HIDDEN = {"ordering", "anchor"}  # kept in the form all the same, or a conflict would lose them


class OfThePage(Choosing):
    """Who may change a page may change its parts, which have no rights of their own."""

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self.admin_site.get_model_admin(self.parent_model).has_change_permission(request, obj)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self.admin_site.get_model_admin(self.parent_model).has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self.has_change_permission(request, obj)


class PartForm(ChosenForm):
    """Whatever is not written yet can be saved; the gate says what is missing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"question", "text"} & self.fields.keys():
            self.fields[name].required = False


class BlockInline(OfThePage, ContentEditorInline):
    form = PartForm


class PictureInline(BlockInline):
    model = PictureFigure
    autocomplete_fields = ["picture"]
    icon, color = "image", "var(--block-picture)"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[PictureFigure]:
        return super().get_queryset(request).select_related("picture")


class StrainTableInline(BlockInline):
    model = StrainTable
    autocomplete_fields = ["strains"]
    icon, color = "table_chart", "var(--block-strains)"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[StrainTable]:
        return super().get_queryset(request).prefetch_related("strains")


BLOCKS = [
    BlockInline.create(RichText, icon="notes", color="var(--block-text)"),
    PictureInline,
    BlockInline.create(KeyPoints, icon="checklist", color="var(--block-points)"),
    BlockInline.create(Callout, icon="campaign", color="var(--block-callout)"),
    BlockInline.create(Steps, icon="format_list_numbered", color="var(--block-steps)"),
    StrainTableInline,
    BlockInline.create(FAQList, icon="quiz", color="var(--block-questions)"),
]


class Sortable(OfThePage, admin.StackedInline):
    """Parts in an order of their own beside the blocks; writing.js moves and folds them."""

    form = PartForm
    extra = 0
    classes = ["sortable"]

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **options: Any) -> Any:
        if db_field.name in HIDDEN:
            options["widget"] = forms.HiddenInput
        return super().formfield_for_dbfield(db_field, request, **options)


class Questions(Sortable):
    model = FAQEntry
    fields = ["question", "answer", "anchor", "ordering"]

    def get_extra(self, request: HttpRequest, obj: models.Model | None = None, **options: Any) -> int:
        """One for a question that readers asked in vain."""
        return 1 if request.method == "GET" and request.GET.get("question") else self.extra
