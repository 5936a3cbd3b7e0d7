"""What libraries bring to the admin, cut down to what is needed: which devices people sign in with."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.http import HttpRequest
from taggit.models import Tag

admin.site.unregister([EmailAddress, Authenticator, Tag])


@admin.register(Authenticator)
class AuthenticatorAdmin(admin.ModelAdmin):
    """For somebody who lost a device. The secret in it is never shown, and nobody makes one for somebody else."""

    list_display = ["user", "type", "created_at", "last_used_at"]
    list_filter = ["type"]
    list_select_related = ["user"]
    search_fields = ["user__username"]
    fields = readonly_fields = ["user", "type", "created_at", "last_used_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Authenticator | None = None) -> bool:
        return False
