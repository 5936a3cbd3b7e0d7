"""The picture library: by thumbnail, taken in with every limit, described where it is uploaded."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from articles.admin.record import RecordAdmin
from articles.admin.uploading import Uploading
from articles.admin.wanting import SMALL, WantingFilter
from articles.cropping import CENTRE
from articles.models import Picture
from articles.models.picture import TRIES
from articles.rendition import FORMATS, Unacceptable, examine

ACCEPTED = ",".join(f"image/{name.lower()}" for name in FORMATS)
FOCUS = ("focus_x", "focus_y")
LOST = "The original of this picture is missing, so no part of it can be cut anew. Choose its file again."


class PictureForm(forms.ModelForm):
    """`examined` is what the file became; nothing is kept of it before the whole form is sound."""

    examined = None
    file = forms.FileField(
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text="JPEG, PNG or WebP, at most 20 MB and 40 megapixels. What the camera wrote into it is removed.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields and self.instance.pk:
            self.fields["file"].required = False
            self.fields["file"].label = "Another file"
            self.fields["file"].help_text += " It takes the place of the one above on every page that shows it."
        if "title" in self.fields:
            self.fields["title"].required = False
            self.fields["title"].help_text += " Left empty, it is the name of the file."
        for name in self.fields.keys() & set(FOCUS):
            self.fields[name].required = False

    class Meta:
        widgets = {"alt": forms.Textarea(attrs={"rows": 2})}

    def clean_alt(self) -> str:
        """On one line: an attribute of HTML has no others."""
        return " ".join(self.cleaned_data["alt"].split())

    def clean_focus_x(self) -> int:
        return self._kept("focus_x")

    def clean_focus_y(self) -> int:
        return self._kept("focus_y")

    def _kept(self, name: str) -> int:
        """What was there before, where nothing was typed."""
        typed = self.cleaned_data[name]
        return getattr(self.instance, name) if typed is None else typed

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        focus = tuple(cleaned.get(name, middle) for name, middle in zip(FOCUS, CENTRE, strict=True))
        if file := cleaned.get("file"):
            self._examine(file, focus)
            cleaned["title"] = cleaned.get("title") or PurePath(file.name).stem[:200]
        elif self.instance.pk and self.must_crop and not self.has_master:
            self.add_error("focus_x", LOST)
        return cleaned

    def _examine(self, file: UploadedFile, focus: tuple[int, int]) -> None:
        try:
            self.examined = examine(file, focus=focus)
        except Unacceptable as reason:
            self.add_error("file", str(reason))

    @property
    def must_crop(self) -> bool:
        """Whether the point moved over the same file."""
        moved = [name for name in FOCUS if self.cleaned_data.get(name) != self.initial.get(name)]
        return bool(moved) and self.examined is None

    @property
    def has_master(self) -> bool:
        return bool(self.instance.master) and (Path(settings.ORIGINALS_ROOT) / self.instance.master).is_file()


@admin.register(Picture)
class PictureAdmin(Uploading, RecordAdmin):
    form = PictureForm
    list_display = ["thumbnail", "title", "words", "credit", "extent", "uploaded"]
    list_display_links = ["title"]
    list_filter = [WantingFilter]
    search_fields = ["title", "alt", "credit"]
    readonly_fields = ["shown", "size", "lighter", "uploaded_at", "uploaded_by", "shown_on"]
    description = ["title", "alt", "is_decorative", ("credit", "licence")]

    class Media:
        js = ["articles/focusing.js"]
        css = {"all": ["articles/focusing.css"]}

    def get_fieldsets(self, request: HttpRequest, obj: Picture | None = None) -> Any:
        focal = ("Focal point", {"fields": [FOCUS], "classes": ["focal"], "description": self.about_focus(obj)})
        if obj is None:
            return [(None, {"fields": ["file", *self.description]}), focal]
        facts = ("Facts", {"fields": ["size", "lighter", "uploaded_at", "uploaded_by", "shown_on"]})
        may_change = ["file"] if self.has_change_permission(request, obj) else []
        return [(None, {"fields": ["shown", *may_change, *self.description]}), focal, facts]

    def about_focus(self, picture: Picture | None) -> str:
        shown = picture and picture.renditions
        where = "Click on the picture" if shown else "Choose a file and click on it"
        return (
            "What no part may lose: cards, portraits and the pictures of shared links are cut around this point. "
            f"{where}, or write how far it lies from the left and from the top, in per cent."
        )

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
        """Files are kept at once, under names that nothing shows yet; the row may wait to be confirmed."""
        if form.examined:
            record.take(form.examined)
        elif change and form.must_crop:
            record.crop()
        if not change:
            record.uploaded_by = request.user

    def pictured(self, record: Picture) -> list[str]:
        """The whole, and its part on a card: either may change."""
        cards = record.crops.get("card", [])[:1]
        return [file["name"] for file in (*record.renditions[:1], *cards)]

    @admin.display(description="picture")
    def thumbnail(self, picture: Picture) -> SafeString | str:
        return image(picture, "thumbnail")

    @admin.display(description="alternative text", ordering="alt")
    def words(self, picture: Picture) -> SafeString | str:
        if picture.is_decorative:
            return "Decorative"
        return picture.alt or format_html('<span class="mark" data-state="changed">{}</span>', "No alternative text")

    @admin.display(description="picture")
    def shown(self, picture: Picture) -> SafeString | str:
        if not picture.renditions:
            return ""
        file = picture.renditions[min(1, len(picture.renditions) - 1)]
        url = reverse("media", args=[file["name"]])
        size = (file["width"], file["height"])
        return format_html('<img class="shown" src="{}" alt="{}" width="{}" height="{}">', url, picture.alt, *size)

    @admin.display(description="size")
    def size(self, picture: Picture) -> str:
        return f"{picture.width} × {picture.height} pixels"

    @admin.display(description="size", ordering="width")
    def extent(self, picture: Picture) -> SafeString | str:
        small = format_html(' <span class="mark" data-state="changed">{}</span>', "Small")
        return format_html("{} × {}{}", picture.width, picture.height, small if picture.width < SMALL else "")

    @admin.display(description="lighter files")
    def lighter(self, picture: Picture) -> str:
        if picture.lighter_at:
            return f"AVIF files made {date_format(localtime(picture.lighter_at), 'j M Y, H:i')}"
        if picture.lighter_tries >= TRIES:
            return "AVIF files could not be made. Readers get WebP files; choose the file again to try once more."
        return "AVIF files wait for the worker. Until then readers get WebP files."

    @admin.display(description="uploaded", ordering="uploaded_at")
    def uploaded(self, picture: Picture) -> str:
        return date_format(localtime(picture.uploaded_at), "j M Y")


def image(picture: Picture, kind: str) -> SafeString | str:
    if not picture.thumbnail:
        return ""
    url = reverse("media", args=[picture.thumbnail])
    return format_html('<img class="{}" src="{}" alt="{}" loading="lazy">', kind, url, picture.alt or picture.title)
