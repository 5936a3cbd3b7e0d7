"""The barest Django: one address, one view, no middleware, no database; the page's own headers and packed bytes."""

from __future__ import annotations

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

from tests.bench.ready import BODY, HEADERS
from tests.bench.targets import ARTICLE

settings.configure(ROOT_URLCONF=__name__, SECRET_KEY="only-for-tests", ALLOWED_HOSTS=["localhost"], MIDDLEWARE=[])
SENT = dict(HEADERS)


def read(request: HttpRequest) -> HttpResponse:
    return HttpResponse(BODY, headers=SENT)


urlpatterns = [path(ARTICLE.removeprefix("/"), read)]
application = get_wsgi_application()
