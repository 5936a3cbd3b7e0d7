"""Pictures as readers load them: renditions only, each under a name that never shows anything else."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from articles.encoding import can_lighten
from articles.storing import is_kept

NAME = re.compile(r"[0-9a-f]{32}\.(webp|avif|jpg|png)", re.ASCII)
TYPES = {"webp": "image/webp", "avif": "image/avif", "jpg": "image/jpeg", "png": "image/png"}


MADE_SOON, NEVER_MADE = 300, 86_400  # seconds that a file may stand in for its lighter one


@require_safe
def serve(request: HttpRequest, name: str) -> HttpResponse:
    """Asks no database; in production the web server in front may serve the same folder itself, and asks here for what
    it does not find. Pages offer AVIF files from the first: until one is made, its WebP stands in for it."""
    shown = name if is_stored(name) else stand_in(name)
    content = _stored(shown)
    stem, _, suffix = shown.partition(".")
    response = HttpResponse(content, content_type=TYPES.get(suffix))
    response["Cache-Control"] = "public, max-age=31536000, immutable" if shown == name else _for_a_while()
    response["Content-Security-Policy"] = "default-src 'none'"
    response["ETag"] = f'"{stem}"' if shown == name else f'"{stem}-{suffix}"'
    return response


def is_stored(name: str) -> bool:
    return bool(NAME.fullmatch(name)) and is_kept(name)


def stand_in(name: str) -> str:
    return f"{name.removesuffix('.avif')}.webp" if name.endswith(".avif") else name


def _for_a_while() -> str:
    return f"public, max-age={MADE_SOON if can_lighten() else NEVER_MADE}"


def _stored(name: str) -> bytes:
    if not NAME.fullmatch(name):
        raise Http404("Pictures have other names.")
    try:
        return (Path(settings.MEDIA_ROOT) / name).read_bytes()
    except OSError as error:
        raise Http404("There is no such picture.") from error
