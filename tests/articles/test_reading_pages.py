"""What a reader finds on one page: its words, its frame and what it tells machines, never a draft."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client

from articles.models import Article, Person, Picture, RichText, SiteSettings, StandingPage, StrainProfile

PATH = "/articles/sleep/"


def machine_words(html: str) -> dict:
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)[1])


@pytest.fixture
def standing(editor) -> StandingPage:
    page = StandingPage.objects.create(title="About us", slug="about")
    RichText.objects.create(parent=page, text="<h2>Who</h2><p>Nobody yet.</p>", ordering=10)
    page.publish(by=editor, note="First published.", override="Of no matter here.")
    return page


def test_an_article_shows_its_title_once_and_its_standfirst(client, published):
    html = client.get(PATH).text
    assert html.count("<h1>") == 1
    assert "<h1>Kratom and sleep</h1>" in html
    assert "What is reported of sleep." in html


def test_the_text_cites_its_source_and_the_source_leads_back(client, published):
    html = client.get(PATH).text
    assert 'href="#ref-1" interestfor="card-1"' in html
    assert '<li id="ref-1">Clauw DJ' in html
    assert 'href="#c1a" role="doc-backlink"' in html
    assert '<div class="cite-card" id="card-1" popover="hint">' in html


def test_the_contents_list_leads_to_every_section(client, published):
    html = client.get(PATH).text
    targets = re.findall(r'<a href="#([^"]+)">', html.split('class="toc"')[1].split("</nav>")[0])
    assert targets[0] == "what-is-known"
    assert all(html.count(f'id="{target}"') == 1 for target in targets)


def test_an_answer_has_a_link_of_its_own_inside_its_details(client, published):
    html = client.get(PATH).text
    anchor = published.faq.get().anchor
    assert f'<summary>Does it help with sleep?</summary><div class="answer" id="q-{anchor}">' in html
    assert f'<a href="#q-{anchor}">Link to this answer' in html


def test_the_slip_says_who_wrote_it_and_that_nobody_reviewed_it(client, article, editor):
    article.authors.add(Person.objects.create(key="demo-editor", name="Demo editor", role="Editor"))
    article.publish(by=editor)
    html = client.get(PATH).text
    assert '<a rel="author" href="/people/demo-editor/">Demo editor</a>' in html
    assert "Not medically reviewed" in html


def test_the_slip_counts_the_sources_and_leads_to_what_has_changed(client, published):
    slip = client.get(PATH).text.split('class="slip"')[1].split("</dl>")[1]
    assert '<a href="#references">1 source</a>' in slip
    assert '<a href="/articles/sleep/history/">Change history</a>' in slip


def test_paper_bears_the_permanent_address_and_the_hash_of_what_it_says(client, published, settings):
    settings.SITE_URL = "https://site.example"
    printed = client.get(PATH).text.split('<p class="printed">')[1].split("</p>")[0]
    sha256 = published.revisions.get().sha256
    assert f"https://site.example/articles/sleep/at/{sha256[:12]}/" in printed
    assert f"SHA-256 {sha256}" in printed


def test_a_page_of_one_section_needs_no_contents_list(client, editor):
    page = Article.objects.create(title="Short", slug="short")
    RichText.objects.create(parent=page, text="<h2>All</h2><p>Words.</p>", ordering=10)
    page.publish(by=editor, override="Of no matter here.")
    assert 'class="toc"' not in client.get("/articles/short/").text


@pytest.mark.parametrize(("length", "is_long"), [(60, False), (61, True)])
def test_a_long_title_is_set_smaller(client, article, editor, length, is_long):
    Article.objects.filter(pk=article.pk).update(title="x" * length)
    Article.objects.get(pk=article.pk).publish(by=editor)
    assert ('<h1 class="long">' in client.get(PATH).text) is is_long


def test_a_page_that_did_not_change_shows_no_date_of_change(client, published):
    html = client.get(PATH).text
    assert "<dt>Published</dt>" in html
    assert "<dt>Updated</dt>" not in html


def test_a_later_change_is_dated(client, time_machine, article, editor):
    time_machine.move_to("2026-03-14 09:00")
    article.publish(by=editor)
    time_machine.move_to("2026-03-20 09:00")
    article.publish(by=editor)
    html = client.get(PATH).text
    assert '<dt>Published</dt><dd><time datetime="2026-03-14">14 March 2026</time>' in html
    assert '<dt>Updated</dt><dd><time datetime="2026-03-20">20 March 2026</time>' in html


def test_sharing_is_plain_links_with_the_whole_address(client, published, settings):
    settings.SITE_URL = "https://site.example"
    html = client.get(PATH).text
    address = "https%3A%2F%2Fsite.example%2Farticles%2Fsleep%2F"
    for place in (
        "facebook.com/sharer/sharer.php?u=",
        "x.com/intent/post?url=",
        "linkedin.com/sharing/share-offsite/?url=",
    ):
        assert place + address in html
    assert "mailto:?subject=Kratom%20and%20sleep" in html


def test_what_needs_script_is_hidden_without_it(client, published):
    assert '<li hidden><button type="button" data-copy="' in client.get(PATH).text


def test_the_disclaimer_is_part_of_the_text(client, published):
    assert '<section class="disclaimer" aria-label="Disclaimer">' in client.get(PATH).text


def test_more_to_explore_comes_with_excerpts(client, published, topic, editor):
    other = Article.objects.create(title="Kratom and rest", slug="rest", standfirst="A neighbour.")
    other.topics.add(topic)
    RichText.objects.create(parent=other, text="<p>Words.</p>", ordering=10)
    other.publish(by=editor, override="Of no matter here.")
    more = client.get(PATH).text.split("More to explore")[1]
    assert '<a href="/articles/rest/">Kratom and rest</a>' in more
    assert "A neighbour." in more


def test_the_picture_has_its_words_its_size_and_its_credit(client, article, picture, editor):
    Article.objects.filter(pk=article.pk).update(picture=picture)
    Article.objects.get(pk=article.pk).publish(by=editor)
    plate = client.get(PATH).text.split('<figure class="plate">')[1].split("</figure>")[0]
    assert f'srcset="/media/{"a" * 32}.webp 480w"' in plate
    assert 'width="480" height="320" alt="A kratom leaf"' in plate
    assert "Drawn for kratominfo" in plate


def test_a_decorative_picture_is_passed_over_in_silence(client, article, picture, editor):
    Picture.objects.update(is_decorative=True)
    Article.objects.filter(pk=article.pk).update(picture=picture)
    Article.objects.get(pk=article.pk).publish(by=editor)
    assert 'alt=""' in client.get(PATH).text.split('<figure class="plate">')[1]


def test_the_canonical_address_is_absolute_and_without_parameters(client, published, settings):
    settings.SITE_URL = "https://site.example"
    html = client.get(PATH, {"utm_source": "x"}).text
    assert '<link rel="canonical" href="https://site.example/articles/sleep/">' in html
    assert '<meta property="og:url" content="https://site.example/articles/sleep/">' in html
    assert "utm_source" not in html


def test_machines_are_told_the_real_address(client, published, settings):
    settings.SITE_URL = "https://site.example"
    graph = machine_words(client.get(PATH).text)["@graph"]
    assert {"MedicalWebPage", "Article", "FAQPage", "BreadcrumbList"} <= {node["@type"] for node in graph}
    assert "origin.invalid" not in json.dumps(graph)
    assert graph[0]["url"] == "https://site.example/articles/sleep/"


def test_a_title_cannot_break_out_of_what_machines_read(client, article, editor):
    Article.objects.filter(pk=article.pk).update(title="A </script><b>trick</b>")
    Article.objects.get(pk=article.pk).publish(by=editor)
    html = client.get(PATH).text
    assert "<b>trick" not in html
    assert any(node.get("headline") == "A </script><b>trick</b>" for node in machine_words(html)["@graph"])


def test_a_draft_is_not_there(client, article):
    assert client.get(PATH).status_code == 404


def test_what_is_saved_after_publishing_stays_out_of_sight(client, published):
    published.title = "Half a thought"
    published.save()
    assert "Half a thought" not in client.get(PATH).text


def test_a_strain_says_what_is_reported_and_on_which_basis(client, strain, editor):
    strain.publish(by=editor)
    html = client.get("/strains/red-vein/").text
    assert '<th scope="row">Calm</th>' in html
    assert '<span class="basis" data-basis="survey">Survey</span>' in html
    assert '<span class="vein" data-vein="red">' in html
    assert "Reported is not proven" in html


def test_a_strain_that_rests_on_hearsay_says_so(client, editor):
    page = StrainProfile.objects.create(title="White vein", slug="white-vein", type="vein", colour="white")
    page.effects.create(aspect="use", text="Focus", basis="vendor")
    page.publish(by=editor, override="Of no matter here.")
    assert "no study stands behind it" in " ".join(client.get("/strains/white-vein/").text.split())


def test_a_standing_page_stands_at_the_root(client, standing):
    html = client.get("/about/").text
    assert "<h1>About us</h1>" in html
    assert "Share this page" not in html


def test_a_page_looks_whole_before_anybody_saved_settings(client, published):
    SiteSettings.objects.all().delete()
    html = client.get(PATH).text
    assert '<nav class="nav" aria-label="Main">' in html
    assert "In an emergency call your local emergency number." in html


def test_the_menu_marks_where_the_reader_is(client, published):
    assert '<a href="/articles/" aria-current="true">' in client.get(PATH).text
    assert '<a href="/articles/" aria-current="page">' in client.get("/articles/").text


@pytest.mark.parametrize("path", [PATH, "/", "/articles/", "/no-such-page/"])
def test_a_page_sets_no_cookie_and_is_one_for_all(published, path):
    answer = Client(enforce_csrf_checks=True).get(path)
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert "csrf" not in answer.text


@pytest.mark.parametrize("path", ["/", PATH, "/articles/", "/strains/", "/topics/", "/questions/", "/references/"])
def test_reading_is_all_that_can_be_done(client, published, path):
    assert client.post(path).status_code == 405
    assert client.head(path).status_code == 200
