"""Choosing a live page or a picture for a letter: who writes letters needs no right in the articles for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from articles.models.picture import Picture
from articles.models.publication import Publication
from newsletter.admin.campaigns.base import CampaignBase

SHOWN = 20  # matches at once
LONGEST = 100  # characters that are looked for
GONE = "(not live any more)"


class Choose(AutocompleteSelect):
    """Asks an address of our own for matches; draws what is chosen from `at_hand`, without asking."""

    at_hand: Iterable[tuple[int, str]] = ()

    def __init__(self, field: Any, admin_site: Any, *, address: str) -> None:
        super().__init__(field, admin_site)
        self.address = address

    def get_url(self) -> str:
        return reverse(self.address)

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        known = {str(key): label for key, label in self.at_hand}
        if not {str(key) for key in value if key} <= known.keys():
            return super().optgroups(name, value, attrs)
        drawn = [("", "", False), *((key, known[key], True) for key in map(str, value) if key)]
        return [(None, [self.create_option(name, *option, number) for number, option in enumerate(drawn)], 0)]


class LiveField(forms.ModelChoiceField):
    """Of a page only its key is touched; what it is called is what readers see."""

    def label_from_instance(self, page: Any) -> str:
        publication = getattr(page, "publication", None)
        return told(publication) if publication else GONE


class ArticleForm(forms.ModelForm):
    """What was chosen and has been withdrawn since can be saved; the check says that it must go."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.instance.page_id
        if "page" in self.fields:
            field = self.fields["page"]
            field.queryset = field.queryset.filter(Q(publication__isnull=False) | Q(pk=chosen))
            if chosen:
                hand(field, (chosen, field.label_from_instance(self.instance.page)))


class PictureForm(forms.ModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.picture_id and "picture" in self.fields:
            hand(self.fields["picture"], (self.instance.picture_id, described(self.instance.picture)))


class Choosing(CampaignBase):
    def get_urls(self) -> list[URLPattern]:
        views: list[tuple[str, Callable[..., HttpResponse], str]] = [
            ("choose/articles/", self.choose_articles, "articles"),
            ("choose/pictures/", self.choose_pictures, "pictures"),
            ("choose/pictures/<int:picture_id>/thumbnail/", self.thumbnail, "thumbnail"),
        ]
        ours = [
            path(route, self.admin_site.admin_view(view), name=f"newsletter_campaign_{name}")
            for route, view, name in views
        ]
        return [*ours, *super().get_urls()]

    def choose_articles(self, request: HttpRequest) -> HttpResponse:
        """Live pages by title and address, the newest first, as the keys of their pages."""
        live = Publication.objects.cards().newest()
        for word in asked(request):
            live = live.filter(Q(title__icontains=word) | Q(path__icontains=word))
        return self.answer(request, live, lambda publication: (publication.page_id, told(publication)))

    def choose_pictures(self, request: HttpRequest) -> HttpResponse:
        found = Picture.objects.all()
        for word in asked(request):
            found = found.filter(Q(title__icontains=word) | Q(alt__icontains=word))
        return self.answer(request, found, lambda picture: (picture.pk, described(picture)))

    def thumbnail(self, request: HttpRequest, picture_id: int) -> HttpResponse:
        self.refuse_who_does_not_write(request)
        picture = Picture.objects.filter(pk=picture_id).first()
        if picture is None or not picture.thumbnail:
            raise Http404("There is no such picture.")
        return HttpResponseRedirect(reverse("media", args=[picture.thumbnail]))

    def answer(self, request: HttpRequest, found: QuerySet, said: Callable[[Any], tuple[int, str]]) -> HttpResponse:
        """As select2 wants it; one query, and one more than is shown tells whether there are more."""
        self.refuse_who_does_not_write(request)
        number = request.GET.get("page", "1")
        page = int(number) if number.isascii() and number.isdecimal() and len(number) < 5 else 1
        rows = list(found[(max(page, 1) - 1) * SHOWN :][: SHOWN + 1])
        results = [{"id": str(key), "text": text} for key, text in map(said, rows[:SHOWN])]
        return JsonResponse({"results": results, "pagination": {"more": len(rows) > SHOWN}})

    def refuse_who_does_not_write(self, request: HttpRequest) -> None:
        if not self.has_write_permission(request):
            raise PermissionDenied


def hand(field: forms.Field, chosen: tuple[int, str]) -> None:
    """What the row has read already is drawn without asking."""
    field.widget.at_hand = [chosen]


def asked(request: HttpRequest) -> list[str]:
    return request.GET.get("term", "")[:LONGEST].replace("\0", "").split()


def told(publication: Publication) -> str:
    """ "Kratom and sleep · articles/sleep · 3 March 2026"."""
    shown = date_format(localtime(publication.shown_at), "j F Y")
    return f"{publication.title} · {publication.path} · {shown}"


def described(picture: Picture) -> str:
    alt = "decorative" if picture.is_decorative else picture.alt or "no alternative text"
    return f"{picture.title} · {alt}"
