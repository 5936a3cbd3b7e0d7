"""The library's people: who writes and who reviews."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.admin.filters import Filter
from articles.admin.pictures import image
from articles.admin.record import RecordAdmin
from articles.models import Person

MAY_LINK = "auth.change_user"


class UnstatedFilter(Filter):
    title, parameter_name = "what they have not said", "lacks"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("interests", "Conflicts of interest"), ("biography", "Who they are")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Person]) -> models.QuerySet[Person]:
        if self.value() == "interests":
            return queryset.filter(interests="", declared_on=None)
        return queryset.filter(biography="") if self.value() == "biography" else queryset


class PersonForm(forms.ModelForm):
    class Meta:
        widgets = {
            "biography": forms.Textarea(attrs={"rows": 5}),
            "interests": forms.Textarea(attrs={"rows": 3}),
        }


@admin.register(Person)
class PersonAdmin(RecordAdmin):
    form = PersonForm
    fixed = ("key",)
    list_display = ["face", "name", "role", "credentials", "declares", "account"]
    list_display_links = ["name"]
    list_filter = [UnstatedFilter]
    list_select_related = ["account", "picture"]
    search_fields = ["name", "role"]
    autocomplete_fields = ["picture", "account"]
    prepopulated_fields = {"key": ["name"]}
    fieldsets = [
        (None, {"fields": ["name", "key", "role", "credentials", "cited_as", "picture"]}),
        ("What readers are told", {"fields": ["biography", "interests", "declared_on"]}),
        ("For the staff", {"fields": ["account", "shown_on"]}),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        """Readers are told that this person reviewed what the account signs, so whoever keeps accounts links them."""
        fixed = super().get_readonly_fields(request, obj)
        return fixed if request.user.has_perm(MAY_LINK) else [*fixed, "account"]

    @admin.display(description="picture")
    def face(self, person: Person) -> SafeString | str:
        return image(person.picture, "thumbnail") if person.picture else ""

    @admin.display(description="conflicts of interest")
    def declares(self, person: Person) -> SafeString | str:
        if not person.interests and not person.declared_on:
            return format_html('<span class="mark" data-state="changed">{}</span>', "Not stated")
        said = "Declared" if person.interests else "None declared"
        return f"{said}, {date_format(person.declared_on, 'j M Y')}" if person.declared_on else said
