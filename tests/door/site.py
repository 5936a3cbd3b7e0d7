"""Who acts on the small site, and on what."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from articles.models import Article, Page, Publication, RichText, StrainProfile

WHY = "Of no matter here."


@dataclass
class Site:
    editor: User
    reviewer: User
    article: Article
    strain: StrainProfile
    gone: Article
    numbers: Any = field(default_factory=count)

    @property
    def word(self) -> str:
        """One that was never said before."""
        return f"word{next(self.numbers)}"

    @property
    def desk(self) -> Client:
        client = Client()
        client.force_login(self.editor)
        return client

    def publish(self, page: Page, **how: Any) -> None:
        fresh = type(page).objects.get(pk=page.pk)
        fresh.publish(by=self.editor, **{"note": "", "override": WHY} | how)

    def write(self, page: Page, **changed: Any) -> Page:
        """The working copy says something new."""
        RichText.objects.filter(parent=page).update(
            text=f'<h2>What is known</h2><p>{self.word}<cite data-key="clauw2014"></cite></p>'
        )
        fresh = type(page).objects.get(pk=page.pk)
        for name, value in changed.items():
            setattr(fresh, name, value)
        fresh.version += 1
        fresh.save()
        return fresh

    @property
    def pictures(self) -> Path:
        return Path(settings.MEDIA_ROOT)

    def is_live(self, page: Page) -> bool:
        return Publication.objects.filter(page_id=page.pk).exists()
