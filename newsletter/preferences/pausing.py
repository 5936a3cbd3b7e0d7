"""No letters for some months, and letters again at once."""

from __future__ import annotations

import calendar
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from newsletter.models.subscriber import Subscriber
from newsletter.preferences.link import for_subscribers, page

MONTHS = {"1": 1, "3": 3, "6": 6}  # as they are posted


@for_subscribers
def pause(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    """`months` is how long from now on; 0 ends a pause. Whatever else is posted changes nothing."""
    asked = request.POST.get("months", "") if request.method == "POST" else ""
    if asked in MONTHS:
        subscriber.paused_until = after(timezone.now(), months=MONTHS[asked])
    elif asked == "0":
        subscriber.paused_until = None
    is_saved = asked == "0" or asked in MONTHS
    if is_saved:
        subscriber.save(update_fields=["paused_until"])
    status = 422 if request.method == "POST" and not is_saved else 200
    return page(request, "pause", status=status, subscriber=subscriber, token=token, is_saved=is_saved)


def after(moment: datetime, *, months: int) -> datetime:
    """The same day of a later month, or its last day, at the same hour in the time of the site."""
    here = timezone.localtime(moment)
    years, month = divmod(here.month - 1 + months, 12)
    year, month = here.year + years, month + 1
    day = min(here.day, calendar.monthrange(year, month)[1])
    return timezone.make_aware(datetime(year, month, day, here.hour, here.minute))
