"""What pictures of the library lack, and which of them nothing uses."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.http import HttpRequest

from articles.admin.filters import Filter
from articles.models import Embed, Picture
from articles.models.picture import TRIES

SMALL = 960  # pixels: narrower, and it is soft across a page on a sharp screen


class WantingFilter(Filter):
    title, parameter_name = "what it lacks", "lacks"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("alt", "Alternative text"),
            ("use", "Any use"),
            ("size", f"Size: under {SMALL} pixels wide"),
            ("lighter", "Lighter files: could not be made"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Picture]) -> QuerySet[Picture]:
        known = {
            "alt": Q(alt="", is_decorative=False),
            "size": Q(width__lt=SMALL),
            "lighter": Q(lighter_at=None, lighter_tries__gte=TRIES),
        }
        if self.value() == "use":
            return unused(queryset)
        return queryset.filter(known[self.value()]) if self.value() in known else queryset


def unused(pictures: QuerySet[Picture]) -> QuerySet[Picture]:
    """Those that no row of any kind points at and that no revision, past ones too, says anything of."""
    name = Concat(Value(f"{Picture.KIND}:"), OuterRef("key"))
    found = pictures.exclude(Exists(Embed.objects.filter(name=name)))
    for pointing in Picture._meta.get_fields(include_hidden=True):
        if pointing.auto_created and not pointing.concrete and pointing.related_model:
            rows = pointing.related_model._base_manager.filter(**{pointing.field.name: OuterRef("pk")})
            found = found.exclude(Exists(rows))
    return found
