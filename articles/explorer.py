"""The strain explorer: narrow the live profiles, put some side by side, take the set away."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import EmptyPage, InvalidPage, Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.facets import NAMES, Choice, Chosen, Profile, choices, chosen_in, fits
from articles.labels import BASIS, place_of
from articles.models.publication import Publication
from articles.models.site import SiteSettings
from articles.sidebyside import FEWEST, MOST, side_by_side
from articles.strainset import in_csv, in_json

A_PAGE = 24
SHOWN = 8  # choices of one list, before the others are folded away
TITLES = {
    "colour": "Vein colour",
    "type": "Kind",
    "use": "Reported for",
    "effect": "Reported effect",
    "basis": "Basis of the report",
    "origin": "Said to come from",
}
SORTS = {"": "By vein colour", "name": "By name", "basis": "Best basis first", "changed": "Latest change first"}


@require_safe
def strains(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/strains.html", explored(live_profiles(), request.GET))


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Two to four, by the last part of their addresses, in the order in which they were chosen."""
    asked = list(dict.fromkeys(request.GET.getlist("s")))
    paths = [f"strains/{slug}" for slug in asked if "\0" not in slug][: MOST * 5]
    live = Publication.objects.filter(kind="strain", path__in=paths).select_related("revision").defer("html", "text")
    by_path = {publication.path: publication for publication in live}
    known = [by_path[path] for path in paths if path in by_path]
    strains = known[:MOST]
    context = {
        "strains": [(strain, state_of(other for other in strains if other != strain)) for strain in strains],
        "rows": side_by_side(strains) if len(strains) >= FEWEST else [],
        "is_too_few": len(strains) < FEWEST,
        "left_out": known[MOST:],
        "unknown": len(asked) - len(known),
        "fewest": FEWEST,
        "most": MOST,
        "state": state_of(strains),
    }
    return render(request, "articles/compare.html", context)


@require_safe
def strain_set(request: HttpRequest, form: str) -> HttpResponse:
    """What the explorer finds, or the strains that are compared, as CSV or JSON, with licence and date."""
    chosen, picked = chosen_in(request.GET), set(request.GET.getlist("s"))
    profiles = [each for each in live_profiles() if fits(each, chosen) and (not picked or each.slug in picked)]
    found, told = in_order(profiles, ""), {"origin": settings.SITE_URL, "licence": SiteSettings.current().licence}
    if form == "json":
        answer: HttpResponse = JsonResponse(in_json(found, **told), json_dumps_params={"indent": 1})
    else:
        answer = HttpResponse(in_csv(found, **told), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="strains.csv"'
    answer["X-Robots-Tag"] = "noindex"
    return answer


def explored(profiles: list[Profile], query: QueryDict) -> dict[str, Any]:
    """What the explorer shows of `profiles` to somebody who asks for `query`; 404 for a page that is not there."""
    chosen = chosen_in(query)
    sort = query.get("sort", "") if query.get("sort", "") in SORTS else ""
    found = in_order([profile for profile in profiles if fits(profile, chosen)], sort)
    offered = choices(profiles, chosen)
    paging = page_of(found, query.get("page", "1"))
    return {
        "profiles": profiles,
        "found": found,
        "lists": lists_of(offered),
        "chips": chips_of(offered, chosen, sort),
        "sort": sort,
        "sorts": SORTS.items(),
        "state": address_of(chosen, sort),
        "is_narrowed": any(chosen.values()),
        "paging": paging,
        "canonical": reverse("strains") + (f"?page={paging.number}" if paging.number > 1 else ""),
        "fewest": FEWEST,
        "most": MOST,
    }


def live_profiles() -> list[Profile]:
    live = Publication.objects.filter(kind="strain").values_list("path", "title", "card", "changed_at")
    return [Profile.of(*each) for each in live]


def in_order(profiles: Iterable[Profile], sort: str) -> list[Profile]:
    by_name = sorted(profiles, key=lambda profile: profile.title.casefold())
    if sort == "name":
        return by_name
    if sort == "changed":
        return sorted(by_name, key=lambda profile: profile.changed_at, reverse=True)
    if sort == "basis":
        return sorted(by_name, key=best_basis)
    return sorted(by_name, key=lambda profile: (profile.type != "vein", place_of(profile.colour)))


def best_basis(profile: Profile) -> int:
    """The place of its best basis, trial first; last where nothing is reported."""
    order = list(BASIS)
    return min((order.index(report.basis) for report in profile.reports if report.basis in order), default=len(order))


def state_of(strains: Iterable[Publication]) -> str:
    """Those that are compared as the query of an address."""
    return urlencode([("s", strain.path.removeprefix("strains/")) for strain in strains])


def page_of(found: list[Profile], asked: str) -> Any:
    try:
        return Paginator(found, A_PAGE).page(asked if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0)
    except (EmptyPage, InvalidPage) as error:
        raise Http404("The list is not that long.") from error


def lists_of(offered: dict[str, list[Choice]]) -> list[dict[str, Any]]:
    """Every list with something to choose; what is chosen is never folded away."""
    lists = []
    for name in NAMES:
        first = [choice for n, choice in enumerate(offered[name]) if n < SHOWN or choice.is_chosen]
        rest = [choice for n, choice in enumerate(offered[name]) if n >= SHOWN and not choice.is_chosen]
        if offered[name]:
            lists.append({"name": name, "title": TITLES[name], "first": first, "rest": rest})
    return lists


def chips_of(offered: dict[str, list[Choice]], chosen: Chosen, sort: str) -> list[tuple[Choice, str]]:
    """What is chosen, each with the state of the address without it."""
    ticked = [choice for name in NAMES for choice in offered[name] if choice.is_chosen]
    return [
        (
            choice,
            address_of({**chosen, choice.name: tuple(v for v in chosen[choice.name] if v != choice.value)}, sort),
        )
        for choice in ticked
    ]


def address_of(chosen: Chosen, sort: str) -> str:
    """The state of the explorer as the query of its address."""
    query = QueryDict(mutable=True)
    for name in NAMES:
        query.setlist(name, list(chosen[name]))
    if sort:
        query["sort"] = sort
    return query.urlencode()
