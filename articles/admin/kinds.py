"""Articles, strain profiles and standing pages: their lists, and what each has of its own on the writing screen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget, RelatedFieldWidgetWrapper
from django.db import models
from django.http import HttpRequest

from articles.admin.blocks import BLOCKS, Questions
from articles.admin.choosing import ChooseMany
from articles.admin.facts import Amounts, Effects, Measurements
from articles.admin.filters import AuthorFilter
from articles.admin.history import History
from articles.admin.hours import Hours
from articles.admin.listing import PageList
from articles.admin.preview import Preview
from articles.admin.publishing import Publishing
from articles.admin.reviewing import Reviewing
from articles.admin.strains import InTables
from articles.admin.trash import Trash
from articles.admin.writing import WritingScreen
from articles.models import Article, Page, StandingPage, StrainProfile, Topic

SHOWN = ["title", "standfirst", "picture"]
FOUND: dict[str, Any] = {"fields": ["slug", "description", "topics"], "classes": ["collapse"]}


class Screen(Reviewing, WritingScreen, Preview, Hours, Publishing, History, Trash, PageList):
    """All that one does with a page."""

    autocomplete_fields = ["picture"]
    inlines = [*BLOCKS, Questions]

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **options: Any) -> Any:
        if db_field.name == "topics":
            return self.topics_field(request)
        return super().formfield_for_dbfield(db_field, request, **options)

    def topics_field(self, request: HttpRequest) -> forms.ModelMultipleChoiceField:
        """Chosen from those there are: typed words would make a new topic of every slip."""
        may_add = self.admin_site.get_model_admin(Topic).has_add_permission(request)
        topics = Page._meta.get_field("topics")
        choose = ChooseMany(topics, self.admin_site)
        widget = RelatedFieldWidgetWrapper(choose, topics.remote_field, self.admin_site, can_add_related=may_add)
        return forms.ModelMultipleChoiceField(Topic.objects.all(), required=False, widget=widget)


@admin.register(Article)
class ArticleAdmin(Screen):
    list_filter = [*Screen.list_filter, AuthorFilter]
    autocomplete_fields = ["picture", "authors"]
    fieldsets = [(None, {"fields": SHOWN}), ("Where it is found", FOUND | {"fields": [*FOUND["fields"], "authors"]})]


@admin.register(StrainProfile)
class StrainAdmin(InTables, Screen):
    list_display = ["thumbnail", "name", "mark", "type", "colour", "saved", "created_by"]
    list_filter = [*Screen.list_filter, "type", "colour"]
    autocomplete_fields = ["picture", "vein"]
    inlines = [Effects, Measurements, Amounts, *BLOCKS, Questions]
    fieldsets = [
        (None, {"fields": SHOWN}),
        ("Profile", {"fields": [("type", "colour", "vein"), "other_names", "origin", "processing", "cautions"]}),
        ("Where it is found", FOUND),
    ]

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **options: Any) -> Any:
        if db_field.name == "processing":
            options["widget"] = AdminTextareaWidget(attrs={"rows": 3})
        if db_field.name == "vein":
            options["error_messages"] = {"invalid_choice": "That is no vein type. Choose a vein type, or none."}
        return super().formfield_for_dbfield(db_field, request, **options)


@admin.register(StandingPage)
class StandingAdmin(Screen):
    fieldsets = [(None, {"fields": SHOWN}), ("Where it is found", FOUND)]
