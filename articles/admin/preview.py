"""A page as readers would get it, in the very templates they get, marked as what it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db import transaction
from django.forms import BaseInlineFormSet, all_valid
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern

from articles.admin.carried import revived, sound
from articles.admin.page import PageAdmin
from articles.models import Page, Publication
from articles.rendering import Rendering, render
from articles.snapshot import Snapshot
from articles.views import TEMPLATES


class Unsound(Exception):
    """What was typed cannot be stored: `problems` are sentences."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("What was typed cannot be stored.")
        self.problems = problems


class Preview(PageAdmin):
    def get_urls(self) -> list[URLPattern]:
        return [self.screen("preview", self.preview), *super().get_urls()]

    def preview(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """POST shows what is typed, GET what is saved."""
        may = "change" if request.method == "POST" else "view"
        page = self.page_for(request, object_id, may=may)
        try:
            snapshot = self.typed(request, page) if request.method == "POST" else page.snapshot()
        except Unsound as unsound:
            context = self.about(request, page, "This cannot be shown yet", problems=unsound.problems)
            return TemplateResponse(request, "admin/articles/unsound.html", context, status=422)
        words = "What you typed" if request.method == "POST" else "What is saved"
        return framed(request, render(snapshot), f"Preview. {words}, as readers would get it. They do not see it yet.")

    def typed(self, request: HttpRequest, page: Page) -> Snapshot:
        """What the form says, as a snapshot: saved for a moment and rolled back, so that it is exactly what saving
        would give. Raises Unsound."""
        with transaction.atomic():
            page = page.locked()
            post = sound(request.POST, [formset.prefix for formset in self.formsets(request, page)])
            request.POST = revived(post, self.standing(request, page))
            request.POST["based_on"] = str(page.version)
            form = self.get_form(request, page, change=True)(request.POST, request.FILES, instance=page)
            formsets, _ = self._create_formsets(request, page, change=True)
            is_sound = all([form.is_valid(), all_valid(formsets)])
            if is_sound:
                self.save_model(request, self.save_form(request, form, change=True), form, change=True)
                self.save_related(request, form, formsets, change=True)
                said = self.model.objects.get(pk=page.pk).snapshot()
            transaction.set_rollback(True)
        if not is_sound:
            raise Unsound(list(problems(form, formsets)))
        return said


def problems(form: forms.ModelForm, formsets: list[BaseInlineFormSet]) -> Iterator[str]:
    """Each error as a sentence that begins with the name of its field."""
    for each in [form, *(row for formset in formsets for row in formset.forms)]:
        for name, errors in each.errors.items():
            label = each.fields[name].label if name in each.fields else ""
            yield f"{label}: {' '.join(errors)}" if label else " ".join(errors)


def framed(request: HttpRequest, rendering: Rendering, notice: str, **columns: Any) -> HttpResponse:
    """`rendering` in the frame that readers see around it, under a line that says what it is."""
    names = ("path", "kind", "title", "card", "html", "contents")
    publication = Publication(**({name: getattr(rendering, name) for name in names} | columns))
    context = {"publication": publication, "path": rendering.path, "frame": TEMPLATES[rendering.kind], "notice": notice}
    return TemplateResponse(request, "admin/articles/framed.html", context, headers={"X-Robots-Tag": "noindex"})
