"""What the site is made of, one noun a file."""

from articles.models.amendment import Amendment
from articles.models.article import Article
from articles.models.blocks import Callout, FAQList, KeyPoints, PageBlock, PictureFigure, RichText, Steps, StrainTable
from articles.models.editing import Presence, Typed
from articles.models.entry import Entry, Word
from articles.models.fact import AlkaloidMeasurement, ReportedAmount, StrainEffect
from articles.models.faq import FAQEntry
from articles.models.feedback import Feedback
from articles.models.filing import PublishedFact, PublishedQuestion, PublishedRecord, PublishedTopic
from articles.models.listing import ListChange, Listing
from articles.models.merger import Merger
from articles.models.page import Page
from articles.models.person import Person
from articles.models.picture import Picture
from articles.models.prepared import Prepared
from articles.models.publication import Address, AddressTaken, Publication, Withdrawal
from articles.models.reference import Reference
from articles.models.refused import Conflict, NotReady, Refused
from articles.models.renewal import Renewal
from articles.models.review import HandingIn, Review
from articles.models.revision import Embed, Revision
from articles.models.schedule import Schedule
from articles.models.seeking import Missed, Synonym
from articles.models.showing import Showing
from articles.models.site import SiteSettings, SiteVersion, Wording
from articles.models.standing import StandingPage
from articles.models.strain import StrainProfile
from articles.models.topic import PageTopic, Topic

__all__ = [
    "Address",
    "AddressTaken",
    "AlkaloidMeasurement",
    "Amendment",
    "Article",
    "Callout",
    "Conflict",
    "Embed",
    "Entry",
    "FAQEntry",
    "Feedback",
    "HandingIn",
    "Presence",
    "Review",
    "Typed",
    "FAQList",
    "KeyPoints",
    "Merger",
    "Missed",
    "ListChange",
    "Listing",
    "NotReady",
    "Page",
    "PageBlock",
    "PageTopic",
    "Person",
    "Picture",
    "PictureFigure",
    "Publication",
    "Prepared",
    "PublishedFact",
    "PublishedQuestion",
    "PublishedRecord",
    "PublishedTopic",
    "Reference",
    "Refused",
    "Renewal",
    "ReportedAmount",
    "Revision",
    "RichText",
    "Schedule",
    "Showing",
    "SiteSettings",
    "SiteVersion",
    "StandingPage",
    "Steps",
    "StrainEffect",
    "StrainProfile",
    "StrainTable",
    "Synonym",
    "Topic",
    "Withdrawal",
    "Word",
    "Wording",
]
