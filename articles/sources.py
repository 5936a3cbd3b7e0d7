"""Sources: what live pages cite. One that only a draft cites stays unseen."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles import lists
from articles.citations import entry, short
from articles.models.publication import Publication
from articles.models.reference import Reference
from articles.paging import leafed


@require_safe
def references(request: HttpRequest, number: int = 1) -> HttpResponse:
    context = leafed(lists.references(), number)
    context["sources"] = [entry(reference.says()) for reference in context["paging"]]
    return render(request, "articles/references.html", context)


@require_safe
def reference(request: HttpRequest, key: str, number: int = 1) -> HttpResponse:
    reference = get_object_or_404(Reference, key=key)
    said = reference.says()
    context = leafed(lists.showing(reference.embed_name), number)
    paging = context["paging"]
    if not paging.paginator.count:
        raise Http404("No live page cites this.")
    chosen = paging.object_list.values("publication")
    paging.object_list = Publication.objects.cards().filter(pk__in=chosen).newest()
    return render(request, "articles/reference.html", {"source": entry(said), "short": short(said), **context})
