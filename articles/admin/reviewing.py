"""Review: a writer hands in, a reviewer reads what changed, leaves remarks and signs or returns it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import URLPattern, reverse

from articles.admin.publishing import Publishing, label, refusal, status_of
from articles.admin.remarks import HandInForm, PublishSignedForm, ReviewForm, first_due, reading
from articles.models import AddressTaken, HandingIn, Page, Publication, Refused, Review

DONE = {
    "signed": "Signed. The editor can publish exactly what you read.",
    "returned": "Returned. Your remarks stand on the writing screen.",
}


class Reviewing(Publishing):
    def get_urls(self) -> list[URLPattern]:
        return [
            self.screen("hand_in", self.hand_in, "hand-in"),
            self.screen("review", self.review),
            self.screen("publish_signed", self.publish_signed, "publish/signed"),
            *super().get_urls(),
        ]

    def has_hand_in_permission(self, request: HttpRequest, page: Page) -> bool:
        return request.user.has_perm("articles.hand_in_page") and self.has_change_permission(request, page)

    def has_review_permission(self, request: HttpRequest, page: Page) -> bool:
        return request.user.has_perm("articles.review_page") and self.has_view_permission(request, page)

    def hand_in(self, request: HttpRequest, object_id: str) -> HttpResponse:
        page = self.page_for(request, object_id, may="hand_in")
        found = self.found(page)
        form = HandInForm(posted(request), initial={"version": page.version})
        if form.is_valid():
            try:
                return self.handed_in(request, page, form.cleaned_data)
            except Refused as refused:
                found |= {"refused": str(refused)}
        waiting = HandingIn.objects.filter(page=page).select_related("by").first()
        context = self.about(request, page, "Hand in", form=form, waiting=waiting, **found)
        return TemplateResponse(request, "admin/articles/hand_in.html", context, status=status_of(context))

    def handed_in(self, request: HttpRequest, page: Page, chosen: dict[str, Any]) -> HttpResponse:
        page.hand_in(by=request.user, **chosen)
        self.log_change(request, page, f"Handed in. {chosen['note']}".strip())
        words = "Handed in as it is now. What you write from here on is not part of it."
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(self.address("change", page))

    def review(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What was handed in, compared with what readers have, a remark beside each of its parts."""
        page = self.page_for(request, object_id, may="review")
        waiting = HandingIn.objects.filter(page=page).select_related("revision__page", "by").first()
        if waiting is None:
            return self.nothing_waits(request, page)
        form = ReviewForm(posted(request), handing=waiting, initial=first_due())
        context = {"form": form, "handing": waiting, "why_not": why_not(request, waiting)}
        if not context["why_not"] and form.is_valid():
            try:
                return self.judged(request, page, waiting, form)
            except Refused as refused:
                context |= {"refused": str(refused)}
        return self.review_screen(request, page, context)

    def judged(self, request: HttpRequest, page: Page, handing: HandingIn, form: ReviewForm) -> HttpResponse:
        verdict, next_due = form.cleaned_data["verdict"], form.cleaned_data["next_due"]
        page.review(handing, by=request.user, verdict=verdict, remarks=form.remarks, next_due=next_due)
        self.log_change(request, page, DONE[verdict].split(".")[0])
        self.message_user(request, DONE[verdict], messages.SUCCESS)
        return HttpResponseRedirect(self.address("change", page))

    def review_screen(self, request: HttpRequest, page: Page, context: dict[str, Any]) -> HttpResponse:
        handing = context["handing"]
        live = Publication.objects.cards().filter(page=page).select_related("revision").first()
        frozen = reverse(f"admin:articles_{self.opts.model_name}_revision", args=[page.pk, handing.revision_id])
        told = reading(live.revision if live else None, handing.revision, context["form"])
        context = self.about(request, page, "Review", live=live, frozen=frozen, **told, **context)
        if context["why_not"] and request.method == "POST":
            context["refused"] = context["why_not"]
        return TemplateResponse(request, "admin/articles/review.html", context, status=status_of(context))

    def nothing_waits(self, request: HttpRequest, page: Page) -> HttpResponse:
        """Also where somebody was quicker."""
        status = 409 if request.method == "POST" else 200
        last = Review.objects.filter(revision__page=page).select_related("person").first()
        context = self.about(request, page, "Review", handing=None, last=last)
        return TemplateResponse(request, "admin/articles/review.html", context, status=status)

    def publish_signed(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The very revision that was signed, whatever was written since."""
        page = self.page_for(request, object_id, may="publish")
        review = page.signed()
        if review is None:
            self.message_user(request, "Nothing that was signed waits to be published.", messages.WARNING)
            return HttpResponseRedirect(self.address("publish", page))
        found = self.found(page, review.revision.snapshot)
        first = {"revision": review.revision_id}
        form = PublishSignedForm(posted(request), review=review, initial=first, warnings=found["warnings"])
        if form.is_valid():
            try:
                return self.signed_shown(request, page, review, form.cleaned_data)
            except (Refused, AddressTaken) as refused:
                found |= {"refused": refusal(refused)}
        context = self.about(request, page, "Publish what was signed", form=form, review=review, **found)
        return TemplateResponse(request, "admin/articles/publish_signed.html", context, status=status_of(context))

    def signed_shown(self, request: HttpRequest, page: Page, review: Review, chosen: dict[str, Any]) -> HttpResponse:
        note, override = chosen["note"], chosen["override"]
        publication = page.publish_signed(review, by=request.user, note=note, override=override)
        return self.shown(request, page, publication, f"Published as {review.person} signed it: {note}")

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **options: Any) -> HttpResponse:
        """The writing screen, with what the last reviewer remarked."""
        page = options.get("obj")
        review = page.remarked() if page else None
        if review and review.remarks:
            snapshot = review.revision.snapshot
            remarks = [(each["place"], label(each["place"], snapshot), each["text"]) for each in review.remarks]
            context |= {"reviewed": review, "remarks": remarks}
        return super().render_change_form(request, context, **options)


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to, even where nothing was filled in."""
    return request.POST if request.method == "POST" else None


def why_not(request: HttpRequest, handing: HandingIn) -> str:
    """Why this person may not review this text, or nothing."""
    try:
        Review.reviewer(request.user, handing.revision)
    except Refused as refused:
        return str(refused)
    return ""
