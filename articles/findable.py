"""What of a snapshot can be found, and by which words: the page, its questions, the sources it cites."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from articles.citations import entry
from articles.markup import headings, plain
from articles.snapshot import Snapshot, digest

LONGEST_TITLE = 500
LABEL = re.compile(r"<span data-(?:basis|certainty)[^>]*>[^<]*</span>")
PAUSE = re.compile(r" +([.,;:?!)])")
STRAIN_WORDS = ("origin", "processing")


@dataclass(frozen=True)
class Findable:
    """`key` is a question's anchor or a source's key; `topics` holds keys; `text` is what excerpts are cut from."""

    kind: str
    key: str
    address: str
    title: str
    topics: tuple[str, ...] = ()
    headings: str = ""
    text: str = ""
    stamp: str = ""

    @property
    def digest(self) -> str:
        """Says whether it changed: of a page, its stamp."""
        return self.stamp or digest(
            self.kind, self.key, self.address, self.title, self.topics, self.headings, self.text
        )


def findables(snapshot: Snapshot) -> list[Findable]:
    """The page and each of its questions."""
    topics = tuple(topic.key for topic in snapshot.topics)
    page = Findable(
        kind=snapshot.kind,
        key="",
        address=f"{snapshot.path}/",
        title=snapshot.title[:LONGEST_TITLE],
        topics=topics,
        headings=" · ".join(dict.fromkeys(filter(None, headings_of(snapshot)))),
        text=" ".join(filter(None, texts_of(snapshot))),
        stamp=stamp(snapshot),
    )
    asked = [
        Findable(
            kind="question",
            key=question.anchor,
            address=f"{snapshot.path}/#q-{question.anchor}",
            title=question.question,
            topics=topics,
            text=spoken(question.answer),
        )
        for question in snapshot.faq
    ]
    return [page, *asked]


def stamp(snapshot: Snapshot) -> str:
    """Covers all that the page says itself, its questions among it, and none of its records: a renewal that changed no
    word of the page is seen without reading it."""
    own = {name: value for name, value in vars(snapshot).items() if name not in ("records", "picture", "shows")}
    return digest({name: value if isinstance(value, str | dict) else repr(value) for name, value in own.items()})


def sources(snapshot: Snapshot) -> list[Findable]:
    """Those it shows, in the order of their keys, so that two who publish never wait for each other crosswise."""
    said = {says["key"]: says for name, says in snapshot.records.items() if name.startswith("reference:")}
    return [source_of(said[key]) for key in sorted(said)]


def source_of(says: dict[str, Any]) -> Findable:
    shown = entry(says)
    words = [shown["finding"], ", ".join(says["authors"]), shown["source"], shown["design"].capitalize()]
    words += [f"doi:{says['doi']}" if says.get("doi") else "", f"PubMed {says['pmid']}" if says.get("pmid") else ""]
    text = " ".join(word if word.endswith((".", "?", "!")) else f"{word}." for word in words if word)
    address = f"references/{says['key']}/"
    return Findable("reference", says["key"], address, shown["title"][:LONGEST_TITLE], text=text)


def headings_of(snapshot: Snapshot) -> Iterator[str]:
    """Names, topics and headings."""
    yield str(snapshot.says.get("other_names", ""))
    yield from (topic.name for topic in snapshot.topics)
    for block in snapshot.blocks:
        yield str(block.says.get("heading", ""))
    for text in snapshot.texts:
        yield from (words for _, words in headings(text))


def spoken(text: str) -> str:
    """The words as they are read, without the labels of basis and certainty between the sentences."""
    return PAUSE.sub(r"\1", plain(LABEL.sub("", text)))


def texts_of(snapshot: Snapshot) -> Iterator[str]:
    """The standfirst, what is reported, then the page as it is read."""
    yield snapshot.standfirst
    says = snapshot.says
    yield "; ".join(effect["text"] for effect in says.get("effects", ()))
    yield from (str(says.get(name, "")) for name in STRAIN_WORDS)
    yield "; ".join(amount["text"] for amount in says.get("amounts", ()))
    yield ", ".join(alkaloid["compound"] for alkaloid in says.get("alkaloids", ()))
    yield from map(spoken, snapshot.texts)
    yield from (question.question for question in snapshot.faq)
