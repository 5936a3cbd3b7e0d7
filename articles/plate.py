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
        "lighter": _srcset((lighter_name(file["name"]), file["width"]) for file in files),
        "tint": picture.get("tint", ""),
    }  # fmt: skip


def _srcset(files: Any) -> str:
    return ", ".join(f"/media/{name} {width}w" for name, width in files)
