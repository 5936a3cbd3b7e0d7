"""From a title to a reader: an article written by hand, published, read, and its letter joined and counted."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from articles.models import Reference, RichText
from newsletter.sending import send_due
from tests.browser.desk import Desk

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(page: Page, live_server, editor):
    page.set_default_timeout(20_000)
    page.set_viewport_size({"width": 1280, "height": 1400})
    desk = Desk(page, live_server.url).enter("editor")
    yield desk
    assert desk.complaints == []


@pytest.fixture
def photograph():
    content = BytesIO()
    Image.new("RGB", (1400, 900), "#33734a").save(content, "JPEG")
    return {"name": "leaf.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}


@pytest.fixture
def reader(browser: Browser, live_server):
    """Somebody without a session, in a browser of their own."""
    context = browser.new_context(base_url=live_server.url)
    yield context.new_page()
    context.close()


def written(desk: Desk, photograph) -> None:
    """An article with six kinds of blocks; what is written second is dragged before what was written first."""
    desk.begin("Kratom and rest")
    desk.page.fill("#id_standfirst", "What is reported of rest.")
    desk.page.get_by_text("Where it is found").click()
    desk.page.fill("#id_description", "What is known of kratom and rest, how well, and what speaks against it.")
    first = desk.add("Text")
    desk.write(first, "## What is known", "Little is known of rest. ")
    desk.cite(first, "clauw 2014")
    desk.write(desk.add("Key points"), "- Nobody has tested it.", "Ask a pharmacist.")
    desk.drag(desk.blocks[1], above=desk.blocks[0])
    callout = desk.add("Callout")
    callout.locator("select[name$=urgency]").select_option("caution")
    callout.locator("input[name$=heading]").fill("Not with alcohol")
    desk.write(callout, "Both slow the breath.")
    desk.add_picture(desk.add("Picture"), photograph, alt="A green leaf")
    desk.write(desk.add("Numbered steps"), "### Ask", "A doctor.")
    desk.ask("Does it help with rest?", "Nobody knows.")


def test_an_article_is_written_published_and_read(desk, photograph, reference, reader):
    written(desk, photograph)
    assert desk.kinds == ["Key points", "Text", "Callout", "Picture", "Numbered steps"]
    preview = desk.preview()
    expect(preview.locator(".framed")).to_contain_text("Preview")
    expect(preview.locator("h1")).to_have_text("Kratom and rest")
    reader.goto(desk.publish("First published."))
    expect(reader.locator("article h2").first).to_have_text("Key points")
    expect(reader.locator("#ref-1")).to_contain_text("Fibromyalgia: a clinical review")
    expect(reader.locator("aside.call h3")).to_contain_text("Not with alcohol")
    picture = reader.get_by_alt_text("A green leaf")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("image => image.naturalWidth") > 0
    reader.locator("summary", has_text="Does it help with rest?").click()
    expect(reader.get_by_text("Nobody knows.")).to_be_visible()


def test_a_reader_joins_the_letter_and_staff_find_them_in_the_list(
    page, live_server, settings, published, newsletter_staff, reader, mailoutbox
):
    settings.SITE_URL = live_server.url
    reader.goto("/articles/sleep/")
    reader.fill("#letter-email", "reader@example.org")
    reader.get_by_role("button", name="Subscribe").click()
    expect(reader.locator("h1")).to_have_text("Check your mail")
    assert send_due() == 1
    reader.goto(re.search(r"http\S+/confirm/\S+", mailoutbox[0].body)[0])
    reader.get_by_role("button", name="Confirm").click()
    expect(reader.locator("h1")).to_have_text("You are subscribed")
    staff = Desk(page, live_server.url).enter("newsletter")
    page.goto(f"{live_server.url}/admin/newsletter/subscriber/")
    page.get_by_role("link", name="Export…").click()
    page.fill("#id_reason", "To see who joined.")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download").click()
    assert "reader@example.org" in taken.value.path().read_text()
    assert staff.complaints == []


@pytest.mark.slow
def test_typing_a_key_in_brackets_cites_it_and_leaves_no_bracket(desk, article):
    desk.open(f"/admin/articles/article/{article.pk}/change/")
    desk.write(desk.add("Text"), "Said there.[@clauw2014; @wolfe2016]")
    desk.save()
    assert RichText.objects.last().text == '<p>Said there.<cite data-key="clauw2014 wolfe2016"></cite></p>'


@pytest.mark.slow
def test_a_citation_that_is_pressed_twice_can_be_changed(desk, article, reference):
    Reference.objects.create(key="wolfe2016", title="Criteria")
    desk.open(f"/admin/articles/article/{article.pk}/change/")
    desk.blocks[0].locator("cite").dblclick()
    desk.page.locator("#citation-results [data-key=wolfe2016]").click()
    desk.page.get_by_role("button", name="Insert", exact=True).click()
    expect(desk.blocks[0].locator("cite")).to_have_text("[clauw2014; wolfe2016]")


@pytest.mark.slow
def test_what_a_statement_rests_on_is_chosen_from_six(desk, article):
    desk.open(f"/admin/articles/article/{article.pk}/change/")
    block = desk.add("Text")
    desk.write(block, "Reported calm ")
    block.get_by_role("button", name="Say what a statement rests on").click()
    desk.page.get_by_role("button", name="User reports").click()
    desk.save()
    assert RichText.objects.last().text == '<p>Reported calm <span data-basis="user">User reports</span></p>'


@pytest.mark.slow
def test_the_plus_between_two_blocks_puts_one_between_them(desk, article):
    RichText.objects.create(parent=article, text="<p>Second.</p>", ordering=20)
    desk.open(f"/admin/articles/article/{article.pk}/change/")
    desk.blocks[1].locator(".order-machine-insert-target").click()
    desk.page.locator(".plugin-button[title='Key points']").click()
    assert desk.kinds == ["Text", "Key points", "Text"]


@pytest.mark.slow
def test_what_stands_in_the_way_leads_to_its_block_opened_and_in_focus(desk, article):
    RichText.objects.create(parent=article, text='<p>No.<cite data-key="nobody"></cite></p>', ordering=20)
    desk.open(f"/admin/articles/article/{article.pk}/change/")
    desk.page.locator(".collapse-items").click()
    desk.page.get_by_role("button", name="Publish…").click()
    desk.page.get_by_role("link", name="Block 2, text").click()
    expect(desk.ready().blocks[1].locator(".tiptap")).to_be_focused()
    expect(desk.blocks[1]).to_be_in_viewport()


@pytest.mark.slow
def test_questions_are_put_in_order_by_their_arrows(desk, article):
    article.faq.create(question="Is it safe?", answer="<p>No.</p>", ordering=20)
    desk.open(f"/admin/articles/article/{article.pk}/change/")
    desk.page.locator("#faq-1").get_by_role("button", name="Move up").click()
    desk.save()
    assert [entry.question for entry in article.faq.all()] == ["Is it safe?", "Does it help with sleep?"]


@pytest.mark.slow
def test_whoever_leaves_with_something_typed_is_asked_first(desk, article):
    desk.open(f"/admin/articles/article/{article.pk}/change/")
    desk.page.locator("#id_standfirst").press_sequentially("More.")
    asked = []
    desk.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    desk.page.get_by_role("link", name="Home").click(no_wait_after=True)
    expect(desk.page.locator("#id_title")).to_be_visible()
    assert asked == ["beforeunload"]
