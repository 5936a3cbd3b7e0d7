"""The Nu HTML checker over every page that links lead to: address -> what it complains of."""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urljoin
from urllib.request import urlopen

from tests.audit.tools import NU

# What nobody links to, with the status it answers with.
UNLINKED = {
    "/nowhere/": 404,
    "/newsletter/confirm/none/": 410,
    "/articles/can-kratom-help-with-fibromyalgia/at/2020-01-01/": 404,
}
LINK = re.compile(r'<a\b[^>]*?\shref="([^"#]+)')
NO_PAGES = ("/admin/", "/accounts/", "/static/", "/media/", "/styleguide/")
# The one thing that is meant to be there and that the checker does not know yet: citation cards without a script.
DELIBERATE = {"Attribute “interestfor” not allowed on element “a” at this point."}


def check(address: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory(prefix="kratominfo-nu-") as name:
        for path, problem, html in crawl(address):
            Path(name, f"{len(found)}.html").write_bytes(html)
            found[path] = [problem] if problem else []
        command = ["java", "-jar", str(NU), "--stdout", "--exit-zero-always", "--format", "json", name]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"The Nu HTML checker failed:\n{done.stderr}")
    paths = list(found)
    for number, message in complaints(json.loads(done.stdout)):
        found[paths[number]].append(message)
    return found


def crawl(address: str) -> Iterator[tuple[str, str, bytes]]:
    """Each page's path, what is wrong with its answer if anything is, and its bytes."""
    waiting, known = ["/", *UNLINKED], {"/", *UNLINKED}
    for path in waiting:
        status, html = fetch(address + path)
        wanted = UNLINKED.get(path, 200)
        yield path, "" if status == wanted else f"answers {status}, not {wanted}", html
        for link in sorted(set(links(path, html.decode())) - known):
            known.add(link)
            waiting.append(link)


def links(path: str, html: str) -> Iterator[str]:
    """To pages of this site; of the many ways to filter a list, those that stand on the list itself."""
    for href in LINK.findall(html):
        link = urljoin(path, unescape(href))
        is_page = link.startswith("/") and not link.startswith(NO_PAGES) and link.partition("?")[0].endswith("/")
        if is_page and not ("?" in link and "?" in path):
            yield link


def fetch(url: str) -> tuple[int, bytes]:
    try:
        with urlopen(url, timeout=30) as answer:
            return answer.status, answer.read()
    except HTTPError as error:
        return error.code, error.read()


def complaints(said: dict) -> Iterator[tuple[int, str]]:
    """The number of the page's file, and the message with where it stands."""
    for message in said["messages"]:
        if message["message"] not in DELIBERATE:
            extract = " ".join(message.get("extract", "").split())
            level = message.get("subType", message["type"])
            yield int(Path(message["url"]).stem), f"{level}: {message['message']} At: `{extract}`"
