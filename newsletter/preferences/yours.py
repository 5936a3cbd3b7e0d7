"""For who has no letter at hand: the link to everything that is held, mailed to the address it is about."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from newsletter import throttle
from newsletter.forms import AddressForm
from newsletter.models.ask import Ask
from newsletter.preferences.link import page
from newsletter.throttle import Verdict
from newsletter.views import refused, uncached


@uncached
def yours(request: HttpRequest) -> HttpResponse:
    """The same for every address; the mail tells whether anything is held."""
    if request.method != "POST":
        return page(request, "yours")
    form = AddressForm(request.POST)
    if not form.is_valid():
        return page(request, "yours", status=422, form=form)
    if form.is_trap_sprung:
        return page(request, "yours_asked")
    address = form.cleaned_data["email"]
    verdict = throttle.judge(request, address)
    if verdict is Verdict.PRESS:
        return page(request, "press", action=request.path, form=form, press=throttle.press(request, address))
    if verdict is not Verdict.WELCOME:
        return refused(request, "yours", verdict, form=form)
    Ask.for_rights(address, network=throttle.network_of(request))
    return page(request, "yours_asked")
