"""Addresses that fail, to see what readers get then."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def fall(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("on purpose")


urlpatterns = [path("", fall)]
