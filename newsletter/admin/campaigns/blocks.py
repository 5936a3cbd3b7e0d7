"""What a letter is built from, on the writing screen."""

from __future__ import annotations

from typing import Any

from content_editor.admin import ContentEditorInline
from django.db import models
from django.http import HttpRequest

from newsletter.admin.campaigns.choosing import ArticleForm, Choose, LiveField, PictureForm
from newsletter.models.letter import LetterArticle, LetterPicture, LetterText


class OfTheCampaign(ContentEditorInline):
    """Who may change a campaign may change its blocks, which have no rights of their own."""

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self.admin_site.get_model_admin(self.parent_model).has_change_permission(request, obj)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self.admin_site.get_model_admin(self.parent_model).has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self.has_change_permission(request, obj)


class Texts(OfTheCampaign):
    model = LetterText
    icon, color = "notes", "var(--block-text)"


class Articles(OfTheCampaign):
    model = LetterArticle
    form = ArticleForm
    icon, color = "article", "var(--block-points)"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[LetterArticle]:
        """With what readers see of the pages, and of the pages themselves the key."""
        bare = ["page__key", *(f"page__publication__{name}" for name in ("title", "path", "shown_at", "page"))]
        own = ["parent", "region", "ordering", "words", "page"]
        return super().get_queryset(request).select_related("page__publication").only(*own, *bare)

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **options: Any) -> Any:
        if db_field.name != "page":
            return super().formfield_for_dbfield(db_field, request, **options)
        live = db_field.remote_field.model._default_manager.select_related("publication")
        return db_field.formfield(
            form_class=LiveField,
            label="Article",
            queryset=live.only("pk", "publication__title", "publication__path", "publication__shown_at"),
            widget=Choose(db_field, self.admin_site, address="admin:newsletter_campaign_articles"),
        )


class Pictures(OfTheCampaign):
    model = LetterPicture
    form = PictureForm
    icon, color = "image", "var(--block-picture)"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[LetterPicture]:
        return super().get_queryset(request).select_related("picture")

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **options: Any) -> Any:
        if db_field.name != "picture":
            return super().formfield_for_dbfield(db_field, request, **options)
        return db_field.formfield(
            widget=Choose(db_field, self.admin_site, address="admin:newsletter_campaign_pictures")
        )


BLOCKS = [Texts, Articles, Pictures]
