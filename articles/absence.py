"""What answers where no live page stands: the way to where it is now, the reason why it is gone, or 404."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from articles.elsewhere import instead_of
from articles.models.publication import Address, Withdrawal

AN_HOUR = "public, max-age=3600"  # an old address may come into use again


def absent(request: HttpRequest, path: str, name: str, **rest: Any) -> HttpResponse | None:
    """The answer of the view called `name` for a page that is not live at `path`; nothing where it is. While a page is
    withdrawn, all that was ever shown of it is."""
    target = Address.target(path)
    if target == path:
        return None
    if target:
        response = redirect(name, path=target, permanent=True, **rest)
        response["Cache-Control"] = AN_HOUR
        return response
    if withdrawal := Withdrawal.at_path(path):
        context = {"withdrawal": withdrawal, **instead_of(withdrawal)}
        return render(request, "410.html", context, status=410)
    raise Http404("No page was ever shown at this address.")
