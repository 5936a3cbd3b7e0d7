"""A moment as a person says it, a day and a time in their own zone, and as it is kept."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format

REMEMBERED = "time_zone"
REGIONS = {"Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
FARTHEST = 10  # years from now
MORNING = time(9)


class MomentForm(forms.Form):
    """Gives `at`, in UTC. `which` is asked only where the clock shows a time twice."""

    day = forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    hour = forms.TimeField(label="Time", widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
    zone = forms.ChoiceField(label="Time zone")
    which = forms.TypedChoiceField(
        label="Which of the two?",
        choices=[("0", "The first"), ("1", "The second")],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        zone = zone_of(request)
        tomorrow = timezone.localdate(timezone=zone) + timedelta(days=1)
        kwargs["initial"] = {"day": tomorrow, "hour": MORNING, "zone": zone.key} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.is_twofold = False
        self.fields["zone"].choices = by_region()
        if REMEMBERED not in request.session:
            self.fields["zone"].widget.attrs["data-ask-browser"] = ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if {"day", "hour", "zone"} <= cleaned.keys():
            cleaned["at"] = self.moment(cleaned["day"], cleaned["hour"], ZoneInfo(cleaned["zone"]))
        return cleaned

    def moment(self, day: date, hour: time, zone: ZoneInfo) -> datetime:
        now = timezone.now()
        if not now.year - 1 <= day.year <= now.year + FARTHEST:
            raise ValidationError({"day": f"Choose a day from today on, within {FARTHEST} years."})
        local = datetime.combine(day, hour.replace(second=0, microsecond=0), tzinfo=zone)
        meant = [local.replace(fold=fold).astimezone(UTC) for fold in (0, 1)]
        if meant[0].astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
            raise ValidationError({"hour": skipped(local, meant, zone)})
        at = self.chosen(meant, zone) if meant[0] != meant[1] else meant[0]
        if at <= now:
            raise ValidationError({"hour": f"{spoken(at, zone)} is past. Now it is {spoken(now, zone)}."})
        return at

    def chosen(self, meant: list[datetime], zone: ZoneInfo) -> datetime:
        """The clock is put back and shows this time twice."""
        self.is_twofold = True
        self.fields["which"].choices = [(str(fold), with_utc(at, zone)) for fold, at in enumerate(meant)]
        which = self.cleaned_data.get("which")
        if which is None:
            raise ValidationError({"which": "The clock is put back on that day and shows this time twice."})
        return meant[which]


def skipped(local: datetime, meant: list[datetime], zone: ZoneInfo) -> str:
    """The clock is put forward over this time."""
    before, after = sorted(spoken(at, zone) for at in meant)
    return f"There is no {local:%H:%M} on that day in {zone.key}: the clock is put forward. Choose {before} or {after}."


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


def by_region() -> list[tuple[str, Any]]:
    """As a select shows them: under "Europe" its places, those without a region by themselves."""
    shown: list[tuple[str, Any]] = []
    for region, names in groupby(zones(), key=lambda name: name.partition("/")[0]):
        places = [(name, place_of(name)) for name in names]
        shown += [(region, places)] if region in REGIONS else places
    return shown


def place_of(name: str) -> str:
    """ "Europe/Berlin" -> "Berlin (Europe)", so that typing the place finds it."""
    region, _, place = name.replace("_", " ").rpartition("/")
    return f"{place} ({region})" if region else place


def spoken(at: datetime, zone: tzinfo) -> str:
    """ "Sunday 25 October 2026, 02:30 +02:00"."""
    local = at.astimezone(zone)
    return f"{date_format(local, 'l j F Y, H:i')} {local.isoformat()[-6:]}"


def with_utc(at: datetime, zone: tzinfo) -> str:
    """ "Sunday 25 October 2026, 02:30 +02:00 (00:30 UTC)", with the day where UTC has another one."""
    local, utc = at.astimezone(zone), at.astimezone(UTC)
    form = "H:i" if local.date() == utc.date() else "l j F, H:i"
    return f"{spoken(at, zone)} ({date_format(utc, form)} UTC)"
