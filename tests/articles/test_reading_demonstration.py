"""Every page that the demonstration holds can be read, and no link inside the site leads nowhere."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import urldefrag

import pytest
from django.test import Client

pytestmark = pytest.mark.usefixtures("db")

LINK = re.compile(r'(?:href|src)="(/[^"]*|#[^"]*)"')
SRCSET = re.compile(r"/media/\w+\.webp")


@pytest.fixture(scope="module")
def pages(demonstrated) -> dict[str, str]:
    """Every page that can be reached from the front page, by its path."""
    return crawl(Client())


def crawl(client: Client) -> dict[str, str]:
    found, waiting = {}, ["/"]
    while waiting:
        path = waiting.pop()
        if path not in found and not path.startswith("/static/"):
            answer = client.get(path)
            assert answer.status_code == 200, path
            found[path] = answer.text if answer["Content-Type"].startswith("text/html") else ""
            waiting += [urldefrag(link).url for link in links(found[path], path)]
    return found


def links(html: str, path: str) -> list[str]:
    found = [link if link.startswith("/") else path + link for link in LINK.findall(html)]
    return found + SRCSET.findall(html)


def html_pages(pages: dict[str, str]) -> dict[str, str]:
    return {path: html for path, html in pages.items() if html}


def findable(pages: dict[str, str]) -> dict[str, str]:
    """Those that a search engine may list."""
    return {
        path: html for path, html in html_pages(pages).items() if '<meta name="robots" content="noindex' not in html
    }


def test_the_crawl_reaches_every_kind_of_page(pages):
    for path in (
        "/articles/can-kratom-help-with-fibromyalgia/",
        "/strains/red-vein/",
        "/how-we-work/",
        "/topics/pain/",
        "/people/demo-editor/",
        "/references/clauw2014/",
        "/references/page/2/",
        "/questions/",
    ):
        assert path in pages


def test_every_link_to_a_place_on_a_page_finds_the_place(pages):
    for path, html in html_pages(pages).items():
        for link in links(html, path):
            target, fragment = urldefrag(link)
            assert not fragment or f'id="{fragment}"' in pages[target], f"{path} links to {link}"


def test_no_id_stands_twice_on_a_page(pages):
    for path, html in html_pages(pages).items():
        counts = Counter(re.findall(r'\sid="([^"]+)"', html))
        assert not [id_ for id_, count in counts.items() if count > 1], path


def test_every_page_has_one_title_of_its_own_and_one_first_heading(pages):
    titles = {path: re.search(r"<title>(.*?)</title>", html)[1] for path, html in findable(pages).items()}
    assert not [title for title, count in Counter(titles.values()).items() if count > 1]
    for path, html in findable(pages).items():
        assert 15 <= len(titles[path]) <= 65, titles[path]
        assert html.count("<h1") == 1, path


def test_every_page_describes_itself_and_names_its_own_address(pages):
    for path, html in findable(pages).items():
        described = re.search(r'<meta name="description" content="([^"]*)">', html)[1]
        assert 50 <= len(described) <= 165, f"{path}: {described}"
        assert f'<link rel="canonical" href="http://localhost:8000{path}">' in html
