"""Who writes and who reviews. Somebody is public while a live page names them."""

from __future__ import annotations

from django.conf import settings
from django.db.models import OuterRef, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles import lists
from articles.models.filing import REVIEWER
from articles.models.listing import length_of
from articles.models.person import Person
from articles.models.publication import Publication, PublicationQuerySet
from articles.paging import leafed, paged, rows
from articles.profile import profile


@require_safe
def people(request: HttpRequest, number: int = 1) -> HttpResponse:
    context = leafed(lists.people(), number)
    context["paging"].object_list = counted(context["paging"].object_list).select_related("picture")
    return render(request, "articles/people.html", context)


@require_safe
def person(request: HttpRequest, key: str, number: int = 1) -> HttpResponse:
    named = counted(Person.objects.all()).filter(Q(wrote__gt=0) | Q(checked__gt=0))
    person = get_object_or_404(named.select_related("picture"), key=key)
    context = paged(range(max(person.wrote, person.checked)), number)
    context["written"] = pages(person.embed_name, number) if person.wrote else []
    context["reviewed"] = pages(f"{REVIEWER}:{person.key}", number) if person.checked else []
    context["jsonld"] = profile(person, origin=settings.SITE_URL)
    return render(request, "articles/person.html", {"person": person, **context})


def counted(people: QuerySet[Person]) -> QuerySet[Person]:
    """With how many live pages each `wrote`, and how many bear their review today (`checked`)."""
    names = {"wrote": Person.KIND, "checked": REVIEWER}
    return people.annotate(
        **{told: length_of(kind, "key", lists.showing(named(kind)).unsorted) for told, kind in names.items()}
    )


def named(kind: str) -> Combinable:
    return Concat(Value(f"{kind}:"), OuterRef("key"))


def pages(record: str, number: int) -> PublicationQuerySet:
    """One page of those whose readers see the record."""
    chosen = rows(lists.showing(record), number).values("publication")
    return Publication.objects.cards().filter(pk__in=chosen).newest()
