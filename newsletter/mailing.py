"""The campaigns that are under way: a short round of them at each call, so that the worker's other duties go on."""

from __future__ import annotations

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

from django.conf import settings
from django.db import InterfaceError, OperationalError

from newsletter import handover, ledger
from newsletter.audience import write_audience
from newsletter.composing import freeze
from newsletter.courier import Courier
from newsletter.models.campaign import Campaign, NotNow, State
from newsletter.models.pace import Pace
from newsletter.personal import Personal
from newsletter.postman import Postman
from newsletter.replies import SenderRefused
from newsletter.round import LATE_NEWS, Carrier, Round

log = logging.getLogger(__name__)

ROUND = 5.0  # seconds
SMTP = "django.core.mail.backends.smtp.EmailBackend"
CARRIERS: list[Carrier] = []  # their connections outlive a round


def mail_due(stop: Event | None = None) -> None:
    """One round: begin what is due, look after what died, send for a few seconds, end what is done."""
    stop = stop or Event()
    _look_after()
    for campaign in Campaign.objects.due():
        _go(campaign, State.FREEZING)
    under_way = list(Campaign.objects.under_way())
    if not under_way:
        _say_goodbye()
    for campaign in under_way:
        if not stop.is_set():
            _advance(campaign, stop, deadline=time.monotonic() + ROUND / len(under_way))


def _look_after() -> None:
    """What nobody is at work on any more."""
    while LATE_NEWS:
        handover.settle(LATE_NEWS[0])
        LATE_NEWS.pop(0)
    ledger.recover()
    ledger.skip_what_was_cancelled()
    Pace.grow_back()
    for campaign in Campaign.objects.in_review():
        _finish(campaign)


def _advance(campaign: Campaign, stop: Event, *, deadline: float) -> None:
    """A campaign that cannot go on is paused, with the reason: it must not hold up the others."""
    try:
        if campaign.state == State.FREEZING:
            _make_ready(campaign, stop, deadline)
        if campaign.state == State.SENDING:
            ledger.skip_what_is_late(campaign)
            _send(campaign, stop, deadline)
            _finish(campaign)
    except (OperationalError, InterfaceError):
        raise
    except SenderRefused as reason:
        _go(campaign, State.PAUSED, why=str(reason))
    except Exception as error:
        log.exception("campaign %s cannot go on", campaign.pk)
        _go(campaign, State.PAUSED, why=f"It could not go on: {type(error).__name__}. The log says more.")


def _make_ready(campaign: Campaign, stop: Event, deadline: float) -> None:
    freeze(campaign)
    while not stop.is_set() and time.monotonic() < deadline:
        done = write_audience(campaign)
        if done is None:  # paused or cancelled meanwhile
            break
        if done:
            _go(campaign, State.SENDING)
            break


def _send(campaign: Campaign, stop: Event, deadline: float) -> None:
    personal = Personal.of(campaign)
    many = max(1, settings.NEWSLETTER_CONNECTIONS)
    kind = Postman if settings.EMAIL_BACKEND == SMTP else Courier
    CARRIERS.extend(kind() for _ in range(many - len(CARRIERS)))
    rounds = [Round(campaign, personal, carrier, stop, deadline) for carrier in CARRIERS[:many]]
    if many == 1:
        rounds[0].run()
        return
    with ThreadPoolExecutor(many) as pool:
        for done in [pool.submit(each.run_apart) for each in rounds]:
            done.result()


def _say_goodbye() -> None:
    while CARRIERS:
        CARRIERS.pop().quit()


def _go(campaign: Campaign, state: State, why: str = "") -> None:
    """Unless another worker was quicker, or a person paused it meanwhile."""
    try:
        campaign.go(state, by=None, why=why)
    except NotNow as reason:
        log.info("campaign %s: %s", campaign.pk, reason)


def _finish(campaign: Campaign) -> None:
    try:
        ledger.finish(campaign)
    except NotNow as reason:
        log.info("campaign %s: %s", campaign.pk, reason)
