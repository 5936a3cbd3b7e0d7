"""`manage.py gate`: what it finds on the whole site, and that a live page in need makes it fail."""

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, Reference, RichText

pytestmark = pytest.mark.django_db


def told(capsys, *options: str) -> list[str]:
    call_command("gate", *options)
    return capsys.readouterr().out.splitlines()


def test_a_sound_site_has_nothing_to_tell(capsys, published):
    assert told(capsys) == []


def test_a_draft_is_told_with_the_way_to_the_place(capsys, article):
    RichText.objects.update(text='<p>Words.<cite data-key="nobody"></cite></p>')
    (line,) = told(capsys)
    assert line.startswith("draft stop citation: Kratom and sleep: The citation “nobody” leads to no reference.")
    assert line.endswith(f"/admin/articles/article/{article.pk}/change/#block-1")


def test_a_live_page_in_need_makes_it_fail(capsys, published, editor):
    stranger = Article.objects.create(title="A page to link to", slug="other", description="x" * 60)
    RichText.objects.create(parent=stranger, text="<p>Words.</p>")
    stranger.publish(by=editor, override="Of no matter here.")
    RichText.objects.filter(parent=published).update(
        text='<p><a href="/articles/other/">Another page</a><cite data-key="clauw2014"></cite></p>'
    )
    published.publish(by=editor)
    stranger.withdraw(by=editor, why="Wrong.")
    stranger.trash(by=editor)
    with pytest.raises(CommandError, match="On live pages 1"):
        call_command("gate", "--live")
    assert "live stop link" in capsys.readouterr().out


def test_what_is_wrong_with_a_draft_alone_is_no_failure_and_can_be_left_out(capsys, published):
    Article.objects.update(title="", version=5)
    assert "draft stop title" in told(capsys, "--drafts")[0]
    assert told(capsys, "--live") == []


def test_what_is_live_is_read_as_readers_get_it(capsys, published):
    Reference.objects.update(title="")
    RichText.objects.update(text="<h4>Deep</h4>")
    assert told(capsys, "--live") == []
