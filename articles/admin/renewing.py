"""How far the pages are that follow a changed record."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from articles.admin.kind import kinds_for
from articles.models import Renewal

AGAIN = 3  # seconds until the browser asks again by itself
GO_ON = 4.0  # seconds of work for somebody who presses the button


@admin.register(Renewal)
class RenewalAdmin(admin.ModelAdmin):
    """One screen for each, and no list."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.progress)
        return [path("<int:renewal_id>/", view, name="articles_renewal_progress")]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def progress(self, request: HttpRequest, renewal_id: int) -> HttpResponse:
        """GET tells; POST does a piece of the work, for a site whose worker stands still."""
        if not kinds_for(request):
            raise PermissionDenied
        renewal = Renewal.objects.filter(pk=renewal_id).first() if renewal_id < 2**63 else None
        if renewal is None:
            raise Http404("There is no such renewal, or it was done a while ago.")
        if request.method == "POST":
            if not request.user.has_perm("articles.publish_page"):
                raise PermissionDenied
            renewal.go_on(GO_ON)
            return HttpResponseRedirect(request.path)
        context = {**self.admin_site.each_context(request), "title": "Pages that follow", "renewal": renewal}
        progress = None if renewal.done_at else renewal.progress
        context |= {"progress": progress, "opts": self.opts, "number": f"{renewal.number:,}"}
        if progress:
            context |= {"done": f"{progress.done:,}", "total": f"{progress.total:,}"}
        context["may_go_on"] = request.user.has_perm("articles.publish_page")
        answer = TemplateResponse(request, "admin/articles/renewal.html", context)
        if not renewal.done_at:
            answer["Refresh"] = str(AGAIN)
        return answer


def followed(request: HttpRequest, names: list[str], address: str) -> HttpResponse:
    """The answer to whoever changed what is called `names`: back to its screen, or to how far its pages are."""
    asked: Any = Renewal.objects.filter(name__in=names).order_by("-pk")
    if unfinished := asked.open().first():
        messages.success(request, "Saved. The pages that show it are being prepared.")
        return HttpResponseRedirect(reverse("admin:articles_renewal_progress", args=[unfinished.pk]))
    newest = asked.first()
    number = newest.number if newest else 0
    pages = "1 page says" if number == 1 else f"{number} pages say"
    messages.success(request, f"Saved. {pages} it now." if number else "Saved.")
    return HttpResponseRedirect(address)
