"""Beginning a page and saving it, finished or not."""

from __future__ import annotations

import pytest
from django.urls import reverse

from articles.models import Article, FAQEntry, Page, Picture, PictureFigure, RichText, StandingPage
from tests.articles.screen import Screen

ADD = "admin:articles_article_add"


@pytest.fixture
def screen(at_desk, article):
    return Screen(at_desk, article)


def test_a_title_is_all_that_a_new_page_needs(at_desk, editor):
    at_desk.post(reverse(ADD), {"title": "What helps with sleep?"})
    article = Article.objects.get()
    assert (article.slug, article.created_by) == ("what-helps-with-sleep", editor)


def test_the_new_draft_opens_on_the_writing_screen(at_desk):
    response = at_desk.post(reverse(ADD), {"title": "Sleep"}, follow=True)
    assert response.redirect_chain[-1][0] == reverse("admin:articles_article_change", args=[Article.objects.get().pk])
    assert b"order-machine" in response.content or b"content-editor-context" in response.content


def test_two_pages_of_one_title_get_two_addresses(at_desk):
    for _ in range(2):
        at_desk.post(reverse(ADD), {"title": "Sleep"})
    assert set(Article.objects.values_list("slug", flat=True)) == {"sleep", "sleep-2"}


def test_a_standing_page_never_begins_at_an_address_of_the_site(at_desk):
    at_desk.post(reverse("admin:articles_standingpage_add"), {"title": "Articles"})
    assert StandingPage.objects.get().slug == "articles-2"


def test_a_title_without_latin_letters_has_an_address_all_the_same(at_desk):
    at_desk.post(reverse(ADD), {"title": "睡眠"})
    assert Article.objects.get().slug == "article"


def test_what_is_typed_is_saved(screen, article):
    screen.type(title="Kratom and rest").add("richtext_set", text="<p>New.</p>").save()
    article.refresh_from_db()
    assert article.title == "Kratom and rest"
    assert [block.text for block in RichText.objects.filter(parent=article)][1] == "<p>New.</p>"


def test_an_unfinished_page_can_be_saved(screen, article):
    screen.type(title="", slug="").add("picturefigure_set").add("faq", answer="<p>Yes.</p>").save()
    article.refresh_from_db()
    assert (article.title, article.slug) == ("", "sleep")
    assert PictureFigure.objects.filter(parent=article, picture=None).exists()
    assert FAQEntry.objects.filter(page=article, question="", answer="<p>Yes.</p>").exists()


def test_an_address_that_another_page_has_is_refused_with_a_sentence(screen):
    Article.objects.create(title="Other", slug="other")
    response = screen.type(slug="other").save()
    assert response.status_code == 200
    assert b"Another page of this kind has this address" in response.content


def test_each_save_that_changes_something_is_a_new_version(screen, article):
    screen.type(title="Changed").save()
    article.refresh_from_db()
    assert article.version == 1


def test_a_save_that_changes_nothing_is_no_new_version(screen, published):
    screen.save()
    published.refresh_from_db()
    assert published.version == published.published_version


def test_line_ends_of_a_browser_are_no_change(at_desk, article):
    Article.objects.update(standfirst="One.\nTwo.")
    Screen(at_desk, article).type(standfirst="One.\r\nTwo.").save()
    assert Article.objects.get().version == 0


def test_nul_is_left_out_instead_of_falling_over_it(screen, article):
    screen.type(**{"title": "A\0B", "richtext_set-0-text": "<p>C\0D</p>"}).save()
    article.refresh_from_db()
    assert (article.title, RichText.objects.get().text) == ("AB", "<p>CD</p>")


def test_a_script_is_gone_before_it_is_saved(screen):
    screen.type(**{"richtext_set-0-text": "<p>Hello<script>alert(1)</script></p>"}).save()
    assert RichText.objects.get().text == "<p>Hello</p>"


def test_a_block_that_is_marked_is_deleted_and_no_other(screen, article):
    other = RichText.objects.create(parent=article, text="<p>Added by somebody.</p>", ordering=20)
    screen.type(**{"richtext_set-0-DELETE": "on"}).save()
    assert list(RichText.objects.all()) == [other]


def test_topics_are_chosen_from_those_there_are(screen, article, topic):
    assert screen.fields["topics"] == str(topic.pk)
    screen.fields.pop("topics")
    screen.save()
    assert not article.topics.exists()


@pytest.mark.parametrize("count", ["x", "", "-1", "1000000000", "\u0663"])
def test_a_count_of_rows_that_no_browser_sends_is_a_bad_request(screen, article, count):
    response = screen.type(**{"richtext_set-TOTAL_FORMS": count, "title": "Changed"}).save()
    assert (response.status_code, Page.objects.get(pk=article.pk).title) == (400, "Kratom and sleep")


@pytest.mark.parametrize("key", ["abc", "999999", "9" * 40, "_"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_address_that_names_no_page_leads_back_to_the_desk(at_desk, key, method):
    response = getattr(at_desk, method)(f"/admin/articles/article/{key}/change/")
    assert response.status_code == 302


def test_a_screen_of_forty_blocks_opens_with_a_bounded_number_of_queries(
    at_desk, article, picture, strain, django_assert_max_num_queries
):
    for number in range(40):
        if number % 4:
            RichText.objects.create(parent=article, text="<p>Text.</p>", ordering=number)
        else:
            PictureFigure.objects.create(parent=article, picture=picture, ordering=number)
    with django_assert_max_num_queries(32):
        response = at_desk.get(reverse("admin:articles_article_change", args=[article.pk]))
    assert response.content.count(b"Leaf") >= 10


@pytest.mark.slow
def test_a_page_of_many_hundred_fields_can_be_saved(at_desk, article):
    RichText.objects.bulk_create(RichText(parent=article, text="<p>Text.</p>", ordering=n) for n in range(200))
    screen = Screen(at_desk, article)
    assert len(screen.fields) > 1000
    assert screen.type(title="Long").save().status_code == 302


def test_a_field_for_a_picture_holds_the_chosen_one_and_not_the_library(at_desk, article, picture):
    Picture.objects.bulk_create(
        Picture(title=f"Number {n}", width=1, height=1, colour="#000000", master="m", key=f"k{n}") for n in range(50)
    )
    assert b"Number 7" not in at_desk.get(Screen(at_desk, article).address("change")).content
