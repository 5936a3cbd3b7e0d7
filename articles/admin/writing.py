"""The writing screen: typed blocks, saved whole or not at all, and nothing lost when two people save."""

from __future__ import annotations

from itertools import chain, count
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.forms import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.text import slugify
from js_asset import Media

from articles.admin.carried import sound
from articles.admin.presence import Present
from articles.admin.together import Together
from articles.merging import marks
from articles.models import FAQEntry, Page
from articles.models.standing import TAKEN

MOST_ASKED = 300  # letters of a question


class TitleForm(forms.ModelForm):
    """All that a new page needs."""


class PageForm(forms.ModelForm):
    """`based_on` is the version that its writer began with. An unfinished page is no error."""

    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["based_on"] = self.instance.version
        for name in {"title", "slug"} & self.fields.keys():
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("based_on") != self.instance.version:
            raise ValidationError("Somebody saved this page meanwhile.")
        if "slug" in cleaned and not cleaned["slug"]:
            cleaned["slug"] = self.instance.slug or free_slug(type(self.instance), cleaned.get("title", ""))
        return cleaned


class WritingScreen(Together, Present):
    change_form_template = "admin/articles/writing.html"
    add_form_template = "admin/articles/begin.html"

    def get_form(self, request: HttpRequest, obj: Page | None = None, change: bool = False, **options: Any) -> Any:
        return super().get_form(request, obj, change, **({"form": PageForm if change else TitleForm} | options))

    def get_fieldsets(self, request: HttpRequest, obj: Page | None = None) -> Any:
        return super().get_fieldsets(request, obj) if obj else [(None, {"fields": ["title"]})]

    def get_inlines(self, request: HttpRequest, obj: Page | None) -> list[Any]:
        """None for whoever may only read the page: they are shown it as readers would get it."""
        return super().get_inlines(request, obj) if obj and self.has_change_permission(request, obj) else []

    def get_formset_kwargs(self, request: HttpRequest, obj: Page, inline: Any, prefix: str) -> dict[str, Any]:
        """A question may come along in the address; it is typed then, and not saved."""
        said = super().get_formset_kwargs(request, obj, inline, prefix)
        question = request.GET.get("question", "")[:MOST_ASKED] if request.method == "GET" else ""
        return said | {"initial": [{"question": question}]} if question and inline.model is FAQEntry else said

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """What is wrong with the address or the rights is Django's to say, and it is said before anything is locked."""
        page = self.get_object(request, unquote(object_id)) if object_id else None
        if request.method != "POST" or page is None or not self.has_change_permission(request, page):
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():  # the look at the version and the save are one act
            page = page.locked()
            request.POST = sound(request.POST, [formset.prefix for formset in self.formsets(request, page)])
            if request.POST.get("based_on") == str(page.version):
                return super().changeform_view(request, object_id, form_url, extra_context)
            return self.conflict(request, page)

    def save_model(self, request: HttpRequest, obj: Page, form: forms.ModelForm, change: bool) -> None:
        if not change:
            obj.slug, obj.created_by = free_slug(self.model, obj.title), request.user
        super().save_model(request, obj, form, change)

    def save_related(
        self, request: HttpRequest, form: forms.ModelForm, formsets: list[BaseInlineFormSet], change: bool
    ) -> None:
        """A save that changed something is a new version."""
        super().save_related(request, form, formsets, change)
        if form.has_changed() or any(formset.has_changed() for formset in formsets):
            Page.objects.filter(pk=form.instance.pk).update(version=F("version") + 1)

    def response_add(self, request: HttpRequest, obj: Page, post_url_continue: str | None = None) -> HttpResponse:
        if IS_POPUP_VAR in request.POST:
            return super().response_add(request, obj, post_url_continue)
        words = f"“{obj}” is a draft now. Readers see nothing of it until you publish it."
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(self.address("change", obj))

    def response_change(self, request: HttpRequest, obj: Page) -> HttpResponse:
        if IS_POPUP_VAR in request.POST:
            return super().response_change(request, obj)
        self.say_saved(request, request.POST, "Saved.")
        for screen in ("publish", "hand_in"):
            if f"_{screen}" in request.POST:
                return HttpResponseRedirect(self.address(screen, obj))
        if "_continue" in request.POST:
            return HttpResponseRedirect(self.address("change", obj))
        return self.response_post_save_change(request, obj)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **options: Any) -> HttpResponse:
        page = options.get("obj")
        if page:
            context = self.begun(request, page) | context | self.about(request, page, str(page))
        response = super().render_change_form(request, context, **options)
        # `str`, because the nonce is false until somebody reads it, and then no editor would load.
        response.context_data["media"] = response.context_data["media"].with_nonce(str(request.csp_nonce))
        return response

    def begun(self, request: HttpRequest, page: Page) -> dict[str, Any]:
        """What a form must bring back: the version that its writer began with, and marks of what that said."""
        ways = {name: self.address(name, page) for name in ("presence", "recover", "typed")}
        if request.method == "POST":
            return {"ways": ways} | {name: request.POST.get(name, "") for name in ("based_on", "base", "copy")}
        base = " ".join(marks(page.snapshot()))
        waiting = page.typed.filter(by=request.user).first()
        return {"ways": ways, "based_on": page.version, "base": base, "waiting": waiting}

    def _content_editor_media(self, request: HttpRequest, context: dict[str, Any]) -> Media:
        """A page that is only just begun has no blocks yet, and one that is only read shows none."""
        is_written = context.get("original") and context["has_change_permission"]
        return super()._content_editor_media(request, context) if is_written else Media()


def free_slug(kind: type[Page], title: str) -> str:
    """An address made of the title that no page of this kind has."""
    base = slugify(title)[:70].strip("-") or kind._meta.model_name
    alike = Page.objects.kept().filter(kind=kind.KIND, slug__startswith=base)
    taken = TAKEN | set(alike.values_list("slug", flat=True))
    wanted = chain([base], (f"{base}-{number}" for number in count(2)))
    return next(slug for slug in wanted if slug not in taken)
