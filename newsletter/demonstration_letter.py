"""A letter of the demonstration: a draft with every kind of block, and a segment that it is for."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from articles.models.picture import Picture
from articles.models.publication import Publication
from articles.models.topic import Topic
from newsletter.models.campaign import Campaign, State
from newsletter.models.letter import LetterArticle, LetterPicture, LetterText
from newsletter.models.segment import Segment
from newsletter.models.subscriber import Subscriber

SUBJECT = "When to call for help, and what not to mix (demonstration)"
PREHEADER = "Signs of danger, and why kratom and other medicines are a matter for a pharmacist."
SEGMENT, TOPIC, OTHER_TOPIC = "Interested in safety (demonstration)", "safety", "pain"
CHOOSER = "demo.subscriber+second@example.org"  # who chose another topic, so that the segment leaves somebody out
PATHS = ["articles/when-to-call-for-help", "articles/kratom-with-other-medicines"]
PICTURE = "leaf"
OPENING = """<p>This letter is a demonstration: a draft that goes to nobody unless you send it. The subscribers of the \
demonstration are all at example.org, where no mail arrives.</p>
<p>If someone who has taken kratom breathes slowly, cannot be woken, has a seizure or is very confused, \
<strong>call your local emergency number now</strong>. The first page below tells the signs; the second tells \
what is known, and what is not, of kratom beside other medicines.</p>"""
CLOSING = """<h2>Before you change anything</h2>
<p>Do not stop or start a medicine because of a letter. Talk to a doctor or pharmacist about your own situation, and \
say that you take kratom if you do.</p>
<p>Every page on [[site]] names its sources and the day it last changed. <a href="/how-we-work/">How we work</a> says \
the rest.</p>"""


@transaction.atomic
def load_letter(*, by: AbstractBaseUser) -> bool:
    """Unless any letter is there already: then there is something to look at, and it is somebody's."""
    if Campaign.objects.exists():
        return False
    campaign = Campaign.objects.create(subject=SUBJECT, preheader=PREHEADER, segment=_segment(), created_by=by)
    campaign.steps.create(state=State.DRAFT, by=by, why="Written for the demonstration.")
    blocks = [LetterText(text=OPENING), *_articles(), *_pictures(), LetterText(text=CLOSING)]
    for place, block in enumerate(blocks, 1):
        block.parent, block.ordering = campaign, 10 * place
        block.save()
    return True


def _segment() -> Segment:
    segment, is_new = Segment.objects.get_or_create(name=SEGMENT)
    if is_new:
        segment.topics.set(Topic.objects.filter(slug=TOPIC))
        for chooser in Subscriber.objects.filter(key=CHOOSER, topics=None):
            chooser.topics.set(Topic.objects.filter(slug=OTHER_TOPIC))
    return segment


def _articles() -> list[LetterArticle]:
    """Those that are live, in the order above."""
    live = dict(Publication.objects.filter(path__in=PATHS).values_list("path", "page"))
    return [LetterArticle(page_id=live[path]) for path in PATHS if path in live]


def _pictures() -> list[LetterPicture]:
    return [LetterPicture(picture=picture) for picture in Picture.objects.filter(key=PICTURE)]
