"""A page's working copy: into a snapshot, and back again from one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from content_editor.contents import contents_for_item
from content_editor.models import PluginBase
from django.db import models, transaction
from django.db.models import F

from articles.markup import clean, unprintable
from articles.models.embedding import said_of
from articles.models.picture import Picture
from articles.models.topic import Topic
from articles.snapshot import Question, Snapshot
from articles.snapshot import Topic as FrozenTopic

COLUMNS = ("title", "standfirst", "description")  # what a page and its snapshot have under the same name


class WorkingCopy(models.Model):
    """What `Page` inherits: it says all that stands in the tables, and can be made to say something else."""

    class Meta:
        abstract = True

    def snapshot(self) -> Snapshot:
        """The working copy with today's records."""
        blocks = tuple(block.snapshot() for block in self.blocks())
        faq = tuple(Question(e.anchor, unprintable(e.question), clean(e.answer)) for e in self.faq.all())
        topics = tuple(FrozenTopic(t.key, t.slug, t.name) for t in self.topics.order_by("slug"))
        own = self.says()
        bare = Snapshot(
            kind=self.kind,
            key=self.key,
            slug=self.slug,
            title=unprintable(self.title),
            standfirst=unprintable(self.standfirst),
            description=unprintable(self.description),
            picture=self.picture.embed_name if self.picture else "",
            says=own,
            shows=self.shows(own),
            topics=topics,
            blocks=blocks,
            faq=faq,
        )
        return bare.with_records(said_of(bare.chosen))

    def blocks(self) -> list[PluginBase]:
        return list(contents_for_item(self, self.block_models(), regions=self.regions).main)

    def says(self) -> dict[str, Any]:
        """What this kind of page has of its own."""
        return {}

    def shows(self, own: dict[str, Any]) -> tuple[str, ...]:
        """Names of the records that this kind of page chose, besides its picture."""
        return ()

    @classmethod
    def block_models(cls) -> list[type[PluginBase]]:
        related = cls._meta.get_parent_list()[-1:] or [cls]
        parts = [relation.related_model for relation in related[0]._meta.related_objects]
        return [model for model in parts if issubclass(model, PluginBase)]

    def bring_back(self, snapshot: Snapshot) -> list[str]:
        """Make the working copy say what `snapshot` says; readers notice nothing. Returns, in sentences, what could not
        be brought back because it is not there any more."""
        with transaction.atomic():
            page = self.locked()
            lost = list(page._lost(snapshot))
            page.slug = snapshot.slug if page._is_free(snapshot.slug) else page.slug
            for name in COLUMNS:
                setattr(page, name, getattr(snapshot, name))
            page.picture = Picture.objects.filter(key=key_in(snapshot.picture)).first()
            page.version = F("version") + 1
            page.hear(snapshot)
            page.save()
            page.topics.set(Topic.objects.filter(key__in=[topic.key for topic in snapshot.topics]))
            page._replace_parts(snapshot)
        return lost

    def hear(self, snapshot: Snapshot) -> None:
        """Take back what this kind of page has of its own."""

    def _replace_parts(self, snapshot: Snapshot) -> None:
        self.faq.all().delete()
        for ordering, entry in enumerate(snapshot.faq, start=1):
            self.faq.create(ordering=ordering * 10, anchor=entry.anchor, question=entry.question, answer=entry.answer)
        models = {model._meta.model_name: model for model in self.block_models()}
        for model in models.values():
            model.objects.filter(parent=self.pk).delete()
        for ordering, block in enumerate(snapshot.blocks, start=1):
            models[block.type].restore(block, parent_id=self.pk, ordering=ordering * 10)

    def _is_free(self, slug: str) -> bool:
        others = type(self).objects.kept().filter(slug=slug).exclude(pk=self.pk)
        return not others.exists()

    def _lost(self, snapshot: Snapshot) -> Iterator[str]:
        if not self._is_free(snapshot.slug):
            yield f"The address “{snapshot.slug}” belongs to another page now, so “{self.slug}” stays."
        known = set(Topic.objects.values_list("key", flat=True))
        for topic in snapshot.topics:
            if topic.key not in known:
                yield f"The topic “{topic.name}” is not there any more."


def key_in(name: str) -> str:
    """ "picture:leaf" -> "leaf"."""
    return name.partition(":")[2]
