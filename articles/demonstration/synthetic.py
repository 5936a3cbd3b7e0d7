"""Synthetic articles, as many as wanted and always the same: for measuring, plainly without meaning."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.text import slugify

from articles.demonstration.nonsense import Writer
from articles.models.article import Article
from articles.models.blocks import FAQList, RichText
from articles.models.faq import FAQEntry
from articles.models.page import Page
from articles.models.person import Person
from articles.models.reference import Reference
from articles.models.topic import PageTopic, Topic

PREFIX = "synth"
BATCH = 50  # pages in one transaction
Progress = Callable[[str, int, int], None]


def load(count: int, *, by: AbstractBaseUser, progress: Progress) -> int:
    """See that articles 1 to `count` are there and published; returns how many were added."""
    there = set(Page.objects.filter(key__startswith=PREFIX).values_list("key", flat=True))
    missing = [number for number in range(1, count + 1) if _key(number) not in there]
    for start in range(0, len(missing), BATCH):
        numbers = missing[start : start + BATCH]
        with transaction.atomic():
            for page in _drafts(numbers, by=by):
                page.publish(by=by, note="Synthetic.", override="It means nothing and is for measuring.")
        progress("Synthetic articles", start + len(numbers), len(missing))
    return len(missing)


def _key(number: int) -> str:
    return f"{PREFIX}{number:07}"


def _drafts(numbers: list[int], *, by: AbstractBaseUser) -> list[Article]:
    """Written in bulk: a page that is a child row cannot be, so the parents go first."""
    references = sorted(Reference.objects.values_list("key", flat=True))
    writers = [Writer(number, references) for number in numbers]
    pages = Page.objects.bulk_create(_page(writer, by=by) for writer in writers)
    for page in pages:
        Article(page_ptr_id=page.pk).save_base(raw=True, force_insert=True)
    written = list(zip(pages, writers, strict=True))
    _bulk_file(written)
    RichText.objects.bulk_create(
        RichText(parent=page, ordering=10 * place, text=text)
        for page, writer in written
        for place, text in enumerate(writer.blocks, start=1)
    )
    FAQList.objects.bulk_create(FAQList(parent=page, ordering=1000) for page in pages)
    FAQEntry.objects.bulk_create(
        FAQEntry(page=page, ordering=place, anchor=anchor, question=question, answer=answer)
        for page, writer in written
        for place, (anchor, question, answer) in enumerate(writer.faq, start=1)
    )
    return list(Article.objects.filter(pk__in=[page.pk for page in pages]).order_by("pk"))


def _page(writer: Writer, *, by: AbstractBaseUser) -> Page:
    title = writer.title
    words = "A synthetic page for measuring. Its sentences mean nothing."
    return Page(
        kind=Article.KIND,
        key=_key(writer.number),
        title=title,
        slug=slugify(title)[:80].rstrip("-"),
        standfirst=words,
        description=words,
        version=1,
        created_by=by,
    )


def _bulk_file(written: list[tuple[Page, Writer]]) -> None:
    """Under one topic or two, and signed by the first person there is."""
    topics = list(Topic.objects.order_by("key"))
    places = [(page, {writer.number % len(topics), writer.number // 3 % len(topics)}) for page, writer in written]
    PageTopic.objects.bulk_create(
        PageTopic(content_object=page, tag=topics[place]) for page, chosen in places for place in sorted(chosen)
    )
    author = Person.objects.order_by("key").first()
    signed = Article.authors.through
    signed.objects.bulk_create(signed(article_id=page.pk, person=author) for page, _ in written)
