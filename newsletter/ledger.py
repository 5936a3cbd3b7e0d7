"""The deliveries of a campaign as a queue and an account. All of it is in the table, so any number of workers on any
number of machines may take part, and each may die at any moment: every row is accounted for."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Case, F, OuterRef, Subquery, Value, When
from django.utils import timezone

from newsletter.handover import AGAIN, DOUBT, MOST_TRIES, WAITS, Claimed, lease, skip
from newsletter.models.campaign import Campaign, NotNow, State
from newsletter.models.delivery import OPEN, Delivery, DeliveryQuerySet, Fate
from newsletter.models.pace import MINUTE, OVERALL, Pace, overall_limit

BATCH = 200
LATE, CANCELLED = "too late", "cancelled"
# Of a row that was in doubt before, the reason keeps saying so.
DIED = Case(
    When(reason__startswith=DOUBT, then=Value(f"{AGAIN}: the worker died")), default=Value("the worker died meanwhile")
)
COLUMNS = ("pk", "fence", "campaign_id", "domain", "tries", "subscriber__address", "subscriber__handle")


def claim(campaign: Campaign, *, most: int = BATCH) -> list[Claimed]:
    """Take rows that are due, as many as the limits allow, for as long as a lease; none while the campaign rests."""
    now = timezone.now()
    with transaction.atomic():
        if not Campaign.objects.filter(pk=campaign.pk, state=State.SENDING).exists():
            return []
        due = Delivery.objects.waiting().filter(campaign=campaign, due_at__lte=now).order_by("due_at", "pk")
        found = list(due.select_for_update(skip_locked=True).values_list("pk", "domain")[:most])
        taken = _within_limits(campaign, found, now) if found else []
        Delivery.objects.filter(pk__in=taken).update(
            fate=Fate.CLAIMED, fence=F("fence") + 1, leased_until=now + lease()
        )
        return [Claimed(*row) for row in Delivery.objects.filter(pk__in=taken).order_by("pk").values_list(*COLUMNS)]


def recover() -> None:
    """Leases that ran out: what was only claimed goes back, what was being handed over is in doubt. Rows that somebody
    has in hand in this very moment are left to them."""
    late = Delivery.objects.taken().filter(leased_until__lt=timezone.now())
    if not late.exists():
        return
    with transaction.atomic():
        found = late.select_for_update(skip_locked=True).values_list("pk", "fate", "campaign")
        handed: dict[int, list[int]] = {}
        for pk, fate, campaign in found:
            if fate == Fate.SENDING:
                handed.setdefault(campaign, []).append(pk)
        claimed = [pk for pk, fate, _ in found if fate == Fate.CLAIMED]
        Delivery.objects.filter(pk__in=claimed).update(fate=WAITS, leased_until=None)
        for each in Campaign.objects.filter(pk__in=handed):
            doubtful = Delivery.objects.filter(pk__in=handed[each.pk])
            doubtful.update(fate=Fate.IN_DOUBT, leased_until=None, settled_at=timezone.now(), reason=DIED)
            each.note(f"In doubt: {len(handed[each.pk])}. A worker died while the mail server answered.")


@transaction.atomic
def resend_in_doubt(campaign: Campaign, by: AbstractBaseUser) -> int:
    """A person decides: what is in doubt goes out again, some perhaps for the second time. Raises NotNow."""
    doubtful = _in_review(campaign)
    if _is_late(campaign):
        raise NotNow("The moment until which this campaign may be sent has passed.")
    many = _put_back(doubtful, due_at=timezone.now())
    campaign.go(State.SENDING, by=by, why=f"Sent again: {many} in doubt.")
    return many


@transaction.atomic
def leave_in_doubt(campaign: Campaign, by: AbstractBaseUser) -> int:
    """A person decides: what is in doubt stays so, and the campaign is over. Raises NotNow."""
    many = _in_review(campaign).count()
    campaign.go(State.SENT, by=by, why=f"Left alone: {many} in doubt.")
    return many


def skip_what_is_late(campaign: Campaign) -> int:
    """After `send_until` nothing goes out any more."""
    return _skip_waiting(campaign, LATE) if _is_late(campaign) else 0


def skip_what_was_cancelled() -> None:
    first = Delivery.objects.waiting().filter(campaign=OuterRef("pk")).order_by("due_at", "pk")[:1]
    cancelled = Campaign.objects.filter(state=State.CANCELLED).alias(waiting=Subquery(first.values("pk")))
    for campaign in cancelled.filter(waiting__isnull=False):
        _skip_waiting(campaign, CANCELLED)


def finish(campaign: Campaign) -> None:
    """It ends only when nothing is open. What is in doubt then goes out again if the campaign says so, else it waits
    for a person, or for late news. Raises NotNow."""
    rows = Delivery.objects.filter(campaign=campaign)
    if _is_open(rows) or (campaign.state == State.REVIEW and rows.in_doubt().exists()):
        return
    with transaction.atomic():
        state = _hold(campaign)
        if _is_open(rows) or (state == State.SENDING and _sends_again(campaign)):  # another may just have done so
            return
        end = State.REVIEW if rows.in_doubt().exists() else State.SENT
        if end != state:
            campaign.go(end, by=None)


def _in_review(campaign: Campaign) -> DeliveryQuerySet:
    """Its doubts, when all else is done. Raises NotNow."""
    state = _hold(campaign)
    if state != State.REVIEW:
        raise NotNow(f"This campaign is “{state.label}”: what is in doubt is decided when all else is done.")
    return Delivery.objects.filter(campaign=campaign).in_doubt()


@transaction.atomic
def _skip_waiting(campaign: Campaign, reason: str) -> int:
    _hold(campaign)
    return skip(Delivery.objects.waiting().filter(campaign=campaign), Value(reason))


def _hold(campaign: Campaign) -> State:
    """Its state, which stays for this transaction: two who change many rows of it in two orders would wait for each
    other for ever."""
    held = Campaign.objects.select_for_update(no_key=True).filter(pk=campaign.pk)
    return State(held.values_list("state", flat=True).get())


def _is_open(rows: DeliveryQuerySet) -> bool:
    """The open fates have the smallest numbers, so that the first entry of an index tells."""
    least = rows.order_by("fate").values_list("fate", flat=True).first()
    return least in OPEN


def _is_late(campaign: Campaign) -> bool:
    return campaign.send_until is not None and campaign.send_until <= timezone.now()


def _sends_again(campaign: Campaign) -> bool:
    """A lease later, each row at most five times in all, and none that nothing may be sent to any more."""
    if not campaign.resend_in_doubt:
        return False
    doubtful = Delivery.objects.filter(campaign=campaign, tries__lt=MOST_TRIES).in_doubt()
    many = _put_back(doubtful.exclude(reason__startswith=f"{DOUBT}, then"), due_at=timezone.now() + lease())
    if many:
        campaign.note(f"Sent again, because the campaign says so: {many} in doubt.")
    return many > 0


def _put_back(doubtful: DeliveryQuerySet, *, due_at: datetime) -> int:
    return doubtful.update(fate=WAITS, reason=AGAIN, due_at=due_at, settled_at=None)


def _within_limits(campaign: Campaign, found: list[tuple[int, str]], now: datetime) -> list[int]:
    """Those of `found` that may go this minute. What a domain must wait for does not hold up the others."""
    granted = Pace.take(OVERALL, len(found), limit=overall_limit())
    granted = Pace.take(f"campaign:{campaign.pk}", granted, limit=campaign.per_minute)
    allowed, held = Pace.sort_out(found[:granted])
    if held:
        Delivery.objects.filter(pk__in=held).update(due_at=now + MINUTE)
        for name in (OVERALL, f"campaign:{campaign.pk}"):
            Pace.put_back(name, len(held))
    return allowed
