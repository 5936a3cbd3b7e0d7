"""Letters to another address: asked for behind one's own link, confirmed behind the link that is mailed there."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from articles.models.site import SiteSettings
from newsletter import throttle
from newsletter.forms import AddressForm
from newsletter.models.ask import Ask, SpentLink
from newsletter.models.evidence import agreed
from newsletter.models.subscriber import Subscriber
from newsletter.preferences.link import dead, for_subscribers, page
from newsletter.throttle import Verdict
from newsletter.tokens import DeadLink, ExpiredLink, read_move_token
from newsletter.views import refused, secret

SAME = "Your letters go to this address already."


@for_subscribers
def change_address(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    """The same answer whether or not somebody is known by the new address; the link in the mail tells the owner."""
    context = {"token": token, "subscriber": subscriber, "may_move": subscriber.may_move}
    if request.method != "POST" or not subscriber.may_move:
        return page(request, "address", **context)
    form = AddressForm(request.POST)
    if form.is_valid() and form.cleaned_data["email"].key == subscriber.key:
        form.add_error("email", SAME)
    if not form.is_valid():
        return page(request, "address", status=422, form=form, **context)
    return _asked(request, form, subscriber, token)


def _asked(request: HttpRequest, form: AddressForm, subscriber: Subscriber, token: str) -> HttpResponse:
    address = form.cleaned_data["email"]
    context = {"token": token, "subscriber": subscriber, "form": form, "may_move": True}
    if form.suggestion:
        return page(request, "suggest", action=request.path, **context)
    verdict = throttle.judge(request, address)
    if verdict is Verdict.PRESS:
        return page(request, "press", action=request.path, press=throttle.press(request, address), **context)
    if verdict is not Verdict.WELCOME:
        return refused(request, "address", verdict, **context)
    Ask.to_move(subscriber, address, network=throttle.network_of(request))
    return page(request, "address_asked", **context)


@secret
def move(request: HttpRequest, token: str) -> HttpResponse:
    """Opened from the mail at the new address."""
    try:
        ask = _ask(token)
        if request.method == "POST":
            ask.move(wording=agreed(request.POST.get("wording", "")), network=throttle.network_of(request))
            return page(request, "moved")
        if not ask.new_address:
            return page(request, "moved")
        if not ask.subscriber.may_move:
            raise SpentLink
    except DeadLink as link:
        return dead(request, link)
    site = SiteSettings.current()
    return page(request, "move", wording=site.consent_version, words=site.consent, address=ask.new_address)


def _ask(token: str) -> Ask:
    try:
        return Ask.objects.select_related("subscriber").get(handle=read_move_token(token), kind=Ask.Kind.MOVE)
    except Ask.DoesNotExist as error:
        raise ExpiredLink from error
