"""Give pages that are live already the rows by which lists find them."""

from itertools import islice

from django.db import migrations
from django.db.models import OuterRef, Q, Subquery

BATCH = 2000


def fill(apps, schema_editor):
    Publication, Embed, Topic = (apps.get_model("articles", name) for name in ("Publication", "Embed", "Topic"))
    PublishedTopic, PublishedQuestion = (apps.get_model("articles", f"Published{n}") for n in ("Topic", "Question"))
    Record, Change = (apps.get_model("articles", name) for name in ("PublishedRecord", "ListChange"))
    PublishedTopic.objects.filter(publication__kind="strain").update(is_strain=True)
    moment = Publication.objects.filter(pk=OuterRef("publication")).values("shown_at")
    PublishedQuestion.objects.update(shown_at=Subquery(moment))
    PublishedQuestion.objects.filter(publication__path="common-questions").update(topic=None, rank=0)
    seen = Embed.objects.filter(Q(name__startswith="reference:") | Q(name__startswith="person:"))
    seen = seen.filter(revision__publication__isnull=False).exclude(digest="")
    signed = Publication.objects.exclude(reviewed=None).values_list("reviewed__slug", "pk", "shown_at")
    names = {"articles", "references", "people"}
    names |= {
        f"{kind}:{key}"
        for key in [0, *Topic.objects.values_list("pk", flat=True)]
        for kind in ("texts", "strains", "asked")
    }
    for found in (
        seen.values_list("name", "revision__publication", "revision__publication__shown_at").iterator(),
        ((f"reviewer:{slug}", key, at) for slug, key, at in signed.iterator()),
    ):
        while rows := list(islice(found, BATCH)):
            names |= {name for name, _, _ in rows}
            Record.objects.bulk_create(Record(name=name, publication_id=key, shown_at=at) for name, key, at in rows)
    Change.objects.bulk_create((Change(name=name) for name in sorted(names)), batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [("articles", "0015_listings")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
