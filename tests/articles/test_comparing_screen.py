"""The screen that shows what changed between two texts of a page, and nothing else."""

from __future__ import annotations

from time import process_time

import pytest
from django.test import Client
from lxml import html

from articles.models import Article, Callout, Picture, PictureFigure, Reference, Revision, RichText, StrainProfile

CITED = '<cite data-key="clauw2014"></cite>'
HOSTILE = '<p>Fine.</p><script>alert(1)</script><p onclick="alert(2)">Also <a href="javascript:alert(3)">fine</a>.</p>'


@pytest.fixture
def address(article):
    return f"/admin/articles/article/{article.pk}/history/compare/"


@pytest.fixture
def first(published):
    return published.revisions.get()


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def seen(response):
    """Each change as (what it is, its kind, the words that went, the words that came)."""
    drawn = html.fromstring(response.content).xpath("//article[@class='change']")
    return [
        (
            change.xpath("string(header/h3/text())").strip(),
            change.get("data-kind"),
            *("|".join(change.xpath(f"p/{tag}/text()")) for tag in ("del", "ins")),
        )
        for change in drawn
    ]


def test_without_a_choice_what_readers_see_is_compared_with_the_working_copy(at_desk, published, address):
    Article.objects.update(title="Kratom and rest")
    assert seen(at_desk.get(address)) == [("Title", "changed", "sleep", "rest")]


def test_one_word_is_marked_and_the_rest_of_its_sentence_is_not(at_desk, published, address):
    RichText.objects.update(text=f"<h2>What is known</h2><p>Little of it all, so far.{CITED}</p>")
    published.publish(by=published.revisions.get().created_by, note="More.")
    RichText.objects.update(text=f"<h2>What is known</h2><p>Nothing of it all, so far.{CITED}</p>")
    assert seen(at_desk.get(address)) == [("Text", "changed", "Little", "Nothing")]


def test_words_side_by_side_are_one_change(at_desk, published, address):
    Article.objects.update(standfirst="Whatever people say of sleep.")
    assert seen(at_desk.get(address)) == [("Standfirst", "changed", "What is reported", "Whatever people say")]


def test_what_changed_is_counted_in_a_sentence(at_desk, published, address):
    RichText.objects.create(parent=published, text="<p>New.</p>", ordering=20)
    RichText.objects.create(parent=published, text="<p>New, too.</p>", ordering=30)
    published.faq.all().delete()
    words = at_desk.get(address).text
    assert "2 blocks added; 1 question removed." in words
    assert "1 block unchanged" in words


def test_two_that_say_the_same_are_said_to(at_desk, published, first, address):
    words = at_desk.get(address, {"from": first.pk, "to": first.pk}).text
    assert "Nothing differs." in words
    assert "unchanged" not in words


def test_any_two_revisions_can_be_compared_and_swapped(at_desk, published, first, editor, address):
    Article.objects.update(title="Kratom and rest")
    published.refresh_from_db()
    published.publish(by=editor, note="Once more.")
    second = published.revisions.first()
    there = seen(at_desk.get(address, {"from": first.pk, "to": second.pk}))
    back = seen(at_desk.get(address, {"from": second.pk, "to": first.pk}))
    assert (there[0][2:], back[0][2:]) == (("sleep", "rest"), ("rest", "sleep"))


def test_enter_on_next_goes_from_change_to_change_and_back_to_the_top(at_desk, published, address):
    Article.objects.update(title="Kratom and rest", standfirst="Other words.")
    published.faq.update(question="Does it help?")
    page = html.fromstring(at_desk.get(address).content)
    way, stops = page.xpath("//a[text()='First change']/@href")[0], []
    while way != "#changes":
        stops.append(way)
        (link,) = page.xpath(f"//a[@id='{way[1:]}']")
        way = link.get("href")
    assert len(stops) == len(seen(at_desk.get(address))) == 3


def test_a_new_picture_is_shown_beside_the_old_one(at_desk, published, picture, editor, address):
    block = PictureFigure.objects.create(parent=published, picture=picture, ordering=20)
    published.publish(by=editor, note="With a picture.")
    name = f"{'c' * 32}.webp"
    other = {"width": 9, "height": 9, "colour": "#113c68", "renditions": [{"width": 9, "height": 9, "name": name}]}
    tree = Picture.objects.create(title="Tree", alt="A tree", **other)
    PictureFigure.objects.filter(pk=block.pk).update(picture=tree)
    page = html.fromstring(at_desk.get(address).content)
    assert page.xpath("//figure//img/@alt") == ["A kratom leaf", "A tree"]


def test_another_picture_with_the_same_words_is_a_change(at_desk, published, picture, editor, address):
    Article.objects.update(picture=picture)
    published.refresh_from_db()
    published.publish(by=editor, note="With a picture.")
    Article.objects.update(picture=Picture.objects.create(title="Other", alt="A kratom leaf", width=9, height=9))
    assert [change[:2] for change in seen(at_desk.get(address))] == [("Picture", "changed")]


