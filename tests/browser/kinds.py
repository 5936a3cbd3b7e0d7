"""Every kind of page that readers get, with an address that shows it: whoever tests "all pages" forgets none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.views.generic import RedirectView

OURS, FOREIGN = {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "cross-site"}
FILES = {"media", "cite", "reference-file", "references-file", "strain-set"}
FILES |= {"favicon.ico", "suggestions", "robots", "llms", "security", "indexnow-key", "sitemap", "sitemap-part"}
FILES |= {"feed", "topic-feed", "changes-feed"}
FILES |= {
    f"api{rest}" for rest in ("", "-pages", "-page", "-strains", "-faq", "-references", "-description", "-nowhere")
}
FILES |= {"newsletter:issues_feed", "newsletter:go", "newsletter:events", "newsletter:download"}
MODEL = "/articles/can-kratom-help-with-fibromyalgia/"
CHANGED = "/articles/kratom-and-sleep/"
GONE = "/articles/kratom-in-pregnancy/"
MINE = "/newsletter/preferences/{preferences}/"


class Kind(NamedTuple):
    """`name` is that of the address, or the file of the template; what is `sent` is posted."""

    what: str
    name: str
    address: str
    status: int = 200
    sent: dict[str, str] | None = None
    headers: dict[str, str] = OURS

    def answer(self, address: str) -> HttpResponse:
        return Client(raise_request_exception=False).post(address, self.sent, headers=self.headers)


KINDS = [
    Kind("home", "home", "/"),
    Kind("articles", "articles", "/articles/"),
    Kind("strains", "strains", "/strains/"),
    Kind("strains-narrowed", "strains", "/strains/?use=pain&basis=survey&colour=red"),
    Kind("no-strain-fits", "strains", "/strains/?use=pain&basis=trial"),
    Kind("compare", "compare", "/strains/compare/?s=red-bali&s=white-thai&s=green-malay&s=red-vein"),
    Kind("compare-one", "compare", "/strains/compare/?s=red-bali&s=none-such"),
    Kind("topics", "topics", "/topics/"),
    Kind("a-to-z", "a-to-z", "/a-z/"),
    Kind("topic", "topic", "/topics/safety/"),
    Kind("questions", "questions", "/questions/"),
    Kind("general-questions", "general-questions", "/questions/in-general/"),
    Kind("topic-questions", "topic-questions", "/questions/pain/"),
    Kind("references", "references", "/references/"),
    Kind("second-page", "references", "/references/page/2/"),
    Kind("reference", "reference", "/references/clauw2014/"),
    Kind("people", "people", "/people/"),
    Kind("person", "person", "/people/demo-editor/"),
    Kind("article", "read", MODEL),
    Kind("strain", "read", "/strains/red-bali/"),
    Kind("vein", "read", "/strains/red-vein/"),
    Kind("sheet", "sheet", "/strains/red-vein/sheet/"),
    Kind("standing", "read", "/how-we-work/"),
    Kind("standing-questions", "read", "/common-questions/"),
    Kind("search", "search", "/search/"),
    Kind("search-results", "search", "/search/?q=kratom"),
    Kind("search-narrowed", "search", "/search/?q=kratom&kind=article&topic=safety"),
    Kind("search-in-vain", "search", "/search/?q=fibromialgia"),
    Kind("withdrawn", "read", GONE, 410),
    Kind("missing", "read", "/no-such-page/", 404),
    Kind("odd", "read", "/no-such-page/?%00", 400),
    Kind("history", "history", f"{CHANGED}history/"),
    Kind("changes", "changes", f"{CHANGED}history/{{pin}}/"),
    Kind("past", "past", f"{CHANGED}at/{{day}}/"),
    Kind("before-it-was", "past", f"{CHANGED}at/2020-02-02/", 404),
    Kind("pinned", "pinned", f"{CHANGED}at/{{pin}}/"),
    Kind("report", "feedback", f"{MODEL}feedback/"),
    Kind("report-without-words", "feedback", f"{MODEL}feedback/", 422, {"verdict": "error", "words": ""}),
    Kind("what-was-missing", "feedback", f"{MODEL}feedback/", 200, {"verdict": "unhelpful"}),
    Kind("thanks", "feedback", f"{MODEL}feedback/", 200, {"verdict": "helped"}),
    Kind("report-from-elsewhere", "feedback", f"{MODEL}feedback/", 403, {"verdict": "helped"}, FOREIGN),
    Kind("subscribe", "newsletter:subscribe", "/newsletter/"),
    Kind("no-address", "newsletter:subscribe", "/newsletter/", 422, {"email": "nobody"}),
    Kind("did-you-mean", "newsletter:subscribe", "/newsletter/", 200, {"email": "reader@gmial.com"}),
    Kind("press", "newsletter:subscribe", "/newsletter/", 200, {"email": "reader@example.org"}, {}),
    Kind("asked", "newsletter:subscribe", "/newsletter/", 200, {"email": "reader@example.org"}),
    Kind("refused", "newsletter:subscribe", "/newsletter/", 403, {"email": "reader@example.org"}, FOREIGN),
    Kind("confirm", "newsletter:confirm", "/newsletter/confirm/{confirm}/"),
    Kind("confirmed", "newsletter:confirm", "/newsletter/confirm/{confirm}/", 200, {}),
    Kind("dead-link", "newsletter:confirm", "/newsletter/confirm/none-such/", 410),
    Kind("leave", "newsletter:leave", "/newsletter/leave/{leave}/"),
    Kind("left", "newsletter:leave", "/newsletter/leave/{leave}/", 200, {}),
    Kind("letters", "newsletter:issues", "/newsletter/issues/"),
    Kind("letter", "newsletter:issue", "/newsletter/issues/1/"),
    Kind("preferences", "newsletter:preferences", MINE),
    Kind("preferences-saved", "newsletter:preferences", MINE, 200, {}),
    Kind("unconfirmed", "newsletter:preferences", "/newsletter/preferences/{pending}/"),
    Kind("pause", "newsletter:pause", f"{MINE}pause/"),
    Kind("paused", "newsletter:pause", f"{MINE}pause/", 200, {"months": "3"}),
    Kind("change-address", "newsletter:change_address", f"{MINE}address/"),
    Kind("address-in-use", "newsletter:change_address", f"{MINE}address/", 422, {"email": "chooser@example.org"}),
    Kind("address-asked", "newsletter:change_address", f"{MINE}address/", 200, {"email": "another@example.org"}),
    Kind("move", "newsletter:move", "/newsletter/move/{move}/"),
    Kind("held", "newsletter:held", f"{MINE}held/"),
    Kind("erase", "newsletter:erase", "/newsletter/preferences/{erase}/erase/"),
    Kind("erased", "newsletter:erase", "/newsletter/preferences/{erase}/erase/", 200, {}),
    Kind("stale-link", "newsletter:held", "/newsletter/preferences/{erase}x/held/", 410),
    Kind("moved", "newsletter:move", "/newsletter/move/{move}/", 200, {"wording": "1"}),
    Kind("yours", "newsletter:yours", "/newsletter/yours/"),
    Kind("yours-no-address", "newsletter:yours", "/newsletter/yours/", 422, {"email": "nobody"}),
    Kind("yours-asked", "newsletter:yours", "/newsletter/yours/", 200, {"email": "reader@example.org"}),
    Kind("styleguide", "styleguide", "/styleguide/"),
]
MOST_READ = ["home", "article", "strain", "articles"]


def on_every_kind(test: Callable[..., None]) -> Callable[..., None]:
    """For a test of `what`. All of them take long, and what a browser shows does not depend on the database."""
    every = pytest.mark.parametrize("what", [kind.what for kind in KINDS])
    return pytest.mark.slow(pytest.mark.sqlite(every(test)))


def names(patterns: list[Any] | None = None, *, before: str = "", space: str = "") -> Iterator[str]:
    """Of every address outside the admin and its door that answers with a page."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern)
        if route.startswith(("admin/", "accounts/")):
            continue
        if isinstance(pattern, URLPattern):
            if getattr(pattern.callback, "view_class", None) is not RedirectView and pattern.name:
                yield space + pattern.name
        else:
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from names(pattern.url_patterns, before=route, space=space + inner)
