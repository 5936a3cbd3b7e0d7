"""What the <picture> of a picture needs, out of what its record says in a snapshot of any age."""

from __future__ import annotations

from typing import Any

from articles.encoding import lighter_name

Said = dict[str, Any]


def plate(picture: Said, shape: str = "") -> Said:
    """The record with `src`, and `srcset` and `lighter` (the same as AVIF) in all widths: whole, or cut to a `shape`
    where it has such crops."""
    files = picture.get("crops", {}).get(shape) or picture["renditions"]
    if not files:
        return picture | {"src": "", "srcset": "", "lighter": "", "tint": ""}
    widest = files[-1]
    whole = {"width": picture["width"], "height": picture["height"]}
    shown = whole if files is picture["renditions"] else {name: widest[name] for name in ("width", "height")}
    return picture | shown | {
        "src": f"/media/{widest['name']}",
        "srcset": _srcset((file["name"], file["width"]) for file in files),
        "lighter": _srcset((lighter_name(each["name"]), each["width"]) for each in files if is_ours(each["name"])),
        "tint": picture.get("tint", ""),
    }  # fmt: skip


def is_ours(name: str) -> bool:
    """Whether it is one of a record, which a worker makes lighter; the frame has pictures of its own."""
    return "/" not in name


def _srcset(files: Any) -> str:
    return ", ".join(f"/media/{name} {width}w" for name, width in files)
