"""A picture changes on every page that shows it, after its editor has seen which and how."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from articles.models import Article, Picture, Publication, Revision
from articles.rendition import examine


@pytest.fixture(autouse=True)
def folders(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT, settings.ORIGINALS_ROOT = tmp_path / "media", tmp_path / "originals"
    return tmp_path


def leaf(colour: str) -> bytes:
    image, content = Image.new("RGB", (900, 900), "white"), BytesIO()
    image.paste(colour, (0, 0, 300, 900))
    image.save(content, "PNG")
    return content.getvalue()


@pytest.fixture
def shown(article, editor) -> Picture:
    picture = Picture(title="Leaf", alt="A leaf")
    picture.take(examine(BytesIO(leaf("green"))))
    picture.save()
    Article.objects.update(picture=picture)
    Article.objects.get(pk=article.pk).publish(by=editor, override="Of no matter here.")
    return picture


def test_another_file_waits_until_it_is_confirmed_and_then_stands_on_every_page(
    at_desk, client, shown, django_capture_on_commit_callbacks
):
    address = f"/admin/articles/picture/{shown.pk}/change/"
    typed = {"title": "Leaf", "alt": "A leaf", "focus_x": "50", "focus_y": "50"}
    file = SimpleUploadedFile("red.png", leaf("red"))
    asked = at_desk.post(address, typed | {"file": file}, follow=True)
    assert Picture.objects.get().master == shown.master
    assert asked.context["gone"] == [shown.renditions[0]["name"], shown.crops["card"][0]["name"]]
    come = asked.context["come"][0]
    assert all(f'<img src="/media/{name}"' in asked.content.decode() for name in (come, shown.thumbnail))
    assert client.get(f"/media/{come}").status_code == 200
    sent = {name: asked.context[name] for name in ("seen",)} | {"typed": asked.context["amendment"].pk, "_confirm": "1"}
    with django_capture_on_commit_callbacks(execute=True):
        at_desk.post(asked.redirect_chain[-1][0], sent)
    picture = Picture.objects.get()
    assert picture.thumbnail == come
    assert Picture.objects.heavy().get() == picture
    assert come in client.get("/articles/sleep/").text
    assert shown.thumbnail in str(Revision.objects.earliest("pk").content)


def test_a_picture_that_moves_its_focal_point_changes_the_picture_of_shared_links(shown):
    publication = Publication.objects.get()
    share = publication.card["share"]
    assert share["type"] == "image/jpeg"
    assert "beside the picture of the page" in share["alt"]
    shown.focus_x = 10
    shown.crop()
    moved = publication.revision.snapshot.with_records(
        publication.revision.snapshot.records | {shown.embed_name: shown.says()}
    )
    assert Revision.drawn(moved).rendering.card["share"]["name"] != share["name"]
