"""Nothing is measured that does not answer rightly: every status and every text is looked at first."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.asking import SENT, Answer, ask
from tests.bench.servers import Servers
from tests.bench.targets import ARTICLE, LIST, Target

WARM = 60  # requests, so that what is made at the first ones is made


@dataclass
class Truth:
    """What the site says with its door off, and the headers with which each target is asked."""

    texts: Mapping[str, bytes]
    headers: dict[str, dict[str, str]] = field(default_factory=dict)

    def check(self, servers: Servers, target: Target) -> None:
        """Raises SystemExit where a status or a text is another one."""
        port = servers.port(target.server)
        self.headers[target.key] = SENT | (known(port, target.path) if target.is_known else {})
        answers = [ask(port, target.path, self.headers[target.key]) for _ in range(WARM)]
        for answer in (answers[0], answers[-1]):
            self._compare(target, answer)

    def _compare(self, target: Target, answer: Answer) -> None:
        if answer.status != target.status:
            raise SystemExit(f"{target.label}: {answer.status} and not {target.status}, so nothing was measured.")
        if answer.body != self.texts[target.shows]:
            raise SystemExit(f"{target.label}: another text than the site's own, so nothing was measured.")


def learn(servers: Servers) -> Truth:
    """Asks the site; keeps the article as the door hands it out, for those that hand out the same bytes."""
    texts = {path: ask(servers.port("granian off"), path).body for path in (ARTICLE, LIST)}
    if b"fibromyalgia" not in texts[ARTICLE] or ARTICLE.encode() not in texts[LIST]:
        raise SystemExit("The demonstration is not what it was: the article or the list lacks its words.")
    door = servers.port("granian on")
    keep([ask(door, ARTICLE) for _ in range(WARM)][-1], servers.page)
    return Truth({**texts, "": b""})


def keep(answer: Answer, folder: Path) -> None:
    folder.mkdir()
    (folder / "body").write_bytes(answer.packed)
    (folder / "headers.json").write_text(json.dumps(headers_of_the_page(answer.headers)))


def headers_of_the_page(headers: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Without those that a server writes by itself."""
    own = {"connection", "date", "keep-alive", "server", "transfer-encoding"}
    return [(name, value) for name, value in headers if name not in own]


def known(port: int, path: str) -> dict[str, str]:
    """What a browser sends that has the page already."""
    return {"If-None-Match": dict(ask(port, path).headers)["etag"]}
