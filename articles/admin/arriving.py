"""References from a file or a paste: first a report of what is new, known and broken, then what is ticked is saved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.admin.models import ADDITION, LogEntry
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from articles.admin.looking_up import LookingUp
from articles.arrivals import Arrival, sorted_out, take_in
from articles.importing.reading import MOST_BYTES, Reading, Unreadable, decoded, read

MEANWHILE = "Somebody else saved one of these in this moment. Nothing was saved: look at the report again."


@dataclass(frozen=True)
class Part:
    """A part of the report. `lead` says what becomes of its arrivals."""

    state: str
    title: str
    lead: str
    arrivals: list[Arrival]


PARTS = [
    ("broken", "Broken", "These cannot be taken. Mend them where they come from, or add them by hand."),
    ("new", "New", "Ticked ones are saved. A key is what you type to cite it, and stays as it is."),
    ("likely", "Likely known", "The library holds this title of this year. No number proves it: look, then tick it."),
    ("twice", "Twice", "An earlier line says the same. It is taken once."),
    ("known", "Known", "The library holds these. Nothing of them is changed."),
]  # fmt: skip


class Arriving(LookingUp):
    """The text goes along with the form and is read and compared anew at each step: what the form says of it is not
    believed."""

    change_list_template = "admin/articles/references.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.arrive)
        return [path("import/", view, name="articles_reference_import"), *super().get_urls()]

    def arrive(self, request: HttpRequest) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method != "POST" or "_back" in request.POST:
            return self.drawn(request, text=pasted(request))
        try:
            text = text_of(request)
            reading = read(text)
        except Unreadable as reason:
            return self.drawn(request, text=pasted(request), wrong=str(reason), status=422)
        if "_save" in request.POST:
            return self.saved(request, text, reading)
        arrivals = sorted_out(reading.entries)
        for arrival in arrivals:
            arrival.is_taken = arrival.state == "new"
        return self.reported(request, text, reading, arrivals)

    def saved(self, request: HttpRequest, text: str, reading: Reading) -> HttpResponse:
        try:
            with transaction.atomic():
                arrivals = self.ticked(request, sorted_out(reading.entries))
                taken = take_in(arrivals)
                LogEntry.objects.log_actions(request.user.pk, taken, ADDITION, "Brought in from elsewhere.")
        except IntegrityError:
            arrivals = self.ticked(request, sorted_out(reading.entries))
            return self.reported(request, text, reading, arrivals, wrong=MEANWHILE, status=409)
        if taken:
            told = "1 reference was added." if len(taken) == 1 else f"{len(taken):,} references were added."
            self.message_user(request, told, messages.SUCCESS)
            return HttpResponseRedirect(reverse("admin:articles_reference_changelist"))
        keys = any(arrival.wrong for arrival in arrivals)
        wrong = (
            "Nothing was saved: mend the keys that are marked." if keys else "Nothing is ticked, so nothing was saved."
        )
        return self.reported(request, text, reading, arrivals, wrong=wrong, status=422)

    @staticmethod
    def ticked(request: HttpRequest, arrivals: list[Arrival]) -> list[Arrival]:
        for arrival in arrivals:
            if arrival.may_be_taken:
                arrival.is_taken = f"take-{arrival.token}" in request.POST
                arrival.key = request.POST.get(f"key-{arrival.token}", arrival.key).replace("\x00", "").strip()[:200]
        return arrivals

    def reported(
        self,
        request: HttpRequest,
        text: str,
        reading: Reading,
        arrivals: list[Arrival],
        *,
        wrong: str = "",
        status: int = 200,
    ) -> HttpResponse:
        told = {"parts": parts(arrivals), "format": reading.format, "number": len(arrivals)}
        can_take = any(arrival.may_be_taken for arrival in arrivals)
        return self.drawn(request, text=text, wrong=wrong, status=status, can_take=can_take, **told)

    def drawn(self, request: HttpRequest, *, status: int = 200, **told: object) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": "Import references", **told}
        return TemplateResponse(request, "admin/articles/arriving.html", context, status=status)


def pasted(request: HttpRequest) -> str:
    return request.POST.get("text", "").replace("\x00", "")


def text_of(request: HttpRequest) -> str:
    """What was pasted, or what the file says. Raises Unreadable."""
    text, file = pasted(request), request.FILES.get("file")
    if not file:
        return text
    if text.strip():
        raise Unreadable("Both a paste and a file came. Empty the box, or choose no file.")
    if (file.size or 0) > MOST_BYTES:
        raise Unreadable("The file is larger than 1 MB. Bring it in in pieces.")
    return decoded(file.read()).replace("\x00", "")


def parts(arrivals: Iterable[Arrival]) -> list[Part]:
    found: dict[str, list[Arrival]] = {}
    for arrival in arrivals:
        found.setdefault(arrival.state, []).append(arrival)
    return [Part(state, title, lead, found[state]) for state, title, lead in PARTS if state in found]
