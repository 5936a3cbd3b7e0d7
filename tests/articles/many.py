"""Live pages by the dozen, made without publishing each."""

from __future__ import annotations

from dataclasses import replace

from django.contrib.auth.models import User

from articles.models import Article, Embed, Publication, Reference, Renewal, Revision, Showing


def pages_citing(number: int, page: Article, editor: User) -> None:
    """That many more live pages with the text of `page`, each at an address of its own."""
    first = Publication.objects.select_related("revision").get(page=page)
    for n in range(number):
        other = Article.objects.create(title=page.title, slug=f"copy-{n}", version=page.version)
        snapshot = replace(first.revision.snapshot, key=other.key, slug=other.slug)
        revision = Revision.drawn(snapshot, page_id=other.pk, version=other.version, created_by=editor)
        revision.save()
        Embed.objects.bulk_create(revision.embedded())
        facts = {"first_shown_at": first.first_shown_at, "changed_at": first.changed_at, "shown_at": first.shown_at}
        drawn = Publication.drawn(revision.rendering, **first.told)
        Publication.objects.create(page_id=other.pk, revision=revision, shown_by=editor, **facts, **drawn)
        Showing.objects.create(page_id=other.pk, revision=revision, shown_from=first.shown_at, by=editor)
        Article.objects.filter(pk=other.pk).update(published_version=other.version)


def corrected(reference: Reference, editor: User, *, title: str = "A corrected title") -> Renewal:
    """The record is saved; nothing of what follows was done yet."""
    reference.title = title
    reference.save()
    return Renewal.objects.create(name=reference.embed_name, by=editor)
