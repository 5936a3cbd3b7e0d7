"""The way in for the staff: one sign-in for the whole admin, and a second factor where the settings ask for it."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class Desk(AdminSite):
    """The admin, whose own forms for signing in and for passwords lead to /accounts/, where tries are counted."""

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and not lacks_second_factor(request.user)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(wanted(request), reverse("account_login"))
        if not super().has_permission(request):
            raise PermissionDenied
        if lacks_second_factor(request.user):
            messages.info(request, "Set up a second factor first: without one, the desk stays closed.")
            return redirect("mfa_index")
        return redirect(wanted(request))

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return redirect("account_logout")

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return redirect("account_change_password")

    def password_change_done(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return redirect("account_change_password")


class Accounts(DefaultAccountAdapter):
    """Nobody signs up: an administrator makes the account."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """From the setting: a mail must not lead where a Host header said."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.SITE_URL + path.replace("UID-KEY", key)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")


class Factors(DefaultMFAAdapter):
    def get_totp_label(self, user: AbstractBaseUser) -> str:
        return user.get_username()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: str) -> str:
        return f"Passkey {Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1}"


def wanted(request: HttpRequest) -> str:
    """Where somebody was going, if that is on this site; else the desk."""
    url = request.GET.get(REDIRECT_FIELD_NAME, "")
    is_ours = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return url if is_ours else reverse("admin:index")


def lacks_second_factor(user: AbstractBaseUser | AnonymousUser) -> bool:
    if not settings.REQUIRE_MFA or not user.is_authenticated:
        return False
    return not Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists()
