"""One stylesheet from many: css/src/*.css joined by name into css/kratominfo.css.

Write one file per component into kratominfo/static/css/src/, numbered in the order of the cascade, and link
`{% static "css/kratominfo.css" %}`. There is no build step: this finder joins the files when runserver or
collectstatic asks. The sources themselves are not published.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import AppDirectoriesFinder
from django.core.files.storage import FileSystemStorage

SHEET = "css/kratominfo.css"
PARTS = "css/src/"


class StylesheetFinder(AppDirectoriesFinder):
    """The static files of every app, with the parts of the stylesheet as one."""

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Any]]:
        for path, storage in super().list(ignore_patterns or []):
            if not path.startswith(PARTS):
                yield path, storage
        yield SHEET, FileSystemStorage(location=join().parent.parent)

    def find_in_app(self, app: str, path: str) -> str | None:
        if path.startswith(PARTS):
            return None
        if path == SHEET:
            return str(join())
        return super().find_in_app(app, path)


def join() -> Path:
    """Write the joined sheet where it can be served from, unless it is there already."""
    parts = sorted((settings.BASE_DIR / "kratominfo/static" / PARTS).glob("*.css"))
    text = "\n".join(part.read_text(encoding="utf-8") for part in parts)
    sheet: Path = settings.VAR_DIR / "joined" / SHEET
    if not sheet.exists() or sheet.read_text(encoding="utf-8") != text:
        sheet.parent.mkdir(parents=True, exist_ok=True)
        aside = sheet.with_suffix(f".{os.getpid()}")
        aside.write_text(text, encoding="utf-8")
        aside.rename(sheet)
    return sheet
