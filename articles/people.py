"""Who writes and who reviews. Somebody is public while a live page names them."""

from __future__ import annotations

from django.db.models import CharField, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Concat
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.models.person import Person
from articles.models.publication import Publication
from articles.models.review import Review
from articles.paging import number_of, paged, slice_of


@require_safe
def people(request: HttpRequest, number: int = 1) -> HttpResponse:
    return render(request, "articles/people.html", paged(named().order_by("name", "key"), number))


@require_safe
def person(request: HttpRequest, key: str, number: int = 1) -> HttpResponse:
    person = get_object_or_404(named().select_related("picture"), key=key)
    context = paged(range(max(person.wrote, person.checked)), number)
    checked = signed_by(Value(person.pk), Value(person.key)).values("revision__page")
    context["written"] = Publication.objects.saying(person.embed_name).cards().newest()[slice_of(number)]
    context["reviewed"] = Publication.objects.filter(page__in=checked).cards().newest()[slice_of(number)]
    return render(request, "articles/person.html", {"person": person, **context})


def named() -> QuerySet[Person]:
    """People whom live pages name, with how many they `wrote` and how many they `checked` as reviewers."""
    name = Concat(Value(f"{Person.KIND}:"), OuterRef("key"))
    checked = signed_by(OuterRef("pk"), OuterRef("key"))
    counted = Person.objects.annotate(
        wrote=number_of(Publication.objects.saying(name)), checked=number_of(checked, of="revision__page")
    )
    return counted.filter(Q(wrote__gt=0) | Q(checked__gt=0))


def signed_by(pk: Combinable, key: Combinable) -> QuerySet[Review]:
    """This person's signatures on pages that bear their review today: an older one, under another's, does not count.
    Asked from the reviews, of which somebody has few, not from all pages."""
    reviewer = Cast(KeyTextTransform("slug", "revision__page__publication__reviewed"), CharField())
    return Review.objects.signed().annotate(reviewer=reviewer).filter(person=pk, reviewer=key)
