"""One stylesheet from many: css/src/*.css joined by name into css/kratominfo.css.

Write one file per component into kratominfo/static/css/src/, numbered in the order of the cascade, and link
`{% static "css/kratominfo.css" %}`. The admin takes its colours from css/tokens.css, a part that is published by itself
too. There is no build step: this finder joins the files when runserver or
collectstatic asks. The sources themselves are not published.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import AppDirectoriesFinder
from django.core.files.storage import FileSystemStorage

SHEETS = {"css/kratominfo.css": "*.css", "css/tokens.css": "01-tokens.css"}  # what is published: the parts in it
PARTS = "css/src/"
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
STRING_OR_SPACE = re.compile(r"""("[^"]*"|'[^']*')|\s*([{};,])\s*|\s+""")


class StylesheetFinder(AppDirectoriesFinder):
    """The static files of every app, with the parts of the stylesheet as one."""

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Any]]:
        for path, storage in super().list(ignore_patterns or []):
            if not path.startswith(PARTS):
                yield path, storage
        for sheet in SHEETS:
            yield sheet, FileSystemStorage(location=join(sheet).parent.parent)

    def find_in_app(self, app: str, path: str) -> str | None:
        if path.startswith(PARTS):
            return None
        if path in SHEETS:
            return str(join(path))
        return super().find_in_app(app, path)


def join(name: str) -> Path:
    """Write the joined sheet where it can be served from, unless it is there already."""
    parts = sorted((settings.BASE_DIR / "kratominfo/static" / PARTS).glob(SHEETS[name]))
    text = "\n".join(compact(part.read_text(encoding="utf-8")) for part in parts)
    sheet: Path = settings.VAR_DIR / "joined" / name
    if not sheet.exists() or sheet.read_text(encoding="utf-8") != text:
        sheet.parent.mkdir(parents=True, exist_ok=True)
        aside = sheet.with_suffix(f".{os.getpid()}")
        aside.write_text(text, encoding="utf-8")
        aside.rename(sheet)
    return sheet


def compact(text: str) -> str:
    """Without comments and without white space that means nothing; what stands in quotation marks stays as it is."""
    plain = COMMENT.sub("", text).strip()
    return STRING_OR_SPACE.sub(lambda found: found[1] or found[2] or " ", plain).replace(";}", "}")
