"""What no line of code can mend: the database is gone, or a disk is full. It is answered 503 and told in one line."""

from __future__ import annotations

import sys
from errno import EDQUOT, ENOSPC

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import server_error

COME_AGAIN = 5  # seconds


def is_outage(error: BaseException | None) -> bool:
    if isinstance(error, OSError):
        return error.errno in {ENOSPC, EDQUOT}
    return isinstance(error, OperationalError | InterfaceError)


def summary(error: BaseException) -> str:
    """Its kind and the first line of what it says."""
    return f"{type(error).__name__}: {str(error).strip().partition(chr(10))[0]}"


def answer(request: HttpRequest) -> HttpResponse:
    """What Django asks when something was raised, in views and in every layer around them alike. No database is asked,
    and no file is written."""
    if not is_outage(sys.exc_info()[1]):
        return server_error(request)
    return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": str(COME_AGAIN)})
