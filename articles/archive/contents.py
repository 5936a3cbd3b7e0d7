"""What an archive holds, and in which order; what it leaves out, and why."""

from __future__ import annotations

from django.contrib.admin.models import LogEntry
from django.db import models

from articles.models import (
    Address,
    AlkaloidMeasurement,
    Amendment,
    Article,
    Callout,
    Embed,
    Entry,
    FAQEntry,
    FAQList,
    Feedback,
    HandingIn,
    KeyPoints,
    ListChange,
    Listing,
    Missed,
    Page,
    PageTopic,
    Person,
    Picture,
    PictureFigure,
    Prepared,
    Presence,
    Publication,
    PublishedFact,
    PublishedQuestion,
    PublishedRecord,
    PublishedTopic,
    Reference,
    Renewal,
    ReportedAmount,
    Review,
    Revision,
    RichText,
    Schedule,
    Showing,
    SiteSettings,
    SiteVersion,
    StandingPage,
    Steps,
    StrainEffect,
    StrainProfile,
    StrainTable,
    Synonym,
    Topic,
    Typed,
    Withdrawal,
    Word,
    Wording,
)

Model = type[models.Model]

# What comes first is pointed at by what comes later. The rows that join two of them follow on their own, see `whole`.
RECORDS: list[Model] = [Picture, Topic, Reference, Person]
WORKING_COPIES: list[Model] = [Page, Article, StrainProfile, StandingPage, PageTopic, FAQEntry]
FACTS: list[Model] = [StrainEffect, AlkaloidMeasurement, ReportedAmount]
BLOCKS: list[Model] = [RichText, PictureFigure, Callout, KeyPoints, Steps, StrainTable, FAQList]
HISTORY: list[Model] = [Revision, Embed, Showing, Publication, Address, Withdrawal]
BESIDE: list[Model] = [PublishedTopic, PublishedQuestion, PublishedFact, PublishedRecord]
ACTS: list[Model] = [Review, HandingIn, Schedule, Renewal, Amendment, Typed]
READERS: list[Model] = [Feedback, Missed]  # what they told, and what they looked for in vain
SITE: list[Model] = [Synonym, Wording, SiteSettings, SiteVersion]

# A new site has these by its migrations: an archive takes their place.
THERE_FROM_THE_START: list[Model] = [Wording, SiteSettings, SiteVersion]
# What the search stands on differs from one kind of database to the other, and lists are counted: both are made anew.
MADE_ANEW: list[Model] = [Entry, Word, Listing, ListChange]
LEFT_OUT: dict[Model, str] = {
    Presence: "It says who has a page open at this moment.",
    Prepared: "A renewal prepares it again.",
}
# Who did what in the admin, as far as it is about content. Other people have rows there too, so keys are given anew.
ACTED: Model = LogEntry


def whole() -> list[Model]:
    """Every model whose rows are in an archive, in order."""
    listed = [*RECORDS, *WORKING_COPIES, *FACTS, *BLOCKS, *HISTORY, *BESIDE, *ACTS, *READERS, *SITE]
    return [*listed, *(joining for model in listed for joining in _joining(model)), ACTED]


def _joining(model: Model) -> list[Model]:
    """Those that Django made for its fields with several values."""
    through = [field.remote_field.through for field in model._meta.local_many_to_many]
    return [joining for joining in through if joining._meta.auto_created]


def name_of(model: Model) -> str:
    """What a model is called in the manifest, as in "revision"."""
    return str(model._meta.model_name)
