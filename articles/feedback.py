"""What a reader may tell us of a page, without an account: whether it helped, what was missing, what is wrong.

Nothing is kept of who it was. Anybody may cache the page with the form, so it has no token; see `origin_of`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.signing import BadSignature, TimestampSigner
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from articles.absence import absent
from articles.forms import FeedbackForm
from articles.limits import WINDOW, Full, Unwritable, take_place
from articles.models.feedback import Feedback
from articles.models.publication import Address, Publication
from articles.models.revision import Revision
from articles.visitor import origin_of

REFUSALS = {"foreign": 403, "busy": 429, "broken": 503}


class Foreign(Exception):
    """The form stood on a page of another site."""


@dataclass(frozen=True)
class Reading:
    """The page as it is now, and the revision of it that somebody read."""

    publication: Publication
    revision_id: int
    sections: list[dict[str, str]]

    @classmethod
    def of(cls, publication: Publication, number: str) -> Reading:
        """`number` is what a form or an address says was read: believed where readers were shown it on this page."""
        if number.isascii() and number.isdigit() and len(number) < 19 and int(number) != publication.revision_id:
            shown = Revision.objects.filter(page=publication.page_id, showings__isnull=False, pk=number).first()
            if shown:
                return cls(publication, shown.pk, shown.rendering.contents)
        return cls(publication, publication.revision_id, publication.contents)

    @property
    def is_older(self) -> bool:
        return self.revision_id != self.publication.revision_id


def open_to_all(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Without a cookie: GET, HEAD and POST, kept nowhere."""
    return require_http_methods(["GET", "HEAD", "POST"])(never_cache(csrf_exempt(view)))


@open_to_all
def feedback(request: HttpRequest, path: str) -> HttpResponse:
    """The form to report an error; what that form says, or the two buttons below a page."""
    publication = Publication.objects.defer("html", "jsonld", "text").at(path)
    if publication is None:
        return elsewhere(request, path)
    sent = request.POST if request.method == "POST" else request.GET
    reading = Reading.of(publication, sent.get("revision", ""))
    form = FeedbackForm(sent, sections=reading.sections)
    if request.method != "POST":
        return page(request, reading, typed={"verdict": "error", "section": form.data["section"]})
    if not form.is_valid():
        return page(request, reading, typed=form.data, problems=form.errors["words"], status=422)
    return heard(request, reading, form)


def heard(request: HttpRequest, reading: Reading, form: FeedbackForm) -> HttpResponse:
    """Thanks; a refusal, with all that was typed; or, after a bare "no", what was missing."""
    kept = None
    try:
        if not form.is_trap_sprung:
            kept = keep(request, reading, form)
    except Foreign:
        return refusal(request, reading, form, "foreign")
    except Full:
        return refusal(request, reading, form, "busy")
    except (Unwritable, DatabaseError):
        return refusal(request, reading, form, "broken")
    if kept and form.is_press and kept.verdict == "unhelpful":
        return page(request, reading, typed=form.data, after=signer().sign(kept.pk))
    return page(request, reading, "feedback_thanks", verdict=form.cleaned_data["verdict"])


def keep(request: HttpRequest, reading: Reading, form: FeedbackForm) -> Feedback:
    """Raises Foreign, Full, Unwritable."""
    if origin_of(request) is False:
        raise Foreign
    said = Feedback(page_id=reading.publication.page_id, revision_id=reading.revision_id, **form.cleaned_data)
    with transaction.atomic():
        take_place(request)
        if Feedback.objects.is_flooded():
            raise Full
        return Feedback.hear(said, after=answered(request.POST.get("after", "")))


def answered(token: str) -> int | None:
    """The bare "no" that a form goes on from, while that is not long ago."""
    try:
        return int(signer().unsign(token, max_age=WINDOW))
    except BadSignature:
        return None


def refusal(request: HttpRequest, reading: Reading, form: FeedbackForm, why: str) -> HttpResponse:
    after = request.POST.get("after", "")
    response = page(request, reading, typed=form.data, after=after, why=why, status=REFUSALS[why])
    if why != "foreign":
        response["Retry-After"] = str(int(WINDOW.total_seconds()))
    return response


def elsewhere(request: HttpRequest, path: str) -> HttpResponse | None:
    """To where the page is now, with all that was sent; the reason why it is gone, or 404."""
    target = Address.target(path)
    if target is None:
        return absent(request, path, "read") or redirect("read", path=path)  # shown at this very moment
    address = f"{reverse('feedback', args=[target])}?{request.META['QUERY_STRING']}".removesuffix("?")
    return redirect(address, permanent=True, preserve_request=request.method == "POST")


def page(
    request: HttpRequest, reading: Reading, name: str = "feedback", *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"publication": reading.publication, "reading": reading, **more}
    response = render(request, f"articles/{name}.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response


def signer() -> TimestampSigner:
    return TimestampSigner(salt="articles.feedback")
