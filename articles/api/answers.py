"""How the API answers: JSON for everybody, and what was wrong with a request in a sentence (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

View = Callable[..., HttpResponse]
EVERYBODY = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
EXPOSED = {"Access-Control-Expose-Headers": "ETag, Last-Modified, Link"}
ASKED_BEFORE = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since",
    "Access-Control-Max-Age": "86400",
    "Allow": "GET, HEAD, OPTIONS",
}


def api(view: View) -> View:
    """GET, HEAD and OPTIONS alone; what a view raises is told as a problem."""

    @csrf_exempt
    @wraps(view)
    def answered(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers=EVERYBODY | ASKED_BEFORE)
        if request.method not in {"GET", "HEAD"}:
            return problem(405, "Method not allowed", "This API can only be read: use GET or HEAD.", **ASKED_BEFORE)
        try:
            return view(request, **kwargs)
        except BadRequest as error:
            return problem(400, "Bad request", str(error))
        except Http404 as error:
            return problem(404, "Not found", str(error))

    return answered


def answer(said: Any, *, content_type: str = "application/json", **headers: str) -> HttpResponse:
    content = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(content, content_type=content_type, headers=EVERYBODY | EXPOSED | headers)


def problem(status: int, title: str, detail: str, **headers: str) -> HttpResponse:
    said = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    response = answer(said, content_type="application/problem+json", **headers)
    response.status_code = status
    return response
