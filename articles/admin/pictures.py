"""The picture library: by thumbnail, taken in with every limit, described where it is uploaded."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.admin.record import RecordAdmin
from articles.models import Picture
from articles.rendition import FORMATS, Unacceptable, examine

ACCEPTED = ",".join(f"image/{name.lower()}" for name in FORMATS)


class PictureForm(forms.ModelForm):
    """`examined` is what the file became; nothing is kept of it before the whole form is sound."""

    file = forms.FileField(
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text="JPEG, PNG or WebP, at most 20 MB and 40 megapixels. What the camera wrote into it is removed.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields and self.instance.pk:
            self.fields["file"].required = False
            self.fields["file"].label = "Another file"
        if "title" in self.fields:
            self.fields["title"].required = False
            self.fields["title"].help_text += " Left empty, it is the name of the file."

    def clean_file(self) -> UploadedFile | None:
        file = self.cleaned_data["file"]
        if file:
            try:
                self.examined = examine(file)
            except Unacceptable as reason:
                raise ValidationError(str(reason)) from reason
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if file := cleaned.get("file"):
            cleaned["title"] = cleaned.get("title") or PurePath(file.name).stem[:200]
        return cleaned


@admin.register(Picture)
class PictureAdmin(RecordAdmin):
    form = PictureForm
    list_display = ["thumbnail", "title", "alt", "credit", "size", "uploaded_at"]
    list_display_links = ["thumbnail", "title"]
    search_fields = ["title", "alt", "credit"]
    readonly_fields = ["shown", "size", "uploaded_at", "uploaded_by", "shown_on"]
    description = ["title", "alt", "is_decorative", ("credit", "licence")]

    def get_fieldsets(self, request: HttpRequest, obj: Picture | None = None) -> Any:
        if obj is None:
            return [(None, {"fields": ["file", *self.description]})]
        facts = ("Facts", {"fields": ["size", "uploaded_at", "uploaded_by", "shown_on"]})
        may_change = ["file"] if self.has_change_permission(request, obj) else []
        return [(None, {"fields": ["shown", *may_change, *self.description]}), facts]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.thumbnail_view)
        return [path("<int:picture_id>/thumbnail/", view, name="articles_picture_thumbnail"), *super().get_urls()]

    def thumbnail_view(self, request: HttpRequest, picture_id: int) -> HttpResponse:
        """For the fields that choose a picture, which know no more of it than its number."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        picture = Picture.objects.filter(pk=picture_id).first()
        if picture is None or not picture.thumbnail:
            raise Http404("There is no such picture.")
        return HttpResponseRedirect(reverse("media", args=[picture.thumbnail]))

    def prepare(self, request: HttpRequest, record: Picture, form: PictureForm, change: bool) -> None:
        if hasattr(form, "examined"):
            record.take(form.examined)
        if not change:
            record.uploaded_by = request.user

    @admin.display(description="picture")
    def thumbnail(self, picture: Picture) -> SafeString | str:
        return image(picture, "thumbnail")

    @admin.display(description="picture")
    def shown(self, picture: Picture) -> SafeString | str:
        return image(picture, "shown")

    @admin.display(description="size")
    def size(self, picture: Picture) -> str:
        return f"{picture.width} × {picture.height} pixels"


def image(picture: Picture, kind: str) -> SafeString | str:
    if not picture.thumbnail:
        return ""
    url = reverse("media", args=[picture.thumbnail])
    return format_html('<img class="{}" src="{}" alt="{}" loading="lazy">', kind, url, picture.alt or picture.title)
