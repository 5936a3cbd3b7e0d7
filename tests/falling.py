"""Addresses that fail, to see what readers get then."""

import errno
import os

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import path

handler500 = "kratominfo.outage.answer"


def fall(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("on purpose")


def strand(request: HttpRequest) -> HttpResponse:
    raise OperationalError("connection refused\nIs the server running?")


def part(request: HttpRequest) -> HttpResponse:
    raise InterfaceError("connection already closed")


def cramp(request: HttpRequest) -> HttpResponse:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def lose(request: HttpRequest) -> HttpResponse:
    raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for addresses that are not there has the site's frame, which stands in the database."""
    raise OperationalError("connection refused")


urlpatterns = [
    path("", fall),
    path("lost/", lose),
    path("stranded/", strand),
    path("parted/", part),
    path("cramped/", cramp),
    path("admin/stranded/", strand),
]
