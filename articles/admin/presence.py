"""Who has a page open on the writing screen, told to the others who have it open."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.urls import URLPattern
from django.utils import timezone

from articles.admin.page import PageAdmin


class Present(PageAdmin):
    def get_urls(self) -> list[URLPattern]:
        return [self.screen("presence", self.presence), *super().get_urls()]

    def presence(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """A sign of life every half minute, or with `leaving` the last one. Says who else is here, and what the version
        of the page is now."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        page = self.page_for(request, object_id, may="view")
        if "leaving" in request.POST:
            page.presences.filter(user=request.user).delete()
            return HttpResponse(status=204)
        page.presences.update_or_create(user=request.user, defaults={"seen_at": timezone.now()})
        others = page.presences.now().besides(request.user).select_related("user").order_by("user__username")
        return JsonResponse({"names": [name_of(other.user) for other in others], "version": page.version})


def name_of(user: AbstractBaseUser) -> str:
    return user.get_full_name() or user.get_username()
