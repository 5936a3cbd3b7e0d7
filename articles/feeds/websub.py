"""Those who follow a feed hear at once of what is new in it, by the hub that the site names (WebSub, W3C Recommendation
of 2018). How a publisher tells its hub the Recommendation leaves open; hubs take the form of PubSubHubbub 0.3, §7.1. Of
feeds alone the addresses are told: the hub fetches them like anybody else."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings

from articles.connection import Edge
from articles.feeds.views import FORMS, absolute
from articles.importing.fetching import NotReached, fetch
from articles.models.publication import Publication, Withdrawal
from articles.models.topic import Topic
from articles.telling import tell_since_last

NAME = "WebSub"
AT_ONCE = 100  # addresses in one go


def tell_due(*, edge: Edge | None = None) -> int:
    """Returns of how many feeds was told."""
    if not settings.WEBSUB_HUB:
        return 0
    return tell_since_last(NAME, lambda since, until: told(feeds(since, until), edge))


def feeds(since: datetime, until: datetime) -> list[str]:
    """Addresses of the feeds of the site and of its changes, and of the topics whose live pages changed, in all forms.
    A withdrawal is news among the changes; from the feed of its topic a page merely goes."""
    live = Publication.objects.filter(updated_at__gt=since, updated_at__lte=until)
    if not live.exists() and not Withdrawal.objects.filter(at__gt=since, at__lte=until).exists():
        return []
    slugs = Topic.objects.filter(publications__in=live).distinct().order_by("slug").values_list("slug", flat=True)
    named = [("feed",), ("changes-feed",), *(("topic-feed", slug) for slug in slugs)]
    return [absolute(name, *args, form) for name, *args in named for form in FORMS]


def told(addresses: list[str], edge: Edge | None) -> int:
    """Raises NotReached."""
    fields = {"Content-Type": "application/x-www-form-urlencoded"}
    for start in range(0, len(addresses), AT_ONCE):
        said = [("hub.mode", "publish"), *(("hub.url", url) for url in addresses[start : start + AT_ONCE])]
        answer = fetch(settings.WEBSUB_HUB, fields=fields, body=urlencode(said).encode(), edge=edge)
        if not 200 <= answer.status < 300:
            raise NotReached(f"answered {answer.status}")
    return len(addresses)
