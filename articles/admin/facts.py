"""What is known of a strain, on the writing screen: reports, measurements, amounts, a row each."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget, RelatedFieldWidgetWrapper
from django.db import models
from django.http import HttpRequest

from articles.admin.blocks import Sortable
from articles.models import AlkaloidMeasurement, ReportedAmount, StrainEffect

DAYS = {"as_of"}  # chosen in the browser's own calendar


class Facts(Sortable):
    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **options: Any) -> Any:
        if db_field.name in DAYS:
            options["widget"] = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        field = super().formfield_for_dbfield(db_field, request, **options)
        if isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = False  # a source is thrown away in the library, not in passing
        return field


class Effects(Facts):
    model = StrainEffect
    fields = ["text", ("aspect", "direction"), ("basis", "as_of"), "references", "ordering"]
    autocomplete_fields = ["references"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[StrainEffect]:
        return super().get_queryset(request).prefetch_related("references")


class Measurements(Facts):
    """`suggested` are offered while one types; any other compound or unit may be written."""

    model = AlkaloidMeasurement
    template = "admin/articles/measurements.html"
    fields = [("compound", "value", "unit"), "method", ("laboratory", "n", "date"), "reference", "ordering"]
    autocomplete_fields = ["reference"]
    suggested = {
        "compound": ["Mitragynine", "7-Hydroxymitragynine", "Paynantheine", "Speciogynine", "Speciociliatine"],
        "unit": ["mg/g", "% of dry weight", "% of the extract", "mg in a capsule"],
    }

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[AlkaloidMeasurement]:
        return super().get_queryset(request).select_related("reference")

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **options: Any) -> Any:
        if db_field.name in self.suggested:
            options["widget"] = AdminTextInputWidget(attrs={"list": f"suggested-{db_field.name}"})
        return super().formfield_for_dbfield(db_field, request, **options)


class Amounts(Facts):
    model = ReportedAmount
    fields = ["text", ("what", "basis", "as_of"), "reference", "ordering"]
    autocomplete_fields = ["reference"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[ReportedAmount]:
        return super().get_queryset(request).select_related("reference")
