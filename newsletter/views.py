"""Joining, confirming, leaving. No answer is kept anywhere; no link that is only opened changes anything."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from articles.models.site import SiteSettings
from newsletter import throttle
from newsletter.forms import AddressForm, JoinForm
from newsletter.models.ask import Ask, SpentLink
from newsletter.models.consent import ConsentEvent
from newsletter.models.evidence import agreed
from newsletter.models.subscriber import Subscriber
from newsletter.throttle import Verdict
from newsletter.tokens import DeadLink, ExpiredLink, read_confirm_token, read_leave_token

View = Callable[..., HttpResponse]
REFUSALS = {Verdict.FOREIGN: 403, Verdict.BUSY: 429, Verdict.BROKEN: 503}


def uncached(view: View) -> View:
    """For anybody, without a cookie: GET, HEAD and POST, kept nowhere."""
    return require_http_methods(["GET", "HEAD", "POST"])(never_cache(csrf_exempt(view)))


def secret(view: View) -> View:
    """Its address is somebody's link: it is passed on to nobody."""

    @wraps(view)
    def wrapped(*args: Any, **kwargs: Any) -> HttpResponse:
        response = view(*args, **kwargs)
        response["Referrer-Policy"], response["X-Robots-Tag"] = "no-referrer", "noindex"
        return response

    return uncached(wrapped)


@uncached
def subscribe(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, "subscribe")
    form = JoinForm(request.POST)
    if not form.is_valid():
        return _page(request, "subscribe", status=422, form=form)
    if form.is_trap_sprung:
        return _page(request, "asked")
    if form.suggestion:
        return _page(request, "suggest", form=form, action=request.path)
    return _answer(request, form)


@secret
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    try:
        ask = _ask(token)
        if request.method == "POST":
            ask.confirm(wording=_agreed(request, ask), network=throttle.network_of(request))
        elif ask.is_spent:
            raise SpentLink
    except DeadLink as link:
        return _page(request, "dead", status=410, why=link.why)
    if ask.subscriber.is_active:
        return _page(request, "confirmed")
    site = SiteSettings.current()
    return _page(request, "confirm", wording=ask.wording or site.consent_version, words=ask.words or site.consent)


@secret
def leave(request: HttpRequest, token: str) -> HttpResponse:
    try:
        subscriber = Subscriber.objects.filter(handle=read_leave_token(token)).first()
    except DeadLink as link:
        return _page(request, "dead", status=410, why=link.why)
    if subscriber is None or subscriber.left_at:
        return _page(request, "left")
    if request.method != "POST":
        return _page(request, "leave")
    subscriber.leave(mechanism=_mechanism(request), network=throttle.network_of(request))
    return _page(request, "left")


def _answer(request: HttpRequest, form: JoinForm) -> HttpResponse:
    """The same for every state of the address; the mail tells the difference."""
    address = form.cleaned_data["email"]
    verdict = throttle.judge(request, address)
    if verdict is Verdict.PRESS:
        return _page(request, "press", form=form, action=request.path, press=throttle.press(request, address))
    if verdict is not Verdict.WELCOME:
        return refused(request, "refused", verdict, form=form)
    Ask.write(address, network=throttle.network_of(request), evidence=form.evidence())
    return _page(request, "asked")


def refused(request: HttpRequest, name: str, verdict: Verdict, *, form: AddressForm, **context: Any) -> HttpResponse:
    """The page of that name, with the address as it was typed for another try."""
    response = _page(request, name, status=REFUSALS[verdict], verdict=verdict.value, form=form, **context)
    if verdict is not Verdict.FOREIGN:
        response["Retry-After"] = str(int(throttle.WINDOW.total_seconds()))
    return response


def _ask(token: str) -> Ask:
    """The ask a link was made for. Raises DeadLink; ExpiredLink too where it has been erased."""
    try:
        return Ask.objects.select_related("subscriber").get(handle=read_confirm_token(token))
    except Ask.DoesNotExist as error:
        raise ExpiredLink from error


def _agreed(request: HttpRequest, ask: Ask) -> int | None:
    """Which words stood above the button: those of the ask, or those the page says it showed, if they exist."""
    return ask.wording or agreed(request.POST.get("wording", ""))


def _mechanism(request: HttpRequest) -> ConsentEvent.Mechanism:
    one_click = request.POST.get("List-Unsubscribe") == "One-Click"
    return ConsentEvent.Mechanism.ONE_CLICK if one_click else ConsentEvent.Mechanism.LEAVE_LINK


def _page(request: HttpRequest, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, f"newsletter/{name}.html", context, status=status)
