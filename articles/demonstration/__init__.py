"""The demonstration: pages to judge the site by, and as many synthetic ones as somebody wants to measure it with."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser

from articles.demonstration import loading, synthetic, telling
from articles.demonstration.synthetic import Progress
from articles.models.page import Page
from articles.models.person import Person
from articles.models.picture import Picture
from articles.models.reference import Reference

WRITTEN_HERE = rf"^({loading.PREFIX}|{synthetic.PREFIX})"


class ForeignContent(Exception):
    """The database holds content that is not of the demonstration; the message names some of it."""


def load(*, by: AbstractBaseUser, extra: dict[str, int], progress: Progress) -> str:
    """Add what is missing, publish what never was, leave the rest alone. There shall be `extra["articles"]` synthetic
    articles; `progress` hears what is done, how many of them are and how many there are. Raises ForeignContent."""
    _refuse_foreign_content()
    loading.load_records(by=by)
    drafts = loading.load_drafts(by=by)
    loading.load_site()
    for done, draft in enumerate(drafts, start=1):
        draft.publish_once(by=by)
        progress("Pages", done, len(drafts))
    telling.load()
    wanted = extra.get("articles", 0)
    added = synthetic.load(wanted, by=by, progress=progress)
    return f"The demonstration has {len(drafts)} pages; {added} synthetic articles were added."


def _refuse_foreign_content() -> None:
    foreign = Page.objects.exclude(key__regex=WRITTEN_HERE).first()
    for model, name in ((Reference, "reference"), (Person, "person"), (Picture, "picture")):
        own = [facts["key"] for facts in loading.read(loading.FILES[model])[name]]
        foreign = foreign or model.objects.exclude(key__in=own).first()
    if foreign:
        raise ForeignContent(
            f"This database holds content of its own ({foreign._meta.verbose_name} “{foreign}”), "
            "so the demonstration stays out of it. Load it into an empty database."
        )
