"""Rich text: what each kind of it may hold, for its toolbar; what is kept is for `markup.clean` to say."""

from __future__ import annotations

from typing import Any

from django_prose_editor.fields import ProseEditorField

from articles.markup import clean

LINK = {"enableTarget": False, "protocols": ["http", "https", "mailto", "tel"]}
LABELS = {"Citation": True, "Basis": True, "Certainty": True}
CAPTION: dict[str, Any] = {"Bold": True, "Italic": True, "Link": LINK, **LABELS}
PROSE = {**CAPTION, "Subscript": True, "Superscript": True, "HardBreak": True}
PROSE |= {"BulletList": True, "OrderedList": True, "ListItem": True}
STEPS = {**PROSE, "Heading": {"levels": [3]}}
TABLE = {"Table": True, "TableRow": True, "TableHeader": True, "TableCell": True}
TEXT = {**PROSE, **TABLE, "Heading": {"levels": [2, 3, 4]}, "Blockquote": True}


def prose(extensions: dict[str, Any], verbose_name: str | None = None, **options: Any) -> ProseEditorField:
    """A field for rich text. Saving never refuses it: what is missing, the gate says."""
    return ProseEditorField(verbose_name, blank=True, extensions=extensions, sanitize=clean, **options)
