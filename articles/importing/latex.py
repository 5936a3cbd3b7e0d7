"""Text out of LaTeX. Decoding loses a bare & and all that follows a %, so both are escaped before. Each command costs
time, and a place on the stack where it stands in another, so there is an end to both."""

from __future__ import annotations

import logging
import re

from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

CODED = re.compile(r"[\\{}$~^]|--|``|''")
COMMAND = re.compile(r"[\\{$^]")
BARE = re.compile(r"(?<!\\)([&%#])")
MATHS = re.compile(r"(?<!\\)\$")
PLACE = re.compile(r"\\(?:begin|end)\s*\{[^{}]*\}")
DEEPEST = 30  # braces within braces
LONGEST = 4_000  # letters of one title or name
MOST_COMMANDS = 20_000  # in all: four seconds
URL = re.compile(r"\\url\s*\{([^{}]*)\}|\\href\s*\{([^{}]*)\}\s*\{[^{}]*\}")
ESCAPED = re.compile(r"\\([&%#_~$])")

for _library in ("bibtexparser", "pylatexenc"):  # they would write what was pasted into our logs
    logging.getLogger(_library).propagate = False
    logging.getLogger(_library).addHandler(logging.NullHandler())


class TooDeep(ValueError):
    """Nobody writes a title like that."""


class TooMuch(ValueError):
    """More than is read at once."""


def decoder() -> LatexNodes2Text:
    context = get_default_latex_context_db()
    context.add_context_category("addresses", prepend=True, macros=[MacroTextSpec("url", simplify_repl="%s")])
    return LatexNodes2Text(latex_context=context, math_mode="text")


class Latex:
    """Decodes the fields of one file."""

    def __init__(self) -> None:
        self.decoder = decoder()
        self.left = MOST_COMMANDS

    def text(self, value: str) -> str:
        """What it prints. Raises TooDeep, TooMuch."""
        if not CODED.search(value):
            return value
        careful(value)
        self.left -= len(COMMAND.findall(value))
        if self.left < 0:
            raise TooMuch
        value = BARE.sub(r"\\\1", PLACE.sub("", value))
        if len(MATHS.findall(value)) % 2:
            value = MATHS.sub(r"\\$", value)  # a price, no formula
        try:
            return self.decoder.latex_to_text(value)
        except RecursionError:
            raise TooDeep from None
        except Exception:  # of many kinds, KeyError among them: a command that is used in a way it does not expect
            return undressed(value)


def careful(value: str) -> None:
    """Raises TooDeep."""
    depth = deepest = 0
    for sign in value:
        depth += (sign == "{") - (sign == "}")
        deepest = max(deepest, depth)
    if deepest > DEEPEST or len(value) > LONGEST:
        raise TooDeep


def undressed(value: str) -> str:
    """Of an address or a number what stands there, without braces: nothing in it is a command."""
    return ESCAPED.sub(r"\1", URL.sub(r"\1\2", value).replace("{", "").replace("}", "")).strip()


def is_braced(text: str) -> bool:
    """All of it stands in one pair of braces: {US FDA}."""
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign == "{") - (sign == "}")
        if depth <= 0:
            return place == len(text) - 1 and sign == "}" and depth == 0
    return False
