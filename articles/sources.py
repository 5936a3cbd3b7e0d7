"""Sources: what live pages cite. One that only a draft cites stays unseen."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Concat
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.citations import entry, short
from articles.models.publication import Publication
from articles.models.reference import Reference
from articles.models.revision import Embed
from articles.paging import paged


@require_safe
def references(request: HttpRequest, number: int = 1) -> HttpResponse:
    context = paged(cited_references().order_by("authors", "key"), number)
    context["sources"] = [entry(reference.says()) for reference in context["paging"]]
    return render(request, "articles/references.html", context)


@require_safe
def reference(request: HttpRequest, key: str, number: int = 1) -> HttpResponse:
    reference = get_object_or_404(Reference, key=key)
    said = reference.says()
    context = paged(Publication.objects.saying(reference.embed_name).cards().newest(), number)
    if not context["paging"].paginator.count:
        raise Http404("No live page cites this.")
    return render(request, "articles/reference.html", {"source": entry(said), "short": short(said), **context})


def cited_references() -> QuerySet[Reference]:
    name = Concat(Value(f"{Reference.KIND}:"), OuterRef("key"))
    live = Embed.objects.filter(name=name, revision__publication__isnull=False).exclude(digest="")
    return Reference.objects.filter(Exists(live))
