"""A moment as a person says it, a day and a time in their own zone, and as it is kept, in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms.utils import from_current_timezone
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format

REMEMBERED = "time_zone"  # in the session: the zone that one chose for the hours of a page, too
REGIONS = {"Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
FARTHEST = timedelta(days=366)
MORNING = time(9)


class MomentForm(forms.Form):
    """`moment` is what was typed, in UTC."""

    day = forms.DateField(required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    hour = forms.TimeField(label="Time", required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
    zone = forms.ChoiceField(label="Time zone")

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        zone = zone_of(request)
        tomorrow = timezone.localdate(timezone=zone) + timedelta(days=1)
        kwargs["initial"] = {"day": tomorrow, "hour": MORNING, "zone": zone.key} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.fields["zone"].choices = [(name, name.replace("_", " ")) for name in zones()]
        if REMEMBERED not in request.session:
            self.fields["zone"].widget.attrs["data-ask-browser"] = ""

    def moment(self, cleaned: dict[str, Any]) -> datetime:
        """Raises ValidationError: the past, the far future, and what the clock skips or shows twice."""
        for name in ("day", "hour"):
            if not cleaned.get(name):
                raise ValidationError({name: "Choose a day and a time."})
        zone, now = ZoneInfo(cleaned["zone"]), timezone.now()
        if abs(cleaned["day"] - now.date()) > FARTHEST:
            raise ValidationError({"day": "Choose a day from today on, within a year."})
        hour = cleaned["hour"].replace(second=0, microsecond=0)
        try:
            with timezone.override(zone):
                at = from_current_timezone(datetime.combine(cleaned["day"], hour)).astimezone(UTC)
        except ValidationError as error:
            why = f"The clock is changed on that day: {hour:%H:%M} comes twice or never. Choose another time."
            raise ValidationError({"hour": why}) from error
        if at <= now:
            raise ValidationError({"hour": f"{spoken(at, zone)} is past. Now it is {spoken(now, zone)}."})
        return at


def zone_of(request: HttpRequest) -> ZoneInfo:
    """The zone that this person chose last."""
    name = request.session.get(REMEMBERED)
    return ZoneInfo(name if name in zones() else settings.TIME_ZONE)


def remember(request: HttpRequest, name: str) -> None:
    request.session[REMEMBERED] = name


@cache
def zones() -> list[str]:
    """Zones named after places, and UTC."""
    places = {name for name in available_timezones() if name.partition("/")[0] in REGIONS}
    return sorted({"UTC", settings.TIME_ZONE, *places})


def spoken(at: datetime, zone: ZoneInfo) -> str:
    """ "Sunday 25 October 2026, 02:30 +02:00"."""
    local = at.astimezone(zone)
    return f"{date_format(local, 'l j F Y, H:i')} {local.isoformat()[-6:]}"


def with_utc(at: datetime, zone: ZoneInfo) -> str:
    """ "Sunday 25 October 2026, 02:30 +02:00 (00:30 UTC)", with the day where UTC has another one."""
    local, utc = at.astimezone(zone), at.astimezone(UTC)
    form = "H:i" if local.date() == utc.date() else "l j F, H:i"
    return f"{spoken(at, zone)} ({date_format(utc, form)} UTC)"
