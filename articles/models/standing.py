"""A standing page at the root of the site: about, privacy, contact."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from articles.models.page import Page

TAKEN = {"a-z", "admin", "accounts", "api", "articles", "feed", "feeds", "health", "media", "newsletter", "people"}
TAKEN |= {"questions", "references", "search", "sitemap", "static", "strains", "styleguide", "topics"}


class StandingPage(Page):
    KIND = "standing"

    def clean(self) -> None:
        super().clean()
        if self.slug in TAKEN:
            raise ValidationError({"slug": f"“{self.slug}” is an address the site itself uses. Choose another one."})
