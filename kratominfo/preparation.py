"""What stands ready before the site starts on one's own machine."""

from __future__ import annotations

import hashlib
import json
import secrets

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

SIGN_INS = {"editor": "Editor", "newsletter": "Newsletter staff"}  # username: group


def collect_static() -> bool:
    """Collect the static files unless they are as they were. Says whether it did."""
    files = [(path, storage) for finder in get_finders() for path, storage in finder.list(None)]
    lines = [f"{path} {storage.get_modified_time(path)} {storage.size(path)}" for path, storage in sorted(files)]
    print_of_files = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    stamp = settings.VAR_DIR / "static.sha256"
    if settings.STATIC_ROOT.exists() and stamp.exists() and stamp.read_text() == print_of_files:
        return False
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(print_of_files)
    return True


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
    return user.check_password(password)


def demonstrate() -> bool:
    """Load the demonstration once. Says whether it did."""
    stamp = settings.VAR_DIR / "demonstration-loaded"
    if stamp.exists():
        return False
    call_command("demo", by="editor")
    stamp.touch()
    return True
