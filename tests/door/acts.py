"""What editors and the worker do, each as one act that can be done at any time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from django.utils.module_loading import import_string

from articles.models import (
    Amendment,
    Merger,
    Person,
    Picture,
    Reference,
    RichText,
    Showing,
    SiteSettings,
    Synonym,
    Topic,
    renewal,
    turning,
)
from articles.models.renewal import Renewal, work_due
from articles.models.schedule import run_due
from tests.articles.library import address, confirm, typed
from tests.articles.test_arriving import Report
from tests.articles.test_uploading import UPLOAD, leaf, named
from tests.articles.test_writing_library import settings_as_typed
from tests.door.site import WHY, Site

PARTS = {"sign", "confirm_if_asked", "with_many_pages"}
SETTINGS = "/admin/articles/sitesettings/1/change/"
Act = Callable[[Site], object]


def publish(site: Site) -> None:
    site.publish(site.write(site.article))


def publish_a_small_change(site: Site) -> None:
    site.publish(site.write(site.article), is_major=False, note=site.word)


def publish_under_another_title(site: Site) -> None:
    site.publish(site.write(site.article, title=f"Kratom and {site.word}"))


def publish_at_another_address(site: Site) -> None:
    site.publish(site.write(site.article, slug=site.word))


def publish_a_strain(site: Site) -> None:
    site.publish(site.write(site.strain, origin=site.word))


def withdraw(site: Site) -> None:
    for page in (site.article, site.strain):
        if site.is_live(page):
            page.withdraw(by=site.editor, why=site.word)
            return


def bring_back_what_was_withdrawn(site: Site) -> None:
    site.publish(site.gone)


def show_an_old_text_again(site: Site) -> None:
    first = Showing.objects.filter(page=site.article).order_by("pk").first()
    site.article.show_again(first.revision, by=site.editor, note=site.word)


def let_an_hour_come(site: Site) -> None:
    page = site.write(site.article)
    facts = {"by": site.editor, "note": site.word, "version": page.version, "override": WHY}
    page.schedule(at=timezone.now() - timedelta(minutes=1), **facts)
    run_due()


def let_the_hour_of_a_withdrawal_come(site: Site) -> None:
    if site.is_live(site.strain):
        site.strain.schedule_withdrawal(at=timezone.now() - timedelta(minutes=1), by=site.editor, why=site.word)
        run_due()


def change_a_source_that_pages_cite(site: Site) -> None:
    source = Reference.objects.get(key="clauw2014")
    if not source.merged_into_id:
        typed(site.desk, source, title=site.word)
        confirm_if_asked(site, source)


def change_a_source_that_many_pages_cite(site: Site) -> None:
    """So many that the worker does it, a page after the other."""
    with_many_pages(change_a_source_that_pages_cite, site)


def save_a_source_without_asking(site: Site) -> None:
    source = Reference.objects.get(key="clauw2014")
    source.finding = site.word
    source.save()


def merge_two_sources(site: Site) -> None:
    kept, other = (Reference.objects.get(key=key) for key in ("clauw2014", "clauw2014b"))
    if not other.merged_into_id:
        merger = Merger(kept, other)
        with_many_pages(lambda site: merger.confirm(by=site.editor, seen=merger.seen), site)


def bring_in_sources(site: Site) -> None:
    report = Report(site.desk)
    report.save(**dict.fromkeys(report.ticks, "on"))


def delete_a_source_nobody_cites(site: Site) -> None:
    for source in Reference.objects.filter(key="unused"):
        site.desk.post(address(source, "delete"), {"post": "yes"})


def change_an_author(site: Site) -> None:
    person = Person.objects.get(key="ana")
    typed(site.desk, person, name=f"Ana {site.word}")
    confirm_if_asked(site, person)


def tell_more_of_an_author(site: Site) -> None:
    typed(site.desk, Person.objects.get(key="ana"), biography=site.word)


def change_who_reviewed(site: Site) -> None:
    person = Person.objects.get(key="dr-ash")
    person.credentials = site.word
    Renewal.of(person, by=site.editor)


def describe_a_picture(site: Site) -> None:
    picture = Picture.objects.get(title="Leaf")
    picture.alt = site.word
    Renewal.of(picture, by=site.editor)


def upload_a_picture(site: Site) -> None:
    site.desk.post(UPLOAD, {"files": [named("leaf.png", leaf("green"))], "credit": site.word, "licence": ""})


def delete_a_picture_nobody_shows(site: Site) -> None:
    for picture in Picture.objects.filter(title="Unused"):
        site.desk.post(address(picture, "delete"), {"post": "yes"})


def rename_a_topic(site: Site) -> None:
    topic = Topic.objects.get(slug="sleep")
    changed = {"name": site.word, "slug": "sleep", "introduction": topic.introduction}
    site.desk.post(f"/admin/articles/topic/{topic.pk}/change/", changed)


def introduce_a_topic(site: Site) -> None:
    for topic in Topic.objects.filter(slug="pain"):
        changed = {"name": topic.name, "slug": topic.slug, "introduction": site.word}
        site.desk.post(f"/admin/articles/topic/{topic.pk}/change/", changed)


def delete_a_topic(site: Site) -> None:
    for topic in Topic.objects.filter(slug="pain"):
        topic.delete()


def change_the_settings(site: Site) -> None:
    site.desk.post(SETTINGS, settings_as_typed(description=site.word, pinned=[site.article.pk]))
    confirm_if_asked(site, SiteSettings.current())


def change_the_disclaimer(site: Site) -> None:
    site.desk.post(SETTINGS, settings_as_typed(disclaimer=site.word))
    confirm_if_asked(site, SiteSettings.current())


def unpin(site: Site) -> None:
    site.desk.post(SETTINGS, settings_as_typed(pinned=[]))
    confirm_if_asked(site, SiteSettings.current())


def sign_what_readers_have(site: Site) -> None:
    sign(site, "signed")


def return_what_was_handed_in(site: Site) -> None:
    site.write(site.article)
    sign(site, "returned")


def sign_a_text_that_was_shown_before(site: Site) -> None:
    """Readers have another one since; the history says who signed the old one."""
    page = site.article
    words = RichText.objects.get(parent=page).text
    site.publish(site.write(page))
    RichText.objects.filter(parent=page).update(text=words)
    sign(site, "signed")


def publish_what_was_signed(site: Site) -> None:
    site.write(site.article)
    sign(site, "signed")
    page = type(site.article).objects.get(pk=site.article.pk)
    if review := page.signed():
        page.publish_signed(review, by=site.editor, note=site.word, override=WHY)


def draw_share_pictures_again(site: Site) -> None:
    for file in site.pictures.glob("*.png"):
        file.unlink()
    call_command("draw_share_pictures", stdout=StringIO())


def trash_and_restore_a_draft(site: Site) -> None:
    if not site.is_live(site.gone):
        site.gone.trash(by=site.editor)
        site.gone.restore()


def save_a_draft(site: Site) -> None:
    site.write(site.article, title=site.word)


def teach_a_synonym(site: Site) -> None:
    Synonym.objects.create(word=site.word, means="kratom")


def let_the_worker_work(site: Site) -> None:
    """All that it does for what readers see, lists and the index of search too."""
    for _, name in [*settings.DUE, *settings.DUE_ASIDE]:
        if name.startswith("articles."):
            import_string(name)()


def with_many_pages(act: Act, site: Site) -> None:
    """As if there were too many to follow at once."""
    before = renewal.AT_ONCE, turning.AT_ONCE, turning.BATCH
    renewal.AT_ONCE = turning.AT_ONCE = turning.BATCH = 1
    try:
        act(site)
        for _ in range(12):
            work_due()
    finally:
        renewal.AT_ONCE, turning.AT_ONCE, turning.BATCH = before


def sign(site: Site, verdict: str) -> None:
    page = type(site.article).objects.get(pk=site.article.pk)
    handing = page.hand_in(by=site.editor, version=page.version)
    page.review(handing, by=site.reviewer, verdict=verdict, remarks=[], next_due=timezone.localdate())


def confirm_if_asked(site: Site, record: Any) -> None:
    if Amendment.objects.filter(name=record.embed_name).exists():
        confirm(site.desk, record)


ACTS: list[Act] = [
    act for name, act in list(vars().items()) if getattr(act, "__module__", "") == __name__ and name not in PARTS
]
