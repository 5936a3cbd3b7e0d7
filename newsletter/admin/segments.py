"""Segments: written down as conditions, counted before anything is saved, kept while a campaign needs them."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import forms
from django.contrib import admin
from django.db.models import Count, ProtectedError, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import pluralize
from django.template.response import TemplateResponse

from newsletter.models.campaign import Campaign
from newsletter.models.segment import Segment, chosen
from newsletter.models.subscriber import SubscriberQuerySet

SAMPLE = 10  # addresses that are shown
MOST_NAMED = 50  # campaigns that are named
YEARS = range(2000, 2101)  # of which a day may be: others overflow when they become moments
COUNT = "_count"


class Counted(NamedTuple):
    """How many are meant, and a few of them for who may see addresses."""

    number: int
    sample: list[str]


class SegmentForm(forms.ModelForm):
    class Meta:
        day = {"type": "date"}
        widgets = {
            "topics": forms.CheckboxSelectMultiple,
            "labels": forms.CheckboxSelectMultiple,
            "joined_from": forms.DateInput(format="%Y-%m-%d", attrs=day),
            "joined_until": forms.DateInput(format="%Y-%m-%d", attrs=day),
        }

    def is_valid(self) -> bool:
        """Who asks for a count saves nothing: the form comes back as it was typed."""
        return super().is_valid() and COUNT not in self.data

    def clean_source(self) -> str:
        return self.cleaned_data["source"].strip("/ ")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("joined_from"), cleaned.get("joined_until")
        for name in ("joined_from", "joined_until"):
            if (day := cleaned.get(name)) and day.year not in YEARS:
                self.add_error(name, "Nobody can have joined on that day.")
        if first and last and last < first:
            self.add_error("joined_until", "This day lies before the first one, so nobody would be meant.")
        return cleaned


@admin.register(Segment)
class SegmentAdmin(admin.ModelAdmin):
    form = SegmentForm
    actions = None
    list_display = ["name", "meant", "campaigns"]
    search_fields = ["name"]
    change_form_template = "newsletter/admin/segment.html"
    fieldsets = [
        (None, {"fields": ["name"]}),
        (
            "Who is meant",
            {
                "fields": ["topics", "labels", "joined_from", "joined_until", "source"],
                "description": "Whoever meets every condition that is filled in. None at all: everybody.",
            },
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Segment]:
        return super().get_queryset(request).annotate(number=Count("campaign")).prefetch_related("topics", "labels")

    @admin.display(description="who is meant")
    def meant(self, segment: Segment) -> str:
        topics, labels = (" or ".join(map(str, each.all())) for each in (segment.topics, segment.labels))
        told = [("topic", topics), ("label", labels), ("from", segment.joined_from), ("until", segment.joined_until)]
        told.append(("joined on", segment.source))
        return "; ".join(f"{name} {what}" for name, what in told if what) or "everybody"

    @admin.display(description="campaigns", ordering="number")
    def campaigns(self, segment: Any) -> str:
        return f"{segment.number} campaign{pluralize(segment.number)}"

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Plain boxes: topics and labels have screens of their own."""
        return db_field.formfield(**kwargs)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        form, segment = context["adminform"].form, context.get("original")
        context["counted"] = self.counted(request, form, segment)
        context["used"] = list(used_by(segment)) if segment else []
        context["is_asked"] = COUNT in request.POST
        return super().render_change_form(request, context, **kwargs)

    def counted(self, request: HttpRequest, form: Any, segment: Segment | None) -> Counted | None:
        """Of what is typed, or of what is kept; none for a new one that nobody asked about."""
        people: SubscriberQuerySet | None = segment.audience() if segment else None
        if form.is_bound:
            people = None if form.errors else chosen(**form.cleaned_data)
        if people is None:
            return None
        may_see = request.user.has_perm("newsletter.view_subscriber")
        newest = people.order_by("-pk").values_list("address", flat=True)[:SAMPLE]
        return Counted(people.count(), list(newest) if may_see else [])

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Refused while a campaign names it: what was sent to whom stays told."""
        segment = self.get_object(request, object_id)
        if segment and self.has_delete_permission(request, segment) and used_by(segment).exists():
            return self.refused(request, segment)
        try:
            return super().delete_view(request, object_id, extra_context)
        except ProtectedError:  # a campaign took it at this very moment
            return self.refused(request, segment)

    def refused(self, request: HttpRequest, segment: Any) -> HttpResponse:
        context = self.admin_site.each_context(request) | {"opts": self.opts, "object": segment}
        context |= {"title": f"“{segment}” is in use", "used": list(used_by(segment)), "users": "campaigns"}
        return TemplateResponse(request, "newsletter/admin/in_use.html", context, status=409)


def used_by(segment: Segment) -> QuerySet[Campaign]:
    return Campaign.objects.filter(segment=segment).only("subject", "state", "segment")[:MOST_NAMED]
