"""All pages in one list, whatever their kind, and those in the trash."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from articles.admin.filters import KindFilter
from articles.admin.kind import admin_of, kinds_for
from articles.admin.listing import PageList
from articles.models import Page

A_PAGE = 50


class EveryPage(ChangeList):
    def url_for_result(self, result: Page) -> str:
        return admin_of(result).address("change", result)


@admin.register(Page)
class PagesAdmin(PageList):
    """A list and nothing else: each page is worked on as what it is."""

    list_display = ["thumbnail", "name", "mark", "kind_name", "saved"]
    list_filter = [KindFilter, *PageList.list_filter]

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("", wrap(self.changelist_view), name="articles_page_changelist"),
            path("trash/", wrap(self.trash), name="articles_trash"),
            path("<int:page_id>/restore/", wrap(self.restore), name="articles_restore"),
        ]

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[ChangeList]:
        return EveryPage

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "All pages", **(extra_context or {})})

    def get_queryset(self, request: HttpRequest) -> QuerySet[Page]:
        return super().get_queryset(request).filter(kind__in=kinds_for(request))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Page], search_term: str
    ) -> tuple[QuerySet[Page], bool]:
        """Where the settings of the site choose what is pinned, articles alone are offered."""
        if request.path == reverse("admin:autocomplete"):
            queryset = queryset.filter(kind="article")
        return super().get_search_results(request, queryset, search_term)

    def has_view_permission(self, request: HttpRequest, obj: Page | None = None) -> bool:
        return bool(kinds_for(request)) if obj is None else admin_of(obj).has_view_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Page | None = None) -> bool:
        """Here one only looks, and acts on several."""
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(kinds_for(request))

    def trash(self, request: HttpRequest) -> HttpResponse:
        """Thrown away last comes first."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        thrown = Page.objects.filter(trashed_at__isnull=False, kind__in=kinds_for(request)).select_related("trashed_by")
        paging = Paginator(thrown.order_by("-trashed_at", "-pk"), A_PAGE).get_page(request.GET.get("p"))
        rows = [(page, admin_of(page), admin_of(page).has_change_permission(request, page)) for page in paging]
        context = self.admin_site.each_context(request) | {"title": "Trash", "opts": self.opts, "paging": paging}
        return TemplateResponse(request, "admin/articles/trash.html", context | {"rows": rows})

    def restore(self, request: HttpRequest, page_id: int) -> HttpResponse:
        page = Page.objects.filter(pk=page_id, kind__in=kinds_for(request)).first()
        if page is None:
            raise Http404("There is no such page.")
        if not admin_of(page).has_change_permission(request, page):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        return self.restored(request, page.in_kind())

    def restored(self, request: HttpRequest, page: Page) -> HttpResponse:
        before, page = page.slug, page.restore() or type(page).objects.get(pk=page.pk)
        self.log_change(request, page, "Taken out of the trash")
        moved = "" if page.slug == before else f" Its address belongs to another page now, so it got {page.slug}."
        self.message_user(request, f"“{page}” is back on the lists.{moved}", messages.SUCCESS)
        return HttpResponseRedirect(admin_of(page).address("change", page))
