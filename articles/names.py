"""Names written in one line, apart again: what a strain is called elsewhere."""

from __future__ import annotations

import re

BETWEEN = re.compile(r"[;\n]")


def several(text: str) -> list[str]:
    """ "Ketum; biak" -> ["Ketum", "biak"], each once."""
    return list(dict.fromkeys(name for part in BETWEEN.split(text) if (name := part.strip())))
