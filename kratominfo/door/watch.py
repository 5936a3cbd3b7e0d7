"""Which edition of the site holds: asked of the database at most once a second."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from threading import Lock

from django.db import DatabaseError, InterfaceError, close_old_connections
from django.utils import timezone

from kratominfo.door.shelf import Edition, Shelf

logger = logging.getLogger(__name__)

A_SECOND = 1.0
PATIENCE = 2.0  # seconds that a request waits for another one's question


class Watch:
    """Holds the shelf of the edition that holds. `ask` returns the number of the site's version; `grace`: seconds that
    the last edition is served while it cannot be asked; `room`: bytes."""

    def __init__(
        self, ask: Callable[[], int], *, room: int, grace: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.ask, self.room, self.grace, self.clock = ask, room, grace, clock
        self.shelf: Shelf | None = None
        self.is_blind = False  # the last question had no answer
        self.holds_until = self.asked_at = -float("inf")
        self._lock = Lock()

    def look(self) -> Shelf | None:
        """The shelf of the edition that held a second ago at most; none where nobody knows which that is."""
        return self.shelf if self.clock() < self.holds_until else self._look(self.clock())

    def look_again(self) -> Shelf | None:
        """The same, asked now: a proxy knows of another edition."""
        return self._look(self.clock(), anew=True)

    @property
    def lasting(self) -> float:
        """Seconds for which what holds now may still be shown while nobody can be asked."""
        return max(0.0, self.grace - (self.clock() - self.asked_at)) if self.is_blind else self.grace

    def _look(self, now: float, *, anew: bool = False) -> Shelf | None:
        """While the database is known to be gone nobody waits for who asks it."""
        if not self._lock.acquire(timeout=0 if self.is_blind else PATIENCE):
            self._go_blind(self.clock(), "the database does not answer")
            return self.shelf
        try:
            if (now if anew else self.clock()) >= (self.asked_at if anew else self.holds_until):
                self._ask()
        finally:
            self._lock.release()
        return self.shelf

    def _ask(self) -> None:
        """A second counts from before the question: what is published while it is on its way is not missed for longer.
        Outside any transaction, which would be told what held when it began."""
        began = self.clock()
        close_old_connections()
        try:
            edition = Edition(self.ask(), timezone.localdate())
        except (DatabaseError, InterfaceError) as error:
            self._go_blind(began, str(error).partition("\n")[0])
            close_old_connections()
        else:
            self.is_blind, self.asked_at = False, began
            if self.shelf is None:
                self.shelf = Shelf(edition, room=self.room)
            elif self.shelf.edition != edition:
                self.shelf = self.shelf.followed_by(edition)
        self.holds_until = began + A_SECOND

    def _go_blind(self, now: float, why: str) -> None:
        if not self.is_blind:
            logger.warning("Public pages are served from memory: %s", why)
        self.is_blind = True
        if now - self.asked_at > self.grace:
            self.shelf = None
