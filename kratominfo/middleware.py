"""What every answer carries, what no request may bring, and whom we believe."""

from __future__ import annotations

import re
from collections.abc import Callable

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase

from kratominfo.proxy import Proxies

Answer = Callable[[HttpRequest], HttpResponseBase]

NEVER = "private, no-store"
METHODS = ["GET", "HEAD", "POST", "OPTIONS"]
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "camera",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "payment",
        "usb",
    )
)


def is_admin(request: HttpRequest) -> bool:
    return request.path_info.startswith(settings.ADMIN_URL)


def is_for_staff(request: HttpRequest) -> bool:
    """The admin or its door."""
    return request.path_info.startswith((settings.ADMIN_URL, settings.ACCOUNTS_URL))


def is_file(request: HttpRequest) -> bool:
    return request.path_info.startswith((settings.MEDIA_URL, settings.STATIC_URL))


def is_private(request: HttpRequest) -> bool:
    return any(re.search(pattern, request.path_info) for pattern in settings.DOOR_PRIVATE)


def is_personal(request: HttpRequest) -> bool:
    """Whether it says who asks."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES or "HTTP_AUTHORIZATION" in request.META


def complete_headers(get_response: Answer) -> Answer:
    """So far out that static files, redirects and errors carry the headers too."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response["X-Content-Type-Options"] = "nosniff"
        response["Permissions-Policy"] = PERMISSIONS
        response.headers.setdefault("Cross-Origin-Resource-Policy", resource_policy(request))
        if is_admin(request):
            response["X-Frame-Options"] = "SAMEORIGIN"  # the preview stands in a frame of the writing screen
        if is_for_staff(request) or (is_personal(request) and not is_file(request)):
            response["Cache-Control"] = NEVER
        else:
            response.headers.setdefault("Cache-Control", cache_control(request, response))
        return response

    return middleware


def resource_policy(request: HttpRequest) -> str:
    """Pictures and styles may be shown elsewhere, in mail and feed readers; pages may not."""
    return "cross-origin" if is_file(request) else "same-origin"


def cache_control(request: HttpRequest, response: HttpResponseBase) -> str:
    """For a view that says nothing of it. Public pages are asked for each time, and shown as they were while we fail;
    must-revalidate would forbid that (RFC 9111, 5.2.2.2; RFC 5861, 4)."""
    if request.method not in {"GET", "HEAD"} or (is_private(request) and not is_file(request)):
        return NEVER
    is_page = response.status_code in {200, 301, 302, 304, 404, 410} and not response.cookies
    return f"public, max-age=0, stale-if-error={settings.DOOR_GRACE}" if is_page else "no-store"


class ContentSecurityPolicy(CSPMiddleware):
    """The strict policy everywhere but in the admin and at its door, which need their scripts."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if is_for_staff(request) and not report_only and parts.config is None:
            parts.config = settings.ADMIN_CONTENT_SECURITY_POLICY
        return parts


def believe_proxy(get_response: Answer) -> Answer:
    """Take the visitor's address and scheme from the configured proxy, and from nobody else."""
    proxies = Proxies(settings.TRUSTED_PROXY)

    def middleware(request: HttpRequest) -> HttpResponseBase:
        hops = [hop.strip() for hop in request.META.pop("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
        if not proxies.sent(request.META):
            request.META.pop("HTTP_X_FORWARDED_PROTO", None)
            return get_response(request)
        strangers = [hop for hop in hops if not proxies.trusts(hop)]
        if strangers:
            request.META["REMOTE_ADDR"] = strangers[-1]
        return get_response(request)

    return middleware


def refuse_odd_requests(get_response: Answer) -> Answer:
    """405 for methods nobody serves, 400 for NUL (PostgreSQL refuses it), 413 for what no public form sends."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("NUL in the address")
        if not is_admin(request) and int(request.META.get("CONTENT_LENGTH") or 0) > settings.PUBLIC_BODY_LIMIT:
            return HttpResponse("Too large.", status=413, content_type="text/plain")
        return get_response(request)

    return middleware
