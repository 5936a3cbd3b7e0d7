"""Hours: publishing and withdrawing at a moment of its own, what waits for it, and what was refused when it came."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern

from articles.admin.moment import MomentForm, remember, with_utc, zone_of
from articles.admin.publishing import PublishForm, Publishing, WithdrawForm, status_of
from articles.models import Page, Refused, Schedule


class PublishLaterForm(MomentForm, PublishForm):
    pass


class WithdrawLaterForm(MomentForm, WithdrawForm):
    pass


class Hours(Publishing):
    def get_urls(self) -> list[URLPattern]:
        return [
            self.screen("publish_later", self.publish_later, "publish/later"),
            self.screen("withdraw_later", self.withdraw_later, "withdraw/later"),
            self.screen("hours", self.hours),
            self.screen("cancel", self.cancel, "hours/<int:schedule_id>/cancel"),
            self.screen("try_again", self.try_again, "hours/<int:schedule_id>/again"),
            *super().get_urls(),
        ]

    def publish_later(self, request: HttpRequest, object_id: str) -> HttpResponse:
        page = self.page_for(request, object_id, may="publish")
        found, first = self.found(page), {"version": page.version, "weight": "major"}
        form = PublishLaterForm(request.POST or None, request=request, initial=first, warnings=found["warnings"])
        if form.is_valid():
            try:
                return self.put_off(request, page, form.cleaned_data)
            except Refused as refused:
                found = self.found(page) | {"refused": str(refused)}
        return self.later(request, page, "Publish later", form=form, **found)

    def put_off(self, request: HttpRequest, page: Page, chosen: dict[str, Any]) -> HttpResponse:
        facts = {name: chosen[name] for name in ("at", "note", "version", "override")}
        page.schedule(by=request.user, is_major=chosen["weight"] == "major", **facts)
        return self.noted(request, page, chosen, "Readers get it, as it is now,")

    def withdraw_later(self, request: HttpRequest, object_id: str) -> HttpResponse:
        page = self.page_for(request, object_id, may="withdraw")
        form = WithdrawLaterForm(request.POST or None, request=request)
        context = {"form": form, "live": page.is_live}
        if form.is_valid():
            chosen = form.cleaned_data
            try:
                page.schedule_withdrawal(at=chosen["at"], by=request.user, why=chosen["why"])
            except Refused as refused:
                context |= {"refused": str(refused)}
            else:
                return self.noted(request, page, chosen, "Readers lose it")
        return self.later(request, page, "Withdraw later", **context)

    def later(self, request: HttpRequest, page: Page, title: str, **more: Any) -> HttpResponse:
        context = self.about(request, page, title, **more)
        return TemplateResponse(request, "admin/articles/later.html", context, status=status_of(context))

    def noted(self, request: HttpRequest, page: Page, chosen: dict[str, Any], words: str) -> HttpResponse:
        remember(request, chosen["zone"])
        words = f"{words} on {with_utc(chosen['at'], zone_of(request))}."
        self.log_change(request, page, words)
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(self.address("hours", page))

    def hours(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What waits for its hour, and what was refused when it had come."""
        page = self.page_for(request, object_id, may="view")
        zone = zone_of(request)
        waiting = [
            (schedule, with_utc(schedule.at, zone), self.may_touch(request, page, schedule))
            for schedule in page.schedules.select_related("by")
        ]
        context = self.about(request, page, "Hours", waiting=waiting, zone=zone.key)
        return TemplateResponse(request, "admin/articles/hours.html", context)

    def cancel(self, request: HttpRequest, object_id: str, schedule_id: int) -> HttpResponse:
        def act(schedule: Schedule) -> str:
            return "" if schedule.cancel() else "It was too late: the hour had come."

        return self.touched(request, object_id, schedule_id, act, done="Cancelled.")

    def try_again(self, request: HttpRequest, object_id: str, schedule_id: int) -> HttpResponse:
        def act(schedule: Schedule) -> str:
            return schedule.try_again(by=request.user)

        return self.touched(request, object_id, schedule_id, act, done="Done now, after its hour.")

    def touched(
        self, request: HttpRequest, object_id: str, schedule_id: int, act: Callable[[Schedule], str], *, done: str
    ) -> HttpResponse:
        """Do `act`, which says why not, where there is such an hour and the person may."""
        page = self.page_for(request, object_id, may="view")
        schedule = page.schedules.select_related("page", "revision").filter(pk=schedule_id).first()
        if schedule and not self.may_touch(request, page, schedule):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        why_not = act(schedule) if schedule else "It does not wait any more."
        if not why_not:
            self.log_change(request, page, f"{done} {schedule.why}")
        self.message_user(request, why_not or done, messages.WARNING if why_not else messages.SUCCESS)
        return HttpResponseRedirect(self.address("hours", page))

    def may_touch(self, request: HttpRequest, page: Page, schedule: Schedule) -> bool:
        may = self.has_publish_permission if schedule.revision_id else self.has_withdraw_permission
        return may(request, page)
