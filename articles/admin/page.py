"""What every screen of a page has in common: which pages there are, who may do what, and where each screen stands."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from content_editor.admin import ContentEditor
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.forms import BaseInlineFormSet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse

from articles.models import HandingIn, Page, Publication, Schedule, Withdrawal

NUMBER = re.compile(r"[0-9]{1,18}")
SCREENS = ("change", "preview", "publish", "withdraw", "history", "publish_later", "withdraw_later", "hours", "trash")
SCREENS += ("hand_in", "review", "publish_signed")
RIGHTS = ("change", "publish", "withdraw", "hand_in", "review")
STATES = {
    "live": ("Live", Q(is_live=True, published_version=F("version"))),
    "changed": ("Changed since", Q(is_live=True) & ~Q(published_version__gte=F("version"))),
    "draft": ("Draft", Q(is_live=False, is_withdrawn=False)),
    "withdrawn": ("Withdrawn", Q(is_withdrawn=True)),
    # The ones below stand beside one of those above.
    "shown": ("Live or changed since", Q(is_live=True)),
    "scheduled": ("Scheduled", Q(is_scheduled=True)),
    "refused": ("Refused at its hour", Q(is_refused=True)),
    "handed": ("Handed in", Q(is_handed=True)),
}
BESIDE = ("scheduled", "refused", "handed")


def with_state(pages: QuerySet[Page]) -> QuerySet[Page]:
    """Pages that know how they stand, for `state_of` and `beside`."""
    own = OuterRef("pk")
    waiting = Schedule.objects.filter(page=own)
    return pages.annotate(
        is_live=Exists(Publication.objects.filter(page=own)),
        is_withdrawn=Exists(Withdrawal.objects.filter(page=own)),
        is_scheduled=Exists(waiting.filter(refused="")),
        is_refused=Exists(waiting.exclude(refused="")),
        is_handed=Exists(HandingIn.objects.filter(page=own)),
    )


def state_of(page: Any) -> str:
    if page.is_live:
        return "live" if page.published_version == page.version else "changed"
    return "withdrawn" if page.is_withdrawn else "draft"


def was_never_shown(page: Any) -> bool:
    """Also for a page that was read without knowing how it stands; it knows then."""
    if not hasattr(page, "is_live"):
        known = with_state(Page.objects.filter(pk=page.pk)).values("is_live", "is_withdrawn")
        vars(page).update(known.first() or {"is_live": False, "is_withdrawn": False})
    return state_of(page) == "draft"


def beside(page: Any) -> list[str]:
    """What else there is to say of it."""
    return [state for state in BESIDE if getattr(page, f"is_{state}")]


class PageAdmin(ContentEditor):
    def get_queryset(self, request: HttpRequest) -> QuerySet[Page]:
        return with_state(super().get_queryset(request).kept())

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Page | None:
        """Nothing also for a number that no database can hold."""
        return super().get_object(request, object_id, from_field) if NUMBER.fullmatch(str(object_id)) else None

    def has_change_permission(self, request: HttpRequest, obj: Page | None = None) -> bool:
        """Writers change what they began themselves, as long as readers were never shown it."""
        if not super().has_change_permission(request, obj):
            return False
        if obj is None or request.user.has_perm("articles.change_any_page"):
            return True
        return obj.created_by_id == request.user.pk and was_never_shown(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Page | None = None) -> bool:
        """Nobody: what was published stays, and what was not goes to the trash."""
        return False

    def has_publish_permission(self, request: HttpRequest, page: Page) -> bool:
        return self.has_change_permission(request, page) and request.user.has_perm("articles.publish_page")

    def has_withdraw_permission(self, request: HttpRequest, page: Page) -> bool:
        return request.user.has_perm("articles.withdraw_page") and self.has_view_permission(request, page)

    def page_for(self, request: HttpRequest, object_id: str, *, may: str) -> Page:
        """The page of this address; 404 where there is none, 403 for somebody who may not `may` it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        page = self.get_object(request, unquote(object_id))
        if page is None:
            raise Http404("There is no such page.")
        if not getattr(self, f"has_{may}_permission")(request, page):
            raise PermissionDenied
        return page

    def formsets(self, request: HttpRequest, page: Page) -> list[BaseInlineFormSet]:
        """Those of its parts, as they are saved."""
        kinds = [formset for formset, _ in self.get_formsets_with_inlines(request, page)]
        return [formset(instance=page, prefix=formset.get_default_prefix()) for formset in kinds]

    def standing(self, request: HttpRequest, page: Page) -> dict[str, set[str]]:
        """The keys of the parts that the page has now, by the prefix of their formset."""
        formsets = self.formsets(request, page)
        return {formset.prefix: {str(part.pk) for part in formset.get_queryset()} for formset in formsets}

    def address(self, screen: str, page: Page) -> str:
        return reverse(f"admin:articles_{self.opts.model_name}_{screen}", args=[page.pk])

    def screen(self, name: str, view: Callable[..., HttpResponse], more: str = "") -> URLPattern:
        route = f"<path:object_id>/{more or name}/"
        return path(route, self.admin_site.admin_view(view), name=f"articles_{self.opts.model_name}_{name}")

    def about(self, request: HttpRequest, page: Page, title: str, **more: Any) -> dict[str, Any]:
        """What the template of a screen is told."""
        addresses = {name: self.address(name, page) for name in SCREENS}
        rights = {name: getattr(self, f"has_{name}_permission")(request, page) for name in RIGHTS}
        context = {**self.admin_site.each_context(request), "title": title, "page": page, "opts": self.opts}
        return context | {"addresses": addresses, "rights": rights, "state": state_of(page), **more}
