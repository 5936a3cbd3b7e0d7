"""`manage.py demo`: fill an empty site with the demonstration of every app."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.management.base import BaseCommand, CommandError, CommandParser

BAR = 30  # characters


class Command(BaseCommand):
    help = "Load the demonstration. It can be run again: what is there already is left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--articles", type=int, default=0, help="so many synthetic articles besides, for measuring")
        parser.add_argument("--subscribers", type=int, default=0, help="so many synthetic subscribers besides")
        parser.add_argument("--by", metavar="USERNAME", help="who publishes it; else the first editor there is")

    def handle(self, *args: str, by: str | None, articles: int, subscribers: int, **options: object) -> None:
        actor = _actor(by)
        for name in settings.DEMONSTRATIONS:
            self.stdout.write(self._load(name, by=actor, extra={"articles": articles, "subscribers": subscribers}))

    def _load(self, name: str, **what: object) -> str:
        """A demonstration that may refuse says so by the `ForeignContent` of its module."""
        module, _, function = name.rpartition(".")
        demonstration = import_module(module)
        try:
            return getattr(demonstration, function)(**what, progress=self._progress)
        except getattr(demonstration, "ForeignContent", ()) as refused:
            raise CommandError(str(refused)) from refused

    def _progress(self, what: str, done: int, total: int) -> None:
        """A bar where somebody watches, else a line at each tenth."""
        if self.stderr.isatty():
            bar = "█" * (BAR * done // total)
            self.stderr.write(f"\r{what} {bar:░<{BAR}} {done}/{total}", str, ending="\n" if done == total else "")
        elif 10 * done // total > 10 * (done - 1) // total:
            self.stderr.write(f"{what}: {done} of {total}", str)


def _actor(username: str | None) -> AbstractBaseUser:
    users = get_user_model()._default_manager
    if username:
        found = users.filter(username=username).first()
        if found is None:
            raise CommandError(f"Nobody signs in as “{username}”. Name somebody who does, or leave --by out.")
        return found
    editor = users.filter(groups__name="Editor").order_by("pk").first()
    return editor or users.get_or_create(username="demo", defaults={"password": "!"})[0]
