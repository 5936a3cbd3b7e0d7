"""What a page was: its history, what changed, the page of a day, the page of a hash, and how to cite it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.absence import absent
from articles.changes import told
from articles.models.publication import Publication
from articles.models.review import Review
from articles.models.revision import Revision
from articles.models.showing import Showing
from articles.models.site import SiteSettings
from articles.paging import paged
from articles.timeline import timeline
from articles.versions import Version, cited

A_PAGE = 50
OTHERS = 50  # showings that are named beside one, of the same day or of the same text
FORMS = {"bib": "application/x-bibtex", "ris": "application/x-research-info-systems"}


@require_safe
def history(request: HttpRequest, path: str, number: int = 1) -> HttpResponse:
    """Everything that readers were shown, newest first, and when there was nothing."""
    publication = Publication.objects.cards().annotate(times=Count("page__showings")).filter(path=path).first()
    if publication is None:
        return not_there(request, path, "history")
    pages = paged(range(publication.times), number, size=A_PAGE)
    start, end = pages["paging"].start_index() - 1, pages["paging"].end_index()
    listed = Showing.objects.of(path).seen_later()[start : end + 1]
    shown, older = listed[:A_PAGE], (*listed[A_PAGE:], None)[0]
    hashes = {showing.revision.sha256 for showing in shown}
    signed = Review.objects.signed().filter(revision__page=publication.page_id, sha256__in=hashes)
    reviews = {review.sha256: review for review in signed.select_related("person").reverse()}
    runs = timeline(shown, older=older, reviews=reviews)
    return render(request, "articles/history.html", {"publication": publication, "runs": runs, **pages})


@require_safe
def changes(request: HttpRequest, path: str, hash: str) -> HttpResponse:
    """What a version changed against the one shown before it. A text that was shown twice followed two others: the
    last time counts, or that after `?before=`."""
    following = Showing.objects.of(path).filter(revision__sha256__startswith=hash).following()
    shown = list(following[:OTHERS])
    if not shown:
        return not_there(request, path, "changes", hash=hash)
    showing = shown[0]
    if before := request.GET.get("before"):
        showing = get_object_or_404(following.filter(before_hash__startswith=before)[:1])
    revisions = Revision.objects.in_bulk([key for key in (showing.revision_id, showing.before_id) if key])
    new, old = revisions[showing.revision_id], revisions.get(showing.before_id)
    context = {
        "path": path,
        "showing": showing,
        "revision": new,
        "before": old,
        "told": told(old.snapshot, new.snapshot) if old else [],
        "is_intact": all(revision.is_intact() for revision in revisions.values()),
        "others": [each for each in shown if each != showing],
    }
    return render(request, "articles/changes.html", context)


@require_safe
def on_day(request: HttpRequest, path: str, day: date) -> HttpResponse:
    """The last version of a day, in the time of the site."""
    shown = list(Showing.objects.of(path).on(day).told()[:OTHERS])
    today = timezone.localdate()
    if day > today and shown:
        context = {"path": path, "day": day, "today": today, "about": shown[0]}
        return render(request, "articles/not_shown.html", context, status=404)
    if not shown or shown[0].had_ended_by(day):
        return not_shown(request, path, day, last=next(iter(shown), None))
    return the_page(request, path, shown, day=day)


@require_safe
def pinned(request: HttpRequest, path: str, hash: str) -> HttpResponse:
    """The version with this hash, if it was ever shown."""
    shown = list(Showing.objects.of(path).filter(revision__sha256__startswith=hash).told()[:OTHERS])
    return the_page(request, path, shown) if shown else not_there(request, path, "pinned", hash=hash)


@require_safe
def cite(request: HttpRequest, path: str, form: str, hash: str = "") -> HttpResponse:
    """A file for a reference manager: the version of now, or the one with this hash."""
    if form not in FORMS:
        raise Http404("There is no such form.")
    page = version_of(path, hash) if hash else Publication.objects.at(path)
    if page is None:
        return not_there(request, path, "cite", form=form, **({"hash": hash} if hash else {}))
    citing = cited(page, SiteSettings.current())
    content = citing.bibtex if form == "bib" else citing.ris
    name = f"{path.rpartition('/')[2]}-{page.sha256[:12]}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Robots-Tag": "noindex"}
    return HttpResponse(content, content_type=f"{FORMS[form]}; charset=utf-8", headers=headers)


def the_page(request: HttpRequest, path: str, shown: list[Showing], **more: Any) -> HttpResponse:
    """The first of `shown` in today's frame; the others are named beside it."""
    showing, *others = shown
    version = Version(path, showing, Revision.objects.get(pk=showing.revision_id))
    return render(request, "articles/past.html", {"version": version, "showing": showing, "others": others, **more})


def version_of(path: str, hash: str) -> Version | None:
    showing = Showing.objects.of(path).filter(revision__sha256__startswith=hash).told().first()
    return showing and Version(path, showing, Revision.objects.get(pk=showing.revision_id))


def not_shown(request: HttpRequest, path: str, day: date, *, last: Showing | None) -> HttpResponse:
    """A day before the page was there, or one on which it was withdrawn, and the nearest way on."""
    gone = None if last else absent(request, path, "past", day=day)
    if gone:
        return gone
    later = Showing.objects.of(path).filter(shown_from__gt=last.shown_from) if last else Showing.objects.of(path)
    following = later.last()
    context = {"path": path, "day": day, "last": last, "next": following, "about": last or following}
    return render(request, "articles/not_shown.html", context, status=410 if last else 404)


def not_there(request: HttpRequest, path: str, name: str, **rest: Any) -> HttpResponse:
    """What `absent` answers; 404 where the page is live and never was what is asked for."""
    answer = absent(request, path, name, **rest)
    if answer is None:
        raise Http404("Readers were never shown that.")
    return answer
