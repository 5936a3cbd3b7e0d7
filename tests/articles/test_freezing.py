"""Whatever stands in the tables, what is frozen is safe: forms can be bypassed, freezing cannot."""

import json
import re

import pytest
from lxml.html import document_fromstring

from articles.models import (
    Callout,
    Embed,
    FAQList,
    KeyPoints,
    PictureFigure,
    Publication,
    Reference,
    RichText,
    Steps,
    StrainTable,
)
from articles.models.picture import Picture

pytestmark = pytest.mark.django_db
HOSTILE = '</script><script>alert(1)</script><img src=x onerror=alert(2)><a href="javascript:alert(3)">x</a>'


@pytest.fixture
def poisoned(article, picture, strain, editor):
    """A live page whose every text holds a script, written past all forms."""
    article.faq.update(question=HOSTILE, answer=HOSTILE)
    Picture.objects.update(alt=HOSTILE, credit=HOSTILE, licence=HOSTILE)
    blocks = [
        RichText(text=HOSTILE),
        Callout(heading=HOSTILE, text=HOSTILE),
        KeyPoints(text=HOSTILE),
        Steps(text=f"<h3>{HOSTILE}</h3>{HOSTILE}"),
        PictureFigure(picture=picture, caption=HOSTILE),
        FAQList(heading=HOSTILE),
    ]
    for ordering, block in enumerate(blocks, 2):
        block.parent, block.ordering = article, ordering * 10
        type(block).objects.bulk_create([block])
    StrainTable.objects.create(parent=article, caption=HOSTILE, ordering=99).strains.add(strain)
    type(strain).objects.update(title=HOSTILE, other_names=HOSTILE, origin=HOSTILE)
    type(strain).objects.update(processing=HOSTILE, cautions=HOSTILE)
    strain.effects.update(text=HOSTILE[:200])
    said = {"compound": HOSTILE[:80], "value": "1", "unit": HOSTILE[:30], "method": HOSTILE[:200]}
    strain.alkaloids.create(laboratory=HOSTILE[:200], date="2020", **said)
    strain.amounts.create(text=HOSTILE[:200], basis="survey", reference=Reference.objects.get())
    strain.refresh_from_db()
    strain.publish(by=editor, override="Of no matter here.")
    article.title = article.standfirst = article.description = HOSTILE
    article.picture = picture
    article.save()
    article.publish(by=editor, override="Of no matter here.")
    return article


@pytest.mark.parametrize(
    "path", ["/", "/articles/", "/articles/sleep/", "/strains/", "/strains/red-vein/", "/questions/", "/topics/sleep/"]
)
def test_no_stored_script_runs_anywhere(client, poisoned, path):
    root = document_fromstring(client.get(path).text)
    scripts = [script.get("type") or script.get("src") for script in root.iter("script")]
    assert [script for script in scripts if not script.startswith(("application/ld+json", "/static/js/"))] == []
    for element in root.iter():
        assert not [name for name in element.attrib if name.startswith("on") or name == "style"]
        assert not (element.get("href") or "").startswith("javascript:")


def test_what_machines_are_told_stays_inside_its_element(client, poisoned):
    text = client.get("/articles/sleep/").text
    graphs = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, flags=re.DOTALL)
    assert [json.loads(graph)["@graph"][0]["name"] for graph in graphs if "@graph" in graph] == [HOSTILE]


def test_control_characters_are_not_frozen(article):
    article.title = article.standfirst = "A\x00B\x1f"
    said = article.snapshot()
    assert (said.title, said.standfirst) == ("AB", "AB")


def test_a_revision_remembers_every_record_it_chose(published, reference):
    names = set(Embed.objects.values_list("name", flat=True))
    assert names == {"reference:clauw2014", "disclaimer"}


def test_frozen_html_holds_no_absolute_address_of_the_site(published, settings):
    assert settings.SITE_URL not in Publication.objects.get().html


def test_two_pages_with_the_same_words_have_the_same_hash_only_if_they_are_the_same(published, editor):
    published.publish(by=editor)
    first, second = published.revisions.all()
    assert first.sha256 == second.sha256
