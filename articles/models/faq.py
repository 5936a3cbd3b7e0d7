"""A question that a page answers."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import models
from django.utils.text import slugify

from articles.models.page import Page
from articles.models.prose import PROSE, prose


def new_anchor() -> str:
    return secrets.token_hex(4)


class FAQEntry(models.Model):
    """`anchor` is the end of its link (#q-sleep) and stays when the question is reworded."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="faq")
    anchor = models.SlugField(max_length=60, blank=True)
    question = models.CharField(max_length=300)
    answer = prose(PROSE)
    ordering = models.IntegerField(default=0)

    class Meta:
        default_permissions = ()  # who may change the page may change its questions
        ordering = ["ordering", "pk"]
        verbose_name = "question"
        verbose_name_plural = "questions"
        constraints = [models.UniqueConstraint(fields=["page", "anchor"], name="faq_anchor_once_a_page")]

    def __str__(self) -> str:
        return self.question

    def save(self, **kwargs: Any) -> None:
        """The first save makes the anchor from the question, or from chance where that is taken."""
        if not self.anchor:
            wanted = slugify(self.question)[:50].strip("-")
            is_free = wanted and not FAQEntry.objects.filter(page=self.page_id, anchor=wanted).exists()
            self.anchor = wanted if is_free else new_anchor()
        super().save(**kwargs)