def test_a_link_that_leads_elsewhere_is_shown_though_no_word_changed(at_desk, published, editor, address):
    text = f'<p>Read <a href="https://example.org/old">the leaflet</a>.{CITED}</p>'
    RichText.objects.update(text=text)
    published.publish(by=editor, note="A link.")
    RichText.objects.update(text=text.replace("old", "new"))
    (shown,) = html.fromstring(at_desk.get(address).content).xpath("//details[@class='markup' and @open]")
    assert shown.xpath(".//ins/text()") == ["new"]


def test_a_strains_facts_are_compared(at_desk, strain, editor):
    strain.publish(by=editor, note="First.")
    StrainProfile.objects.update(origin="Claimed to be Borneo")
    strain.effects.update(basis="trial")
    told = seen(at_desk.get(f"/admin/articles/strainprofile/{strain.pk}/history/compare/"))
    assert ("Reported effects and uses", "changed", "Survey", "Trial") in told
    assert ("Claimed origin", "added", "", "Claimed to be Borneo") in told


def test_a_reference_that_says_something_else_is_told(at_desk, published, address):
    Reference.objects.update(title="Fibromyalgia: a second review")
    assert seen(at_desk.get(address)) == [("Reference clauw2014", "changed", "clinical", "second")]


def test_a_hostile_text_is_only_words(at_desk, published, address):
    Article.objects.update(title="</title><script>alert(0)</script>")
    RichText.objects.update(text=HOSTILE)
    published.faq.update(question='"><img src=x onerror=alert(4)>')
    page = html.fromstring(at_desk.get(address).content)
    assert not [script for script in page.xpath("//script/text()") if "alert" in script]
    assert not page.xpath("//*[@onclick or @onerror] | //a[contains(@href, 'javascript')]")


@pytest.mark.parametrize("key", ["0", "x", "9" * 18, "9" * 30, "-1", "١"])
@pytest.mark.parametrize("end", ["from", "to"])
def test_what_is_not_there_is_not_found(at_desk, published, address, end, key):
    assert at_desk.get(address, {end: key}).status_code == 404


@pytest.mark.parametrize("end", ["from", "to"])
def test_a_revision_of_another_page_is_not_found(at_desk, published, strain, editor, address, end):
    strain.publish(by=editor, note="First.")
    assert at_desk.get(address, {end: strain.revisions.get().pk}).status_code == 404


@pytest.mark.parametrize("group", ["Auditor", "Reviewer", "Writer"])
def test_who_only_reads_may_compare(person, published, address, group):
    response = signed_in(person("somebody", group)).get(address)
    assert response.status_code == 200
    assert "Back to readers" not in response.text
    assert "Into the working copy" not in response.text


def test_a_bystander_may_not_compare(bystander, published, address):
    assert signed_in(bystander).get(address).status_code == 403


def test_a_page_that_was_never_frozen_has_nothing_to_be_compared_with(at_desk, article, address):
    assert "Nothing differs." in at_desk.get(address).text


def test_the_length_of_a_history_costs_nothing(at_desk, published, editor, address, django_assert_max_num_queries):
    for number in range(50):
        Revision.freeze(published.snapshot(), page=published, version=0, by=editor, note=f"Number {number}")
    with django_assert_max_num_queries(30):
        at_desk.get(address)


def test_a_long_text_in_which_much_changed_is_compared_at_once(at_desk, published, address):
    words = ["the" if number % 3 else f"word{number}" for number in range(6000)]
    RichText.objects.update(text=f"<p>{' '.join(words)}{CITED}</p>")
    published.publish(by=published.revisions.get().created_by, note="Long.")
    RichText.objects.update(text=f"<p>{' '.join('new' if n % 30 == 0 else w for n, w in enumerate(words))}</p>")
    started = process_time()
    assert at_desk.get(address).text.count("<ins>new</ins>") == 200
    assert process_time() - started < 5


def test_what_comes_after_the_last_word_of_a_line_is_its_only_change(at_desk, published, address):
    RichText.objects.update(text=f"<h2>One</h2><p>Two.{CITED}</p>")
    published.publish(by=published.revisions.get().created_by, note="Two lines.")
    RichText.objects.update(text=f"<h2>One and a half</h2><p>Two.{CITED}</p>")
    assert seen(at_desk.get(address)) == [("Text", "changed", "", " and a half")]


def test_the_parts_of_a_block_are_compared_in_one_order_whatever_the_database_made_of_it(at_desk, published, address):
    block = Callout.objects.create(parent=published, urgency="advice", heading="Mind", text="<p>This.</p>", ordering=9)
    published.publish(by=published.revisions.get().created_by, note="A callout.")
    Callout.objects.filter(pk=block.pk).update(urgency="caution")
    assert seen(at_desk.get(address)) == [("Callout", "changed", "advice", "caution")]


def test_a_record_is_called_by_its_name(at_desk, published, picture, address):
    PictureFigure.objects.create(parent=published, picture=picture, ordering=20)
    words = at_desk.get(address).text
    assert "A kratom leaf" in words
    assert picture.key not in words
