"""The screens of letters and their subscribers: no barrier in either scheme, none wider than its window."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page

from newsletter.models import Campaign, Click, Delivery, Digest, Issue, Label, Segment, Subscriber
from newsletter.models.campaign import State
from newsletter.models.delivery import Fate
from tests.browser.desk import Desk
from tests.browser.test_admin_look import IS_TOO_WIDE, RULES
from tests.newsletter.campaigns import under_way
from tests.newsletter.importing.files import read
from tests.newsletter.letters import write

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SUBJECT = "A letter whose subject is as long as any ever gets, with an Unbreakable" + "Word" * 15
LINKS = [f"https://example.org/{'a-long-way-to-a-page/' * 4}", "https://example.org/"]
SCREENS = [
    "/admin/",
    "/admin/newsletter/campaign/",
    "/admin/newsletter/campaign/add/",
    "/admin/newsletter/campaign/{draft}/change/",
    "/admin/newsletter/campaign/{draft}/preview/",
    "/admin/newsletter/campaign/{draft}/check/",
    "/admin/newsletter/campaign/{draft}/test/",
    "/admin/newsletter/campaign/{checked}/schedule/",
    "/admin/newsletter/campaign/{review}/progress/",
    "/admin/newsletter/campaign/{review}/recipients/",
    "/admin/newsletter/digest/1/change/",
    "/admin/newsletter/label/",
    "/admin/newsletter/segment/",
    "/admin/newsletter/segment/{segment}/change/",
    "/admin/newsletter/subscriber/",
    "/admin/newsletter/subscriber/{subscriber}/change/",
    "/admin/newsletter/subscriber/{subscriber}/proof/",
    "/admin/newsletter/subscriber/growth/",
    "/admin/newsletter/subscriber/health/",
    "/admin/newsletter/subscriber/export/",
    "/admin/newsletter/export/",
    "/admin/newsletter/import/",
    "/admin/newsletter/import/add/",
    "/admin/newsletter/import/{list}/change/",
]


@pytest.fixture
def screens(published, settings, tmp_path) -> list[str]:
    """All of them, with something of everything on each."""
    settings.IMPORTS_ROOT = tmp_path / "imports"
    draft, checked = write(published, subject=SUBJECT), write(published, subject="Ready")
    checked.go(State.CHECKED, by=None)
    review = under_way(4 * len(Fate))
    settle(review)
    segment = Segment.objects.create(name="Of this month", joined_from=timezone.localdate())
    Label.objects.create(name="Congress", slug="congress")
    Digest(is_on=True).save()
    keys = {"draft": draft.pk, "checked": checked.pk, "review": review.pk, "segment": segment.pk}
    keys["list"] = read("anna@example.org\nnobody\n").pk
    keys["subscriber"] = Subscriber.objects.earliest("pk").pk
    return [screen.format(**keys) for screen in SCREENS]


def settle(campaign: Campaign) -> None:
    """Some of every fate that is left when a letter has gone out."""
    ends = [Fate.ACCEPTED, Fate.FAILED, Fate.SKIPPED, Fate.IN_DOUBT, Fate.BOUNCED, Fate.COMPLAINED, Fate.DELIVERED]
    rows = list(Delivery.objects.filter(campaign=campaign))
    for place, row in enumerate(rows):
        row.fate, row.reason = ends[place % len(ends)], "550 5.1.1"
        row.handed_at = row.settled_at = timezone.now() - timedelta(minutes=place)
    Delivery.objects.bulk_update(rows, ["fate", "reason", "handed_at", "settled_at"])
    issue = Issue.objects.get(campaign=campaign)
    Issue.objects.filter(pk=issue.pk).update(links=LINKS)
    Click.objects.create(issue=issue, link=0, day=timezone.localdate(), count=40)
    campaign.go(State.REVIEW, by=None)


@pytest.fixture
def desk(page: Page, live_server, newsletter_staff) -> Desk:
    page.set_default_timeout(20_000)
    return Desk(page, live_server.url).enter("newsletter")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_barrier_is_found_on_any_screen(desk, screens, scheme):
    desk.page.emulate_media(color_scheme=scheme)
    for screen in screens:
        assert desk.page.goto(desk.origin + screen).status == 200, screen
        desk.page.wait_for_load_state("networkidle")
        found = Axe().run(desk.page, options=RULES)
        assert not found.violations_count, f"{screen}, {scheme}\n{found.generate_report()}"


@pytest.mark.parametrize("width", [320, 390, 768])
def test_no_screen_is_wider_than_its_window(desk, screens, width):
    desk.page.set_viewport_size({"width": width, "height": 844})
    wide = []
    for screen in screens:
        assert desk.page.goto(desk.origin + screen).status == 200, screen
        wide += [screen] * desk.page.evaluate(IS_TOO_WIDE)
    assert wide == []
