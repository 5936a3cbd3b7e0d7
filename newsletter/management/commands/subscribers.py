"""How many people are kept, counted exactly: by state, and how many of them may be written to now."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from newsletter.models.subscriber import Subscriber
from newsletter.models.suppression import Suppression


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options: Any) -> None:
        """One query each; of a million, a second or two in all."""
        people = Subscriber.objects
        counts = {
            "unconfirmed": people.pending(),
            "subscribed": people.active(),
            "  of whom nothing for a while": people.active().filter(paused_until__gt=timezone.now()),
            "  of whom may be written to now": people.mailable(),
            "left": people.left(),
            "kept": people.all(),
            "hashes that must not be written to": Suppression.objects.all(),
        }
        for words, found in counts.items():
            self.stdout.write(f"{words:36}{found.count():>12,}")
