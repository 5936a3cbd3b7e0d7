"""AVIF files: offered from the first, made by a worker afterwards, and whoever comes too early gets the WebP."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from threading import Event

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from articles import media
from articles.encoding import lighter, lighter_name
from articles.models import picture as pictures
from articles.models.picture import TRIES, Picture, lighten_due
from articles.rendition import examine

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def folders(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT, settings.ORIGINALS_ROOT = tmp_path / "media", tmp_path / "originals"
    return tmp_path


@pytest.fixture
def leaf(folders: Path) -> Picture:
    """Small, so that all is quickly made."""
    exif = Image.Exif()
    exif[0x010E] = "<script>alert(1)</script>"
    content = BytesIO()
    Image.effect_noise((256, 200), 40).convert("RGB").save(content, "JPEG", exif=exif)
    picture = Picture(title="Leaf", alt="A leaf")
    picture.take(examine(content))
    picture.save()
    return picture


def made(picture: Picture) -> list[bool]:
    return [(Path(media.settings.MEDIA_ROOT) / lighter_name(file["name"])).is_file() for file in picture.files]


def test_every_file_gets_a_lighter_one_that_says_nothing_but_pixels(leaf, folders):
    lighten_due()
    assert made(leaf) == [True, True, True]
    for file in leaf.files:
        content = (folders / "media" / lighter_name(file["name"])).read_bytes()
        assert len(content) < (folders / "media" / file["name"]).stat().st_size
        with Image.open(BytesIO(content)) as image:
            assert (image.format, image.size) == ("AVIF", (file["width"], file["height"]))
            assert not image.getexif()
        assert b"script" not in content
    leaf.refresh_from_db()
    assert leaf.lighter_at
    assert not Picture.objects.heavy().exists()


def test_doing_it_twice_does_nothing(leaf, monkeypatch):
    lighten_due()
    monkeypatch.setattr(Picture, "lighten", lambda self, stop: pytest.fail("It was done."))
    lighten_due()


def test_a_worker_that_is_asked_to_stop_leaves_the_picture_to_another(leaf):
    stop = Event()
    stop.set()
    lighten_due(stop)
    assert made(leaf) == [False, False, False]
    assert Picture.objects.take_heavy() == leaf
    leaf.refresh_from_db()
    assert leaf.lighter_tries == 1


def test_two_workers_do_not_take_one_picture(leaf):
    assert Picture.objects.take_heavy() == leaf
    assert Picture.objects.take_heavy() is None


def test_of_two_that_ask_in_the_same_moment_one_gets_nothing(leaf, monkeypatch):
    both = pictures.PictureQuerySet.first

    def first(rows):
        found = both(rows)
        monkeypatch.setattr(pictures.PictureQuerySet, "first", both)
        assert Picture.objects.take_heavy() == leaf  # somebody else, between the look and the taking
        return found

    monkeypatch.setattr(pictures.PictureQuerySet, "first", first)
    assert Picture.objects.take_heavy() is None


def test_what_a_killed_worker_had_in_hand_is_taken_again_but_not_for_ever(leaf):
    for _ in range(TRIES):
        assert Picture.objects.take_heavy() == leaf
        Picture.objects.update(lighter_until=timezone.now() - timedelta(seconds=1))
    assert Picture.objects.take_heavy() is None


def test_choosing_the_file_again_tries_once_more(leaf, folders):
    Picture.objects.update(lighter_stamp=leaf.stamp, lighter_tries=TRIES)
    leaf.refresh_from_db()
    leaf.take(examine(BytesIO((folders / "originals" / leaf.master).read_bytes())))
    leaf.save()
    assert Picture.objects.take_heavy() == leaf


def test_a_worker_that_comes_back_too_late_changes_nothing(leaf):
    late = Picture.objects.take_heavy()
    Picture.objects.update(lighter_until=timezone.now() + timedelta(hours=1))  # of another, who has it now
    late.lighten()
    leaf.refresh_from_db()
    assert leaf.lighter_at is None


def test_another_file_is_made_lighter_anew(leaf):
    lighten_due()
    leaf.refresh_from_db()
    leaf.focus_x = 10
    leaf.stamp = "another"
    leaf.save()
    assert Picture.objects.take_heavy() == leaf


def test_a_file_that_avif_does_not_make_lighter_is_left_alone():
    assert lighter(Image.new("RGB", (90, 90)), than=10) == b""


def test_without_its_master_a_picture_stays_as_it_is_and_the_worker_says_so(leaf, folders):
    (folders / "originals" / leaf.master).unlink()
    with pytest.raises(OSError, match=leaf.master):
        lighten_due()
    assert Picture.objects.get().lighter_tries == 1


def test_where_pillow_knows_no_avif_nothing_is_tried_and_readers_get_the_webp(leaf, monkeypatch):
    for module in (pictures, media):
        monkeypatch.setattr(module, "can_lighten", lambda: False)
    lighten_due()
    assert Picture.objects.get().lighter_tries == 0
    answer = Client().get(f"/media/{lighter_name(leaf.thumbnail)}")
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/webp", "public, max-age=86400")


def test_until_a_lighter_file_is_made_its_address_answers_the_webp_for_a_few_minutes(leaf):
    address = f"/media/{lighter_name(leaf.thumbnail)}"
    early = Client().get(address)
    assert (early["Content-Type"], early["Cache-Control"]) == ("image/webp", "public, max-age=300")
    assert Image.open(BytesIO(early.content)).format == "WEBP"
    lighten_due()
    late = Client().get(address, headers={"If-None-Match": early["ETag"]})
    assert (late.status_code, late["Content-Type"]) == (200, "image/avif")
    assert "immutable" in late["Cache-Control"]
    assert Client().get(address, headers={"If-None-Match": late["ETag"]}).status_code == 304


@pytest.mark.parametrize("name", [f"{'9' * 32}.avif", "..%2Fsecret.avif", "x.avif", f"{'a' * 40}.avif"])
def test_nothing_else_stands_in_for_what_is_not_there(name):
    assert Client().get(f"/media/{name}").status_code == 404
