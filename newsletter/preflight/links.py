"""Where the links lead: our own always to something that everybody can open, those of others as far as they answer."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest
from django.urls import Resolver404, ResolverMatch, resolve

from articles.models.publication import Address
from newsletter.preflight.finding import Finding, note, warning
from newsletter.preflight.proof import Proof
from newsletter.reaching import MOST_LINKS, Answer

STAFF = ("/admin/", "/accounts/", "/styleguide/")


def is_ours(url: str) -> bool:
    return urlsplit(url).hostname == urlsplit(settings.SITE_URL).hostname


def outer_links(proof: Proof) -> list[str]:
    return [url for url in proof.links if not is_ours(url) and "[[" not in url]


def inner_links_lead_somewhere(proof: Proof) -> Iterator[Finding]:
    paths = dict.fromkeys(unquote(urlsplit(url).path) or "/" for url in proof.links if is_ours(url))
    for path in paths:
        match = matched(path)
        if path.startswith(STAFF):
            yield Finding("link", f"The link to {path} leads to the desk, where only staff come in. Remove it.")
        elif match and {"token", "link"} & match.kwargs.keys():
            text = f"The link to {path[:40]}… was made for one person: whoever presses it acts for them. Remove it."
            yield Finding("link", text)
        elif (now := Address.target(path.strip("/").replace("\0", ""))) and now != path.strip("/"):
            yield warning("link", f"The link to {path} leads to a page that is at /{now}/ now. Write the new address.")
        elif not match or not leads_somewhere(path, match):
            text = f"The link to {path} leads to nothing that readers can open. Correct or remove it."
            yield Finding("link", text)


def matched(path: str) -> ResolverMatch | None:
    """The route of `path`; where its last slash is forgotten, readers are led on."""
    for each in () if "\0" in path else (path, f"{path}/"):
        try:
            return resolve(each)
        except Resolver404:
            continue
    return None


def leads_somewhere(path: str, match: ResolverMatch) -> bool:
    """Asked of the view itself, so that the two cannot come to differ."""
    request = HttpRequest()
    request.user = AnonymousUser()
    request.method, request.path, request.path_info, request.resolver_match = "GET", path, path, match
    request.META = {"REQUEST_METHOD": "GET", "SERVER_NAME": urlsplit(settings.SITE_URL).hostname, "SERVER_PORT": "443"}
    try:
        return match.func(request, *match.args, **match.kwargs).status_code < 400
    except (Http404, BadRequest):
        return False


def outer_links_answer(proof: Proof, answers: dict[str, Answer]) -> Iterator[Finding]:
    for url, answer in answers.items():
        if answer.status >= 400:
            yield warning("link", f"{url} answers with {answer.status}. Open it yourself, then correct or keep it.")
        elif answer.is_dead:
            yield warning("link", f"{url} leads nowhere: {answer.why} Correct or remove it.")
        elif not answer.status:
            yield note("link", f"{url} was not checked: {answer.why} Open it yourself.")
    if left_out := len(set(outer_links(proof)) - answers.keys()):
        yield note("link", f"{left_out} more links to other sites were not checked; {MOST_LINKS} are at most.")
