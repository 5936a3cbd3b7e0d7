"""Who a command is run for."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.management.base import CommandError


def user_called(name: str | None) -> AbstractBaseUser | None:
    """Nobody where no name was given. Raises CommandError for a name that nobody has."""
    if name is None:
        return None
    user = get_user_model().objects.filter(username=name).first()
    if user is None:
        raise CommandError(f"There is no user called {name}.")
    return user
