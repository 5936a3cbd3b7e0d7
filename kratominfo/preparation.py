"""What stands ready before the site starts on one's own machine."""

from __future__ import annotations

import hashlib
import json
import secrets
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

SIGN_INS = {"editor": "Editor", "newsletter": "Newsletter staff"}  # username: group


def collect_static() -> None:
    """Collect the static files unless they are as they were."""
    files = [(path, storage) for finder in get_finders() for path, storage in finder.list(None)]
    lines = [f"{path} {storage.get_modified_time(path)} {storage.size(path)}" for path, storage in sorted(files)]
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    stamp = settings.VAR_DIR / "static.sha256"
    if not (settings.STATIC_ROOT.exists() and stamp.exists() and stamp.read_text() == digest):
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(digest)


def sign_ins() -> dict[str, str]:
    """The passwords of the two demonstration users, who are made where they are missing. By username.

    A password that somebody has changed since is not known any more and stands as an empty string.
    """
    path = settings.VAR_DIR / "sign-ins.json"
    passwords = json.loads(path.read_text()) if path.exists() else {}
    passwords = {username: passwords.get(username) or secrets.token_urlsafe(9) for username in SIGN_INS}
    path.touch(mode=0o600)
    path.write_text(json.dumps(passwords, indent=1) + "\n")
    return {username: password if enrol(username, password) else "" for username, password in passwords.items()}


def enrol(username: str, password: str) -> bool:
    """Make the user if there is none. Says whether the password opens the account."""
    user, is_new = get_user_model().objects.get_or_create(username=username, defaults={"is_staff": True})
    if is_new:
        user.set_password(password)
        user.save()
        user.groups.add(Group.objects.get(name=SIGN_INS[username]))
        demonstrated().unlink(missing_ok=True)  # a database without its users is a new one
    return user.check_password(password)


def demonstrate() -> None:
    """Load the demonstration once; it can be interrupted and begun again. Raises CommandError beside other content."""
    if not demonstrated().exists():
        call_command("demo", by="editor")
        demonstrated().touch()


def demonstrated() -> Path:
    return Path(settings.VAR_DIR, "demonstration-loaded")
