"""The style guide for the staff: every component in every state, by the templates and the drawing that readers get."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from articles.models.site import SiteSettings
from articles.palette import Pair, colours, pairs
from articles.styleguide.components import COMPONENTS
from articles.styleguide.states import Component, State

NAMED = re.compile(r' (id|for|popovertarget|interestfor|aria-labelledby|aria-describedby)="([^"]+)"| href="#([^"]+)"')
MAIN = re.compile(r"</header>(.*)</main>", re.DOTALL)  # crumbs and banner too, which stand between the two


@dataclass(frozen=True)
class Shown:
    """A component with its states, drawn. `parts` names its files in css/src/."""

    id: str
    name: str
    parts: str
    states: list[tuple[str, SafeString]]


@admin.site.admin_view
@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Sends to the sign-in who is not of the staff, as the admin does; nobody keeps it."""
    site = SiteSettings.current()
    shown = [show(component, request, site) for component in COMPONENTS]
    context = {"site": site, "components": shown, "colours": colours(), "contrasts": contrasts()}
    response = render(request, "styleguide/styleguide.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def contrasts() -> list[tuple[Pair, ...]]:
    """Each pair of colours by day and by night, then the same for readers who ask for more contrast."""
    usual, more = pairs(), pairs(more=True)
    return list(zip(usual[::2], usual[1::2], more[::2], more[1::2], strict=True))


def show(component: Component, request: HttpRequest, site: SiteSettings) -> Shown:
    id_ = slugify(component.name)
    states = [
        (state.name, apart(drawn(state, request, site), f"{id_}-{n}")) for n, state in enumerate(component.states)
    ]
    return Shown(id_, component.name, component.parts, states)


def drawn(state: State, request: HttpRequest, site: SiteSettings) -> str:
    """The template's HTML; of a whole page what stands between its masthead and its end."""
    html = render_to_string(state.template, {"site": site, **state.given()}, request)
    found = MAIN.search(html) if "<!doctype" in html else None
    return re.sub(r"<main[^>]*>", "", found[1]) if found else html


def apart(html: str, suffix: str) -> SafeString:
    """With ids of its own and without the focus, because the guide shows several of what a page has once."""

    def named(match: re.Match[str]) -> str:
        if match[3]:
            return f' href="#{match[3]}-{suffix}"'
        return ' {}="{}"'.format(match[1], " ".join(f"{name}-{suffix}" for name in match[2].split()))

    return mark_safe(NAMED.sub(named, html.replace(" autofocus", "")))
