"""Many pictures at once: each file is examined and kept by itself, so that a bad one stops no other."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from articles.models import Picture
from articles.rendition import FORMATS, Unacceptable, examine

MOST = 40  # files of one form; with the script each file is a form of its own
TOO_MANY = f"These are more than {MOST} files. Choose fewer of them at a time."
NONE = "Choose one picture or more."
KNOWN = "The library has this very picture already."
NOT_KEPT = "This file could not be kept: the disk may be full. Tell who runs the site, then choose it again."


class Taken(NamedTuple):
    """What became of one file: `picture`, where the library has it now, or why not."""

    name: str
    picture: Picture | None
    problem: str = ""

    def says(self) -> dict[str, Any]:
        address = reverse("admin:articles_picture_change", args=[self.picture.pk]) if self.picture else ""
        thumbnail = reverse("media", args=[self.picture.thumbnail]) if self.picture else ""
        return {"name": self.name, "address": address, "thumbnail": thumbnail, "problem": self.problem}


class Many(forms.FileInput):
    allow_multiple_selected = True


class Files(forms.FileField):
    """A list of files, of which none is looked into here."""

    widget = Many(attrs={"accept": ",".join(f"image/{name.lower()}" for name in FORMATS)})
    default_error_messages = {"required": NONE}

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = [file for file in data or [] if file]
        if not files:
            raise forms.ValidationError(NONE)
        if len(files) > MOST:
            raise forms.ValidationError(TOO_MANY)
        return files


class UploadForm(forms.Form):
    """What is typed counts for every file."""

    files = Files(
        label="Pictures",
        help_text="JPEG, PNG or WebP, each at most 20 MB and 40 megapixels. What cameras wrote into them is removed.",
    )
    credit = forms.CharField(max_length=200, required=False, help_text="Who made them.")
    licence = forms.CharField(max_length=200, required=False, help_text="On what terms they are used.")


class Uploading:
    """Of the admin of pictures."""

    def get_urls(self) -> list[URLPattern]:
        upload = self.admin_site.admin_view(self.upload)
        return [path("upload/", upload, name="articles_picture_upload"), *super().get_urls()]

    def upload(self, request: HttpRequest) -> HttpResponse:
        """A script sends one file at a time and is told of it in JSON; a form without one sends them all."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
        taken: list[Taken] = []
        if request.method == "POST" and form.is_valid():
            taken = [self.take(request, file, form.cleaned_data) for file in form.cleaned_data["files"]]
        if "application/json" in request.headers.get("Accept", "") and request.method == "POST":
            problems = [problem for problems in form.errors.values() for problem in problems]
            return JsonResponse({"files": [each.says() for each in taken], "problems": problems})
        context = {
            **self.admin_site.each_context(request),
            "title": "Upload pictures",
            "opts": self.opts,
            "form": form,
            "taken": taken,
            "refused": sum(not each.picture for each in taken),
        }
        return TemplateResponse(request, "admin/articles/upload.html", context)

    def take(self, request: HttpRequest, file: UploadedFile, words: dict[str, Any]) -> Taken:
        """One file, whole or not at all."""
        name = PurePath(file.name).name
        try:
            examined = examine(file)
            known = Picture.objects.filter(master=examined.master.name).first()
            if known:
                return Taken(name, known, KNOWN)
            picture = Picture(
                title=PurePath(name).stem[:200],
                credit=words["credit"],
                licence=words["licence"],
                uploaded_by=request.user,
            )
            picture.take(examined)
        except Unacceptable as reason:
            return Taken(name, None, str(reason))
        except OSError:
            return Taken(name, None, NOT_KEPT)
        with transaction.atomic():
            picture.save()
            self.log_addition(request, picture, [{"added": {}}])
        return Taken(name, picture)
