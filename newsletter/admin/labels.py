"""Labels: what staff note of subscribers. Their list, and the way to whoever bears one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import pluralize
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html

from newsletter.models.segment import Label, Labelling, Segment


class LabelForm(forms.ModelForm):
    def clean_name(self) -> str:
        """Two that differ in capitals alone would be taken for each other."""
        name = " ".join(self.cleaned_data["name"].split())
        if Label.objects.filter(name__iexact=name).exclude(pk=self.instance.pk).exists():
            raise ValidationError("There is a label of this name already.")
        return name


@admin.register(Label)
class LabelAdmin(admin.ModelAdmin):
    form = LabelForm
    actions = None
    list_display = ["name", "people"]
    search_fields = ["name"]
    fields = ["name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Label]:
        borne = Labelling.objects.filter(tag=OuterRef("pk")).order_by().values("tag")
        number = Coalesce(Subquery(borne.annotate(number=Count("pk")).values("number")), 0)
        return super().get_queryset(request).annotate(number=number)

    @admin.display(description="borne by", ordering="number")
    def people(self, label: Any) -> str:
        address = reverse("admin:newsletter_subscriber_changelist")
        told = f"{label.number:,} subscriber{pluralize(label.number)}"
        return format_html('<a href="{}?label={}">{}</a>', address, label.pk, told)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """The number, not a list that may be a million lines long. Nobody but the label goes."""
        number = Labelling.objects.filter(tag__in=list(objs)).count()
        return [str(label) for label in objs], {"subscribers who bear it": number}, set(), []

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Refused while a segment asks for it: without it the segment would mean more people, perhaps everybody."""
        label = self.get_object(request, object_id)
        used = Segment.objects.filter(labels=label) if label else Segment.objects.none()
        if not self.has_delete_permission(request, label) or not used.exists():
            return super().delete_view(request, object_id, extra_context)
        context = self.admin_site.each_context(request) | {"opts": self.opts, "object": label}
        context |= {"title": f"“{label}” is in use", "used": list(used), "users": "segments"}
        return TemplateResponse(request, "newsletter/admin/in_use.html", context, status=409)
