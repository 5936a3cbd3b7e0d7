"""Codings, tags and 304 for what Django answers itself: in the same words as the door's."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponse, HttpResponseBase

from kratominfo.door.answer import Answer, Body
from kratominfo.door.layer import DRAWING
from kratominfo.middleware import is_for_staff


def dress(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Outermost, because tags hang on what all others say. Files come dressed, and lengths of staff pages could betray
    what they hold."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if is_for_staff(request) or DRAWING in request.META or not isinstance(response, HttpResponse):
            return response
        answer = Answer(f"{response.status_code} {response.reason_phrase}", response.items(), Body(response.content))
        status, headers, response.content = answer.reply(request.META)
        response.status_code = int(status[:3])
        for name in list(response.headers):
            del response.headers[name]
        for name, value in headers:
            response.headers[name] = value
        return response

    return middleware
