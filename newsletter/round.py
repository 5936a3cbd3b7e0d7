"""What one connection to the mail server does in a few seconds."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event
from typing import Protocol

from django.conf import settings
from django.db import Error, connection
from django.utils import timezone

from newsletter import handover, ledger
from newsletter.handover import Claimed, Outcome
from newsletter.ledger import BATCH
from newsletter.models.campaign import Campaign
from newsletter.models.delivery import Fate
from newsletter.models.pace import OVERALL, Pace
from newsletter.personal import Personal
from newsletter.replies import SLOW_DOWN, SenderRefused, Trouble

log = logging.getLogger(__name__)

FIRST_BATCH = 20  # until it is known how long a letter takes
REST = timedelta(seconds=30)  # after trouble with the mail server
LATE_NEWS: list[Outcome] = []  # what could not be written down because the database was away


class Carrier(Protocol):
    """Postman and Courier. Raises Trouble and SenderRefused where nothing was handed over."""

    def hand_over(self, claimed: Claimed, sender: str, message: bytes) -> Outcome: ...
    def close(self) -> None: ...
    def quit(self) -> None: ...


class Round:
    """Until the deadline, or until somebody asks to stop: the letter in hand is finished."""

    def __init__(self, campaign: Campaign, personal: Personal, carrier: Carrier, stop: Event, deadline: float) -> None:
        self.campaign, self.personal, self.carrier = campaign, personal, carrier
        self.stop, self.deadline = stop, deadline
        self.done: Outcome | None = None  # not settled yet: it goes into the commit that begins the next
        self.most = FIRST_BATCH
        self.rests = False

    def run(self) -> None:
        try:
            while not self._is_over():
                claims = ledger.claim(self.campaign, most=self.most)
                if not claims:
                    break
                many, started = len(claims), time.monotonic()
                with self._given_back(claims):
                    self._carry(claims)
                each = (time.monotonic() - started) / many
                self.most = max(1, min(BATCH, int(settings.NEWSLETTER_LEASE / 4 / max(each, 0.0001))))
        finally:
            self._settle()

    def run_apart(self) -> None:
        """In a thread, which has a database connection of its own."""
        try:
            self.run()
        finally:
            connection.close()

    def _carry(self, claims: list[Claimed]) -> None:
        while claims and not self._is_over():
            one = claims.pop(0)
            is_ours = handover.begin(one, before=self.done)
            self.done = None  # not before: had that commit failed, the outcome would be lost
            if is_ours:
                self._hand_over(one)
            elif not handover.decline(one):
                self.rests = True

    def _hand_over(self, one: Claimed) -> None:
        try:
            self.done = self._outcome(one)
        except Trouble as trouble:
            log.warning("campaign %s rests for a moment: %s", self.campaign.pk, trouble)
            handover.give_back(one)
            Pace.close(OVERALL, until=timezone.now() + REST)
            self.rests = True
            return
        except SenderRefused:
            handover.give_back(one)
            raise
        if self.done.code in SLOW_DOWN:
            Pace.slow_down(one.domain)

    def _outcome(self, one: Claimed) -> Outcome:
        try:
            letter = self.personal.letter_for(one)
            return self.carrier.hand_over(one, self.personal.sender_for(one), letter)
        except ValueError as error:  # one person's words cannot be sent: they must not hold up all the others
            log.error("no letter for delivery %s: %s", one.pk, type(error).__name__)
            self.carrier.close()
            return Outcome(one, Fate.FAILED, 0, f"no letter could be made: {type(error).__name__}")

    @contextmanager
    def _given_back(self, claims: list[Claimed]) -> Iterator[None]:
        """Whatever happens, what is left of `claims` afterwards is free for others."""
        try:
            yield
        finally:
            handover.release(claims)

    def _settle(self) -> None:
        done, self.done = self.done, None
        if done:
            try:
                handover.settle(done)
            except Error:
                LATE_NEWS.append(done)
                raise

    def _is_over(self) -> bool:
        return self.rests or self.stop.is_set() or time.monotonic() > self.deadline
