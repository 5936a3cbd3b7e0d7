"""The nouns of the newsletter."""

from newsletter.models.ask import Ask
from newsletter.models.consent import ConsentEvent
from newsletter.models.export import Export
from newsletter.models.subscriber import Subscriber
from newsletter.models.suppression import Suppression

__all__ = ["Ask", "ConsentEvent", "Export", "Subscriber", "Suppression"]
