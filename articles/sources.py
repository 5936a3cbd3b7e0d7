"""Sources: what live pages cite, and the same for reference managers. One that only a draft cites stays unseen."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles import lists
from articles.absence import absent
from articles.citations import FORMS, STYLES, entry, exchanged, facts, short
from articles.models.publication import Publication
from articles.models.reference import Reference
from articles.paging import leafed

LISTED = re.compile(r'<li id="ref-[0-9]+">.*?href="/references/([^/"]+)/"', re.DOTALL)
CALLED = {"bib": "BibTeX", "ris": "RIS", "json": "CSL-JSON"}
UNCITED = "No live page cites this."


@require_safe
def references(request: HttpRequest, number: int = 1) -> HttpResponse:
    context = leafed(lists.references(), number)
    context["sources"] = [entry(reference.says()) for reference in context["paging"]]
    return render(request, "articles/references.html", context)


@require_safe
def reference(request: HttpRequest, key: str, number: int = 1) -> HttpResponse:
    reference = called(key)
    context = leafed(lists.showing(reference.embed_name), number)
    paging = context["paging"]
    if not paging.paginator.count:
        raise Http404(UNCITED)
    if reference.key != key:
        return redirect("reference", key=reference.key, permanent=True)
    said = reference.says()
    chosen = paging.object_list.values("publication")
    paging.object_list = Publication.objects.cards().filter(pk__in=chosen).newest()
    context |= {"source": entry(said), "facts": facts(said), "short": short(said)}
    context["styles"] = [(name, worded(said)) for name, worded in STYLES.items()]
    context["files"] = [(CALLED[form], reverse("reference-file", args=[reference.key, form])) for form in FORMS]
    return render(request, "articles/reference.html", context)


@require_safe
def export(request: HttpRequest, key: str, form: str) -> HttpResponse:
    """One source as a file."""
    if form not in FORMS:
        raise Http404("There is no such form.")
    reference = cited(key)
    if reference.key != key:
        return redirect("reference-file", key=reference.key, form=form, permanent=True)
    return file([reference.says()], name=reference.key, form=form)


@require_safe
def listed(request: HttpRequest, path: str, form: str) -> HttpResponse:
    """The references of a live page as a file, in the order of their numbers and as readers see them there."""
    if form not in FORMS:
        raise Http404("There is no such form.")
    publication = Publication.objects.at(path)
    if publication is None:
        return absent(request, path, "references-file", form=form) or redirect("references-file", path=path, form=form)
    records = publication.revision.snapshot.records
    said = {says["key"]: says for name, says in records.items() if name.startswith("reference:")}
    keys = [key for key in LISTED.findall(publication.html) if key in said]
    if not keys:
        raise Http404("This page cites nothing.")
    return file([said[key] for key in keys], name=f"{path.rpartition('/')[2]}-references", form=form)


def cited(key: str) -> Reference:
    """The source called so, or the one that it was merged into; 404 where no live page cites that."""
    reference = called(key)
    if not lists.showing(reference.embed_name).rows.values_list("pk")[:1]:  # by the index, which exists() would leave
        raise Http404(UNCITED)
    return reference


def called(key: str) -> Reference:
    reference = get_object_or_404(Reference.objects.select_related("merged_into"), key=key)
    return reference.merged_into or reference


def file(said: list[dict[str, object]], *, name: str, form: str) -> HttpResponse:
    media_type, content = exchanged(said, form)
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"', "X-Robots-Tag": "noindex"}
    return HttpResponse(content, content_type=f"{media_type}; charset=utf-8", headers=headers)
