"""With fifty thousand who got the old words each statement that writes down a notice's audience goes by an index."""

from __future__ import annotations

import pytest
from django.db import connection

from newsletter.audience import write_audience
from newsletter.composing import freeze
from newsletter.corrections import corrections
from newsletter.models import Delivery
from newsletter.models.campaign import State
from newsletter.models.delivery import Fate
from tests.newsletter.bench_subscribers import scene
from tests.newsletter.letters import write
from tests.newsletter.plans import plans, walks
from tests.planner import analyze

MANY = 100_000
GOT = """
INSERT INTO newsletter_delivery (subscriber_id, domain, campaign_id, fate, due_at, fence, tries, reason)
SELECT id, 'example.org', %s, %s, created_at, 0, 1, '' FROM newsletter_subscriber WHERE id %% 2 = 0
"""
SUPPRESSED = """
INSERT INTO newsletter_suppression (digest, reason, suppressed_at)
SELECT digest, 'left', created_at FROM newsletter_subscriber WHERE id % 25 = 2
"""


@pytest.mark.slow
@pytest.mark.django_db
def test_whom_a_correction_concerns_is_written_down_by_index(site, published, editor):
    scene.fill(MANY)
    letter = write(published)
    freeze(letter)
    with connection.cursor() as cursor:
        cursor.execute(GOT, [letter.pk, Fate.ACCEPTED])
        cursor.execute(SUPPRESSED)
    analyze()
    published.title += "!"
    published.save()
    published.publish(by=editor, note="The dose was wrong.")
    notice = corrections()[0].draft(by=editor)
    for state in (State.CHECKED, State.SCHEDULED, State.FREEZING):
        notice.go(state, by=None)
    freeze(notice)
    with plans() as found:
        assert write_audience(notice) is False
        assert write_audience(notice) is False
    assert Delivery.objects.filter(campaign=notice).count() == 10_000
    about = [plan for plan in found if "newsletter_subscriber" in plan and "COUNT" not in plan]
    assert about
    assert not [plan for plan in about if walks(plan)]
