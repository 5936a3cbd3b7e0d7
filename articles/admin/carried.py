"""What a form of the writing screen carries: bounded, without NUL, and sound whatever became of the rows."""

from __future__ import annotations

import re
from collections import defaultdict

from django.core.exceptions import BadRequest
from django.http import QueryDict

COUNT = re.compile("[0-9]{1,3}")  # of the rows of one kind on a page
KEY = re.compile("[0-9]{1,18}")

Row = dict[str, list[str]]


def sound(post: QueryDict, prefixes: list[str]) -> QueryDict:
    """Without NUL, which PostgreSQL refuses, and with the line ends of every system alike. Raises BadRequest for counts
    that no browser sends, because Django would show a form without what was typed."""
    for prefix in prefixes:
        total, initial = (post.get(f"{prefix}-{count}_FORMS", "") for count in ("TOTAL", "INITIAL"))
        if not (COUNT.fullmatch(total) and COUNT.fullmatch(initial) and int(initial) <= int(total)):
            raise BadRequest(f"The form says nothing that can be understood of {prefix}.")
    clean = post.copy()
    for name, values in post.lists():
        clean.setlist(name, [value.replace("\0", "").replace("\r\n", "\n") for value in values])
    return clean


def revived(post: QueryDict, standing: dict[str, set[str]]) -> QueryDict:
    """The same words, where every part that somebody deleted meanwhile is a new one. `standing` holds, by the prefix
    of a formset, the keys of the rows that are still there."""
    revived = post.copy()
    for prefix, keys in standing.items():
        rows = taken_out(revived, prefix)
        known = [row for row in rows if key_of(row) in keys]
        fresh = [row | {"id": [""]} for row in rows if key_of(row) not in keys and "DELETE" not in row]
        for number, row in enumerate(known + fresh):
            for field, values in row.items():
                revived.setlist(f"{prefix}-{number}-{field}", values)
        revived[f"{prefix}-INITIAL_FORMS"] = str(len(known))
        revived[f"{prefix}-TOTAL_FORMS"] = str(len(known + fresh))
    return revived


def taken_out(post: QueryDict, prefix: str) -> list[Row]:
    """Removes the rows of one formset from `post` and returns them in their order, as field -> values."""
    rows: dict[int, Row] = defaultdict(dict)
    total = int(post[f"{prefix}-TOTAL_FORMS"])
    for name in list(post):
        if found := re.fullmatch(rf"{re.escape(prefix)}-(\d+)-(\w+)", name):
            rows[int(found[1])][found[2]] = post.pop(name)
    return [row for number, row in sorted(rows.items()) if number < total]


def key_of(row: Row) -> str:
    return row.get("id", [""])[0]


def keys_in(post: QueryDict, prefix: str) -> set[str]:
    """The keys of the rows that the form holds, those it takes out too."""
    name = re.compile(rf"{re.escape(prefix)}-\d+-id")
    return {key for field, key in post.items() if name.fullmatch(field) and KEY.fullmatch(key)}
