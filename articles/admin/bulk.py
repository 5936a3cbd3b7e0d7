"""Acts on several pages at once: confirmed by name, allowed page by page, and each page told what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.db import transaction
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from articles.admin.kind import admin_of, screens
from articles.admin.moment import MomentForm, remember, with_utc, zone_of
from articles.admin.page import PageAdmin, state_of, with_state
from articles.admin.publishing import WEIGHTS, PassingForm, WithdrawForm, said
from articles.models import AddressTaken, Page, PageTopic, Refused, Topic

MOST = 100  # pages at once: all of them are locked until the last is done


class TopicForm(forms.Form):
    topic = forms.ModelChoiceField(Topic.objects.all())


class PublishManyForm(MomentForm, PassingForm):
    field_order = ("day", "hour", "zone", "which", "note", "weight", "override")

    note = said("What is new?", "Readers will see this on each of them.")
    weight = forms.ChoiceField(
        label="How large is the change?", choices=WEIGHTS, initial="major", widget=forms.RadioSelect
    )
    override = said("Where the gate warns: why publish all the same?", "Kept in the history.", required=False)


@dataclass(frozen=True)
class Act:
    """`do` acts on one page with what the form says and tells in a few words what was done. Raises Refused."""

    label: str
    may: str
    form: type[forms.Form]
    do: Callable[[Page, HttpRequest, dict[str, Any]], str]

    def is_open_to(self, request: HttpRequest) -> bool:
        """Whether there may be a page that this person may do it to; asked again for each."""
        if self.may == "change":
            return any(screen.has_change_permission(request) for screen in screens())
        return request.user.has_perm(f"articles.{self.may}_page")

    def is_allowed(self, request: HttpRequest, page: Page) -> bool:
        return getattr(admin_of(page), f"has_{self.may}_permission")(request, page)


def add_topic(page: Page, request: HttpRequest, chosen: dict[str, Any]) -> str:
    topic = chosen["topic"]
    if not PageTopic.objects.get_or_create(tag=topic, content_object_id=page.pk)[1]:
        raise Refused(f"It is under {topic} already.")
    return saved(page, f"Added the topic {topic}")


def remove_topic(page: Page, request: HttpRequest, chosen: dict[str, Any]) -> str:
    topic = chosen["topic"]
    if not PageTopic.objects.filter(tag=topic, content_object_id=page.pk).delete()[0]:
        raise Refused(f"It is not under {topic}.")
    return saved(page, f"Removed the topic {topic}")


def saved(page: Page, words: str) -> str:
    """A working copy that says something else is a new version."""
    Page.objects.filter(pk=page.pk).update(version=F("version") + 1, updated_at=timezone.now())
    return words


def publish_later(page: Page, request: HttpRequest, chosen: dict[str, Any]) -> str:
    """At the version that was confirmed."""
    version = request.POST.get(f"version-{page.pk}", "")
    facts = {name: chosen[name] for name in ("at", "note", "override")}
    facts |= {"is_major": chosen["weight"] == "major", "version": int(version) if version.isdecimal() else -1}
    page.schedule(by=request.user, **facts)
    remember(request, chosen["zone"])
    return f"To be published on {with_utc(chosen['at'], zone_of(request))}"


def withdraw(page: Page, request: HttpRequest, chosen: dict[str, Any]) -> str:
    page.withdraw(by=request.user, why=chosen["why"])
    return f"Withdrawn: {chosen['why']}"


def trash(page: Page, request: HttpRequest, chosen: dict[str, Any]) -> str:
    page.trash(by=request.user)
    return "Put in the trash"


ACTS = {
    "add_topic": Act("Add a topic", "change", TopicForm, add_topic),
    "remove_topic": Act("Remove a topic", "change", TopicForm, remove_topic),
    "publish_later": Act("Publish later", "publish", PublishManyForm, publish_later),
    "withdraw": Act("Withdraw", "withdraw", WithdrawForm, withdraw),
    "trash": Act("Put in the trash", "change", forms.Form, trash),
}


class Bulk(PageAdmin):
    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        if IS_POPUP_VAR in request.GET:
            return {}
        acts = {name: act for name, act in ACTS.items() if act.is_open_to(request)}
        return {name: (partial(act_on, name=name), name, f"{act.label}…") for name, act in acts.items()}


def act_on(screen: Bulk, request: HttpRequest, pages: QuerySet[Page], *, name: str) -> HttpResponse | None:
    """Asks first, naming each page; then acts and goes back to the list."""
    act, keys = ACTS[name], list(pages.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
    if len(keys) > MOST:
        screen.message_user(request, f"Choose at most {MOST} pages at once.", messages.WARNING)
        return None
    more = {"request": request} if issubclass(act.form, MomentForm) else {}
    form = act.form(request.POST if "confirmed" in request.POST else None, **more)
    if form.is_valid():
        tell(screen, request, *carry_out(act, request, keys, form.cleaned_data))
        return None
    chosen = with_state(Page.objects.kept().filter(pk__in=keys)).order_by("title")
    rows = [(page, state_of(page), act.is_allowed(request, page)) for page in chosen]
    context = screen.admin_site.each_context(request) | {"opts": screen.opts, "title": act.label, "form": form}
    context |= {"rows": rows, "action": name, "is_any": any(row[-1] for row in rows)}
    return TemplateResponse(request, "admin/articles/bulk.html", context, status=422 if form.errors else 200)


def carry_out(
    act: Act, request: HttpRequest, keys: Iterable[int], chosen: dict[str, Any]
) -> tuple[list[tuple[Page, str]], list[tuple[Page, str]]]:
    """What was done and what was refused, page by page. One that is refused stops no other."""
    done, refused = [], []
    with transaction.atomic():
        held = Page.objects.kept().filter(pk__in=keys).locked()
        for page in with_state(Page.objects.filter(pk__in=held)).order_by("pk"):
            if not act.is_allowed(request, page):
                refused.append((page, "You may not do this to it."))
                continue
            try:
                words = act.do(page.in_kind(), request, chosen)
            except (Refused, AddressTaken) as reason:
                refused.append((page, str(reason)))
            else:
                admin_of(page).log_change(request, page.in_kind(), words)
                done.append((page, words))
    return done, refused


def tell(screen: Bulk, request: HttpRequest, done: list[tuple[Page, str]], refused: list[tuple[Page, str]]) -> None:
    for outcome, heading, level in (
        (done, "Done", messages.SUCCESS),
        (refused, "Not done", messages.WARNING),
    ):
        lines = format_html_join("", "<li>“{}”: {}</li>", outcome)
        if outcome:
            screen.message_user(request, format_html("{} ({}):<ul>{}</ul>", heading, len(outcome), lines), level)
