"""What is asked, of which server, and what must come back before anything is measured."""

from __future__ import annotations

from dataclasses import dataclass

ARTICLE = "/articles/can-kratom-help-with-fibromyalgia/"
LIST = "/articles/"
FILE = "/body"  # of the folder that keeps the article's bytes


@dataclass(frozen=True)
class Target:
    """`shows`: the page whose text must come back, or nothing for an answer without a body."""

    key: str
    label: str
    server: str
    path: str = ARTICLE
    shows: str = ARTICLE
    is_known: bool = False  # the reader has the page already and asks whether it changed

    @property
    def status(self) -> int:
        return 304 if self.is_known else 200

    @property
    def is_drawn(self) -> bool:
        """Anew for every request, which takes a hundred times as long."""
        return self.server.endswith((" off", " small"))


def targets() -> list[Target]:
    """In the order in which each round takes them: what is compared stands close together, as the machine changes."""
    return [*in_front(), *served_by("granian"), *small(), *served_by("gunicorn")]


def served_by(server: str) -> list[Target]:
    def one(name: str, label: str, kind: str, **more: object) -> Target:
        return Target(f"{server} {name}", f"{server}: {label}", f"{server} {kind}", **more)  # type: ignore[arg-type]

    return [
        one("empty", "empty application", "empty", shows=""),
        one("on", "article, door on", "on"),
        one("ready", "the article's bytes, ready", "ready"),
        one("bare", "bare Django view, same bytes", "bare"),
        one("304 on", "304, door on", "on", shows="", is_known=True),
        one("list on", "list, door on", "on", path=LIST, shows=LIST),
        one("off", "article, door off", "off"),
        one("304 off", "304, door off", "off", shows="", is_known=True),
        one("list off", "list, door off", "off", path=LIST, shows=LIST),
    ]


def small() -> list[Target]:
    return [Target("granian small", "granian: article, door with too little memory", "granian small")]


def in_front() -> list[Target]:
    return [
        Target("nginx static", "nginx: the article's bytes as a file", "nginx static", path=FILE),
        Target("nginx keyed", "nginx keyed by the version, before the door", "nginx keyed"),
    ]
