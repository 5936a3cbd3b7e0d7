"""Topics: what pages are filed under."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from articles.models import Topic
from articles.models.renaming import say_topic


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin):
    actions = None
    list_display = ["name", "pages"]
    ordering = ["name"]
    search_fields = ["name"]
    autocomplete_fields = ["picture"]
    prepopulated_fields = {"slug": ["name"]}
    fields = ["name", "slug", "introduction", "picture"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Topic]:
        return super().get_queryset(request).annotate(number=Count("filings"))

    def has_delete_permission(self, request: HttpRequest, obj: Topic | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Topic, form: forms.ModelForm, change: bool) -> None:
        if change:
            say_topic(obj, was=form.initial["slug"])
        super().save_model(request, obj, form, change)

    @admin.display(description="live pages", ordering="number")
    def pages(self, topic: Any) -> int:
        return topic.number
