"""Pictures as readers load them: renditions only, each under a name that never shows anything else."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

NAME = re.compile(r"[0-9a-f]{32}\.(webp|avif|jpg|png)", re.ASCII)
TYPES = {"webp": "image/webp", "avif": "image/avif", "jpg": "image/jpeg", "png": "image/png"}


@require_safe
def serve(request: HttpRequest, name: str) -> HttpResponse:
    """Asks no database; in production the web server in front may serve the same folder itself."""
    stem, _, suffix = name.partition(".")
    response = HttpResponse(_stored(name), content_type=TYPES.get(suffix))
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Content-Security-Policy"] = "default-src 'none'"
    response["ETag"] = f'"{stem}"'
    return response


def _stored(name: str) -> bytes:
    if not NAME.fullmatch(name):
        raise Http404("Pictures have other names.")
    try:
        return (Path(settings.MEDIA_ROOT) / name).read_bytes()
    except OSError as error:
        raise Http404("There is no such picture.") from error
