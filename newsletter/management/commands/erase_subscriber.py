"""Forget a person at their request: address, asks and proof of consent. A keyed hash stays, so that they stay off."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsletter.addresses import NotAnAddress, parse
from newsletter.models.subscriber import Subscriber


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", help="the e-mail address, as the person gave it")

    def handle(self, *, address: str, **options: Any) -> None:
        try:
            found = Subscriber.objects.filter(key=parse(address).key).first()
        except NotAnAddress as error:
            raise CommandError(str(error)) from error
        if found is None:
            raise CommandError("Nobody is kept under this address.")
        found.erase()
        self.stdout.write("Erased. The keyed hash stays, so that nobody can put this address on the list again.")
