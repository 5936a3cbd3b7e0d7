"""Start the site on one's own machine: web and worker under one parent."""

from __future__ import annotations

import errno
import os
import socket
import sys

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from kratominfo.preparation import collect_static, demonstrate, sign_ins
from kratominfo.supervisor import supervise

MANAGE = [sys.executable, "manage.py"]
WORKER = [*MANAGE, "worker"]
GRANIAN = [sys.executable, "-m", "granian", "--interface", "wsgi", "--http", "1", "--no-ws", "--blocking-threads", "4"]


class Command(BaseCommand):
    help = "Starts the site on your own machine, prepared and with its demonstration. `make run` calls it."

    def handle(self, **options: object) -> None:
        if not settings.LOCAL:
            raise CommandError("`run` is for your own machine. docs/operations.md says how to start it on a server.")
        refuse_busy_port(int(settings.PORT))
        self.prepare()
        ended = supervise({"web": self.web(), "worker": WORKER}, folder=settings.BASE_DIR)
        if ended:
            raise CommandError(f"The {ended} process ended, so the other was stopped too.")
        self.stdout.write("Stopped.")

    def prepare(self) -> None:
        self.stdout.write("Preparing the database and the static files ...")
        call_command("migrate", verbosity=0, interactive=False)
        if settings.HASHED_STATIC:
            collect_static()
        passwords = sign_ins()
        try:
            demonstrate()
        except CommandError as refusal:
            self.stderr.write(f"No demonstration: {refusal}")
        self.stdout.write(f"\n  {settings.SITE_URL}/         what readers see")
        self.stdout.write(f"  {settings.SITE_URL}{settings.ADMIN_URL}   where you sign in as")
        for username, password in passwords.items():
            self.stdout.write(f"    {username:<12} password {password or '(changed since)'}")
        self.stdout.write(f"\nMail goes to {settings.MAIL_DIR}. Ctrl-C stops everything.\n")
        self.stdout.flush()

    def web(self) -> list[str]:
        if settings.DEBUG:
            return [*MANAGE, "runserver", f"127.0.0.1:{settings.PORT}"]
        address = ["--host", "127.0.0.1", "--port", settings.PORT]
        return [*GRANIAN, *address, "--log-level", "warning", "kratominfo.wsgi:application"]


def refuse_busy_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            cause = "busy" if error.errno == errno.EADDRINUSE else os.strerror(error.errno or 0)
            cure = "stop what uses it, or take another, as in `make run PORT=8001`."
            raise CommandError(f"Port {port} is {cause}: {cure}") from error
