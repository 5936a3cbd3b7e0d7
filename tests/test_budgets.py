"""What a page may cost: bytes on the wire, requests, and questions to the database, however much there is to read."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.lists import look_again_due
from articles.models import Article, Person, RichText, StrainProfile, Topic

SECTION = "<h2>Section {}</h2><p>{}</p>"
CSS = 12_000
SCRIPT = 3_000
ARTICLE = 32_000  # the words of a long article with its frame, compressed
AN_ARTICLE_ASKS, A_LIST_ASKS = 3, 4
LISTS = [
    "/",
    "/articles/",
    "/articles/page/2/",
    "/strains/",
    "/topics/",
    "/a-z/",
    "/topics/sleep/",
    "/questions/",
    "/questions/sleep/",
    "/questions/in-general/",
    "/references/",
    "/references/clauw2014/",
    "/people/",
    "/people/demo-editor/",
]


def compressed(content: bytes) -> int:
    return len(gzip.compress(content, 9))


def publish(number: int, *, by: User, topic: Topic, author: Person) -> None:
    page = Article.objects.create(title=f"Article {number}", slug=f"article-{number}", standfirst="About it.")
    cited = '<p>Cited.<cite data-key="clauw2014"></cite></p>'
    RichText.objects.create(parent=page, text=f"{SECTION.format(number, 'Words. ' * 20)}{cited}", ordering=10)
    page.faq.create(question=f"Question {number}?", answer="<p>An answer.</p>", ordering=10)
    page.topics.add(topic)
    page.authors.add(author)
    page.publish(by=by, override="Of no matter here.")


@pytest.fixture
def crowded(editor, topic, reference) -> None:
    """A site with more than a page of everything."""
    author = Person.objects.create(key="demo-editor", name="Demo editor")
    for number in range(21):
        publish(number, by=editor, topic=topic, author=author)
    for colour in ("red", "green", "white"):
        strain = StrainProfile.objects.create(title=colour, slug=colour, type="vein", colour=colour)
        strain.effects.create(aspect="effect", text="Calm", basis="survey")
        strain.faq.create(question=f"Question about {colour}?", answer="<p>An answer.</p>", ordering=10)
        strain.publish(by=editor, override="Of no matter here.")
    look_again_due()


def questions(client, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_an_article_asks_three_questions_whatever_its_length(client, crowded, editor):
    short = questions(client, "/articles/article-3/")
    page = Article.objects.get(slug="article-3")
    for place in range(20, 400, 10):
        RichText.objects.create(parent=page, text=SECTION.format(place, "Words. " * 100), ordering=place)
    page.publish(by=editor, override="Of no matter here.")
    assert short == questions(client, "/articles/article-3/") <= AN_ARTICLE_ASKS


def test_a_list_asks_four_questions_at_most(client, crowded):
    asked = {path: questions(client, path) for path in LISTS}
    assert max(asked.values()) <= A_LIST_ASKS, asked


def test_a_strain_asks_three_questions(client, crowded):
    assert questions(client, "/strains/red/") <= AN_ARTICLE_ASKS


def test_lists_leave_the_long_columns_alone(client, crowded):
    with CaptureQueriesContext(connection) as asked:
        client.get("/articles/")
    assert not [query["sql"] for query in asked if '"articles_publication"."html"' in query["sql"]]


def test_the_stylesheet_stays_small():
    sheet = Path(finders.find("css/kratominfo.css")).read_bytes()
    assert compressed(sheet) <= CSS


def test_a_long_article_stays_small(client, published, editor):
    for place in range(20, 140, 10):
        text = SECTION.format(place, "Words that say what is known and how well. " * 25)
        RichText.objects.create(parent=published, text=text, ordering=place)
    published.publish(by=editor)
    assert compressed(client.get("/articles/sleep/").content) <= ARTICLE


def test_a_page_brings_one_optional_script_and_asks_nobody_else(client, published):
    html = client.get("/articles/sleep/").text
    scripts = re.findall(r"<script(?! type=\"application/ld\+json\")[^>]*>", html)
    assert scripts == ['<script src="/static/js/reader.js">']
    assert compressed(Path(finders.find("js/reader.js")).read_bytes()) <= SCRIPT
    loaded = re.findall(r'<(?:link|img|source)[^>]*\s(?:href|src)="([^"]+)"', html)
    assert [address for address in loaded if not address.startswith(("/", settings.SITE_URL))] == []


def test_the_first_view_needs_few_requests(client, published):
    html = client.get("/").text
    eager = [tag for tag in re.findall(r"<img[^>]*>", html) if 'loading="lazy"' not in tag]
    sheets = re.findall(r'<link rel="stylesheet"', html)
    assert len(eager) + len(sheets) + 1 <= 8


@pytest.mark.parametrize("width", [480, 760, 960, 1280])
def test_the_pictures_of_the_frame_stay_small(width):
    assert Path(finders.find(f"img/branch-{width}.webp")).stat().st_size <= 60_000
