"""The nouns of the newsletter."""

from newsletter.models.ask import Ask
from newsletter.models.campaign import Campaign, CampaignStep
from newsletter.models.consent import ConsentEvent
from newsletter.models.delivery import Delivery, DeliveryEvent, Seen
from newsletter.models.digest import Digest
from newsletter.models.export import Export
from newsletter.models.importing import Import, ImportGift, ImportRow
from newsletter.models.issue import Carried, Click, Issue
from newsletter.models.letter import LetterArticle, LetterPicture, LetterText
from newsletter.models.pace import Pace
from newsletter.models.segment import Label, Labelling, Segment
from newsletter.models.subscriber import Subscriber
from newsletter.models.suppression import Suppression

__all__ = [
    "Ask",
    "Campaign",
    "CampaignStep",
    "Carried",
    "Click",
    "ConsentEvent",
    "Delivery",
    "DeliveryEvent",
    "Digest",
    "Export",
    "Import",
    "ImportGift",
    "ImportRow",
    "Issue",
    "Label",
    "Labelling",
    "LetterArticle",
    "LetterPicture",
    "LetterText",
    "Pace",
    "Seen",
    "Segment",
    "Subscriber",
    "Suppression",
]
