"""Saving a shared record: what it would change on pages is shown first, and nothing is saved before it is confirmed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core import signing
from django.forms import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from articles.models import Amendment, Refused, Renewal
from articles.models.amendment import Columns, Shared, columns, fingerprint, fingerprint_of, standing_of, touched

SALT = "articles.admin.amending"


class Amending(admin.ModelAdmin):
    """A subclass prepares the record in `prepare` and leaves `save_model` alone. Its forms have no inlines."""

    change_form_template = "admin/articles/record.html"

    def prepare(self, request: HttpRequest, record: Any, form: forms.ModelForm, change: bool) -> None:
        """Hook: fill in what the fields of the form do not. The record has what was typed and is not saved. Files may
        be kept here under names that are hashes of their content; only the row waits."""

    def save_model(self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool) -> None:
        """A new record is saved, and so is one whose change no page shows; any other change waits in an Amendment."""
        self.prepare(request, obj, form, change)
        if not change:
            Renewal.of(obj, by=request.user)
            return
        chosen = {field.name for field in self.opts.many_to_many} & set(form.changed_data)
        many = {name: [row.pk for row in form.cleaned_data[name]] for name in chosen}
        before = unsealed(request.POST.get("based_on", ""))
        amendment = Amendment.typed(obj, by=request.user, before=before, **many)
        Amendment.objects.filter(name=amendment.name, by=request.user).delete()  # what was typed before is on this form
        if not amendment.is_empty and not self.is_saved_at_once(obj, amendment):
            amendment.save()
            obj.amendment = amendment

    def is_saved_at_once(self, record: Shared, amendment: Amendment) -> bool:
        """Whether it was saved, because nobody else saved meanwhile and no live or waiting page would change."""
        standing = standing_of(record)
        seen = fingerprint(standing)
        if fingerprint_of(amendment.before, type(record)) != seen or touched(amendment.on(standing)).exists():
            return False
        try:
            amendment.confirm(record, seen=seen)
        except Refused:
            return False
        return True

    def save_related(
        self, request: HttpRequest, form: forms.ModelForm, formsets: list[BaseInlineFormSet], change: bool
    ) -> None:
        if not waits(form.instance):
            super().save_related(request, form, formsets, change)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None if waits(obj) else super().log_change(request, obj, message)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if waits(obj):
            return HttpResponseRedirect(self.screen_of(obj, "confirm"))
        return self.done(request, obj)

    def done(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Hook: the answer where it was saved at once."""
        return super().response_change(request, obj)

    def screen_of(self, record: Any, screen: str) -> str:
        return reverse(f"admin:articles_{self.opts.model_name}_{screen}", args=[record.pk])

    def with_typed(self, request: HttpRequest, record: Any) -> Any:
        """The record as this person typed it, where they came back to the form from the confirming."""
        amendment = self.amendment_of(request, record) if record and "typed" in request.GET else None
        return amendment.on(record) if amendment else record

    def amendment_of(self, request: HttpRequest, record: Any) -> Amendment | None:
        return Amendment.objects.filter(name=record.embed_name, by=request.user).first()

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        return self.with_typed(request, super().get_object(request, object_id, from_field))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, obj: Any = None, **kwargs: Any
    ) -> HttpResponse:
        if obj is not None and obj.pk:
            context["based_on"] = request.POST.get("based_on") or sealed(columns(standing_of(obj)))
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


def waits(record: Any) -> bool:
    return hasattr(record, "amendment")


def sealed(values: Columns) -> str:
    """How a record stood when a form was opened, for the form to carry; nobody can forge it."""
    return signing.dumps(values, salt=SALT, compress=True)


def unsealed(seal: str) -> Columns | None:
    """None where there is none that is ours: the record counts as it stands now."""
    try:
        return signing.loads(seal, salt=SALT)
    except signing.BadSignature:
        return None
