"""The library's people: who writes and who reviews."""

from __future__ import annotations

from django.contrib import admin

from articles.admin.record import RecordAdmin
from articles.models import Person


@admin.register(Person)
class PersonAdmin(RecordAdmin):
    fixed = ("key",)
    list_display = ["name", "role", "account"]
    list_select_related = ["account"]
    search_fields = ["name", "role"]
    autocomplete_fields = ["picture"]
    prepopulated_fields = {"key": ["name"]}
    fieldsets = [
        (None, {"fields": ["name", "key", "role", "credentials", "picture"]}),
        ("What readers are told", {"fields": ["biography", "interests"]}),
        ("For the staff", {"fields": ["account", "shown_on"]}),
    ]
