"""Composing: one letter from the blocks of a campaign, as HTML and as text."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from lxml.html import document_fromstring

from articles.models import Publication
from newsletter.composing import compose
from newsletter.models.issue import Issue
from newsletter.parts import FRESH, parts_of
from tests.newsletter.letters import html_of, text_of, write

pytestmark = pytest.mark.django_db
HEAVY = 100 * 1024  # bytes: longer ones are cut by some mail programs


@pytest.fixture
def letter(site, published, picture):
    """A campaign with a block of each kind."""
    return write('<p>Read <a href="/articles/">all of [[site]]</a>.</p>', published, picture)


def test_the_letter_says_its_subject_its_words_and_its_article(letter, publication):
    html = html_of(compose(letter).sample())
    assert "<h1" in html
    assert ">November</h1>" in html
    assert publication.title in html
    assert publication.card["standfirst"] in html


def test_the_text_says_the_same(letter, publication):
    text = text_of(compose(letter).sample())
    assert "NOVEMBER" in text
    assert "all of kratominfo <http://localhost:8000/articles/>" in text
    assert f"NEW  {publication.title}" in text
    assert f"http://localhost:8000/{publication.path}/" in text
    assert "[Picture: A kratom leaf]" in text


def test_both_tell_why_one_gets_it_how_to_leave_and_where_we_are(letter):
    message = compose(letter).sample()
    for said in (" ".join(html_of(message).split()), " ".join(text_of(message).split())):
        assert "because you asked for it" in said
        assert "/newsletter/leave/" in said
        assert "/newsletter/preferences/" in said
        assert "We do not track who opens it." in said
        assert "1 Example Street" in said
        assert "not medical advice" in said


def test_every_style_is_inline_and_the_rules_for_the_dark_stay(letter):
    html = html_of(compose(letter).sample())
    assert re.findall(r"<(?:p|h1|h2|a|div|td|img)(?![^>]*style=)[^>]*>", html) == []
    assert "prefers-color-scheme: dark" in html
    assert "[data-ogsc]" in html
    assert "max-width: 480px" in html
    assert html.count("<style") == 2  # these, and Outlook's
    assert "<script" not in html


def test_pictures_have_their_size_and_their_words(letter):
    html = html_of(compose(letter).sample())
    assert re.search(
        r'<img src="http://localhost:8000/media/a+\.webp" width="480" height="320" alt="A kratom leaf"', html
    )
    assert "Drawn for kratominfo" in html


def test_a_decorative_picture_is_passed_over(site, picture):
    picture.is_decorative = True
    picture.save()
    message = compose(write(picture)).sample()
    assert 'alt=""' in html_of(message)
    assert "[Picture" not in text_of(message)


def test_the_preheader_stands_first_and_pushes_the_rest_out_of_sight(letter):
    html = html_of(compose(letter).sample())
    first = html[html.index("<body") :]
    assert first.index("What is new.") < first.index("kratom<i>info</i>")
    assert first.count("\u034f") >= 30


@pytest.mark.parametrize(
    ("shown", "changed", "kicker"), [(1, 1, "New"), (90, 1, "Changed"), (90, 90, ""), (31.1, 31.1, "")]
)
def test_a_kicker_says_what_happened_to_an_article_of_late(letter, publication, shown, changed, kicker):
    now = timezone.now()
    moments = {"first_shown_at": now - timedelta(days=shown), "changed_at": now - timedelta(days=changed)}
    Publication.objects.filter(pk=publication.pk).update(**moments)
    assert [part.kicker for part in parts_of(letter, {}) if part.kind == "article"] == [kicker]


def test_an_old_page_that_was_reviewed_of_late_says_so(letter, publication):
    old = timezone.now() - 3 * FRESH
    said = {"on": timezone.localdate().isoformat()}
    Publication.objects.filter(pk=publication.pk).update(first_shown_at=old, changed_at=old, reviewed=said)
    assert "Reviewed" in html_of(compose(letter).sample())


def test_words_of_its_own_take_the_place_of_the_standfirst(letter, publication):
    letter.letterarticle_set.update(words="Read this first.")
    text = text_of(compose(letter).sample())
    assert "Read this first." in text
    assert publication.card["standfirst"] not in text


def test_links_to_the_web_are_counted_and_noted_once_each(site):
    letter = compose(
        write('<p><a href="https://a.example/?x=1&amp;y=2">a</a> <a href="/b/">b</a> <a href="/b/">b</a></p>')
    )
    assert letter.links[1:3] == ["https://a.example/?x=1&y=2", "http://localhost:8000/b/"]
    assert not [link for link in letter.links if "/newsletter/leave" in link or "/go/" in link]
    html = html_of(letter.sample())
    assert html.count("/newsletter/go/") == 5  # the name of the site, these three, and the archive
    assert "https://a.example" not in html


def test_what_only_looks_like_a_link_stays_as_it_was_typed(site):
    letter = compose(write('<p>Write href="https://a.example/" there.</p>'))
    assert 'href="https://a.example/" there' in html_of(letter.sample())


def test_the_archive_has_plain_links_and_nobodys_own(letter):
    composed = compose(letter)
    for said in (composed.html, composed.text):
        assert "http://localhost:8000/articles/" in said
        for word in ("/go/", "/leave/", "/preferences/", "Q7HOLE", "style="):
            assert word not in said


@pytest.mark.parametrize("where", ["subject", "preheader", "text"])
def test_fields_are_filled_in(site, where):
    fields = {where: "About [[site]]"} if where != "text" else {}
    letter = compose(write("<p>About [[site]]</p>" if where == "text" else "<p>.</p>", **fields))
    assert "About kratominfo" in html_of(letter.sample())
    assert "About kratominfo" in text_of(letter.sample()) or "ABOUT KRATOMINFO" in text_of(letter.sample())


def test_a_field_may_be_a_links_address(site):
    letter = compose(write('<p><a href="[[archive]]">Old letters</a></p>'))
    assert "http://localhost:8000/newsletter/issues/" in letter.links
    assert 'href="http://localhost:8000/newsletter/issues/"' in letter.html


@pytest.mark.parametrize("name", ["name", "leave", "email", "address"])
def test_a_field_that_nobody_knows_stays_to_be_found(site, name):
    letter = compose(write(f"<p>Dear [[{name}]]</p>"))
    assert f"[[{name}]]" in letter.text
    assert f"[[{name}]]" in letter.html


def test_what_a_field_says_is_text_and_no_markup(site):
    site.name = "Leaf & <b>Root</b> [[archive]]"
    site.save()
    letter = compose(write("<p>[[site]]</p>"))
    assert "Leaf &amp; &lt;b&gt;Root&lt;/b&gt; [[archive]]" in letter.html


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ leave }}"])
def test_no_script_gets_into_a_letter(site, published, hostile):
    campaign = write(f"<p>{hostile}</p>", published, subject=hostile, preheader=hostile)
    campaign.letterarticle_set.update(words=hostile)
    letter = compose(campaign)
    for html in (letter.html, html_of(letter.sample())):
        nodes = list(document_fromstring(html).iter())
        assert not [node for node in nodes if node.tag in ("script", "iframe")]
        assert not [name for node in nodes for name in node.attrib if name.startswith("on")]


def test_the_name_of_a_hole_in_somebodys_words_stays_words(site):
    campaign = write("<p>Q7HOLELEAVEHOLE7Q</p>", subject="Q7HOLEADDRESSHOLE7Q", preheader="Q7HOLELEAVEHOLE7Q")
    message = compose(campaign).sample("somebody@example.org")
    assert message.count(b"somebody@example.org") == 1
    assert html_of(message).count("/newsletter/leave/") == 1


def test_the_address_stands_in_the_header_alone(letter):
    message = compose(letter).sample("somebody@example.org")
    assert message.index(b"somebody@example.org") < message.index(b"\r\n\r\n")
    assert message.count(b"somebody@example.org") == 1


def test_composing_saves_nothing_and_is_the_same_each_time(letter):
    with time_machine.travel(timezone.now(), tick=False):
        assert compose(letter).message == compose(letter).message
    assert not Issue.objects.exists()


def test_a_letter_is_small(letter):
    assert len(compose(letter).sample()) < HEAVY / 5


def test_a_page_that_is_not_live_any_more_is_left_out(letter, article, editor):
    article.withdraw(by=editor, why="Wrong.")
    assert [part.kind for part in compose(letter).parts] == ["text", "picture"]


def test_a_letter_that_is_not_in_the_archive_does_not_say_so(site):
    message = compose(write(in_archive=False)).sample()
    assert "No. " not in html_of(message)
    assert "on our site</a> too" not in html_of(message)
    assert "All letters" not in text_of(message)


def test_a_test_says_that_it_is_one(letter):
    assert compose(letter, mark="[Test] ").subject == "[Test] November"
