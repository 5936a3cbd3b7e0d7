"""Many pictures at once: each file is examined by itself, and what became of each is said."""

from __future__ import annotations

import errno
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from articles.admin import uploading
from articles.admin.uploading import MOST
from articles.models import Article, Embed, Person, Picture, PictureFigure
from articles.rendition import FOREIGN, MOVING, TOO_LARGE
from tests.articles.test_pictures import SCRIPT, bomb

pytestmark = pytest.mark.slow

UPLOAD = "/admin/articles/picture/upload/"
JSON = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def folders(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT, settings.ORIGINALS_ROOT = tmp_path / "media", tmp_path / "originals"
    return tmp_path


def leaf(colour: str = "green", kind: str = "PNG", **options: object) -> bytes:
    content = BytesIO()
    Image.new("RGB", (60, 40), colour).save(content, kind, **options)
    return content.getvalue()


def named(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def moving() -> bytes:
    frames = [Image.new("RGB", (60, 40), (shade, 0, 0)) for shade in (9, 99, 199)]
    content = BytesIO()
    frames[0].save(content, "WEBP", save_all=True, append_images=frames[1:])
    return content.getvalue()


def test_several_are_taken_with_the_words_that_count_for_all(at_desk, editor):
    files = [named("red leaf.png", leaf("red")), named("green.leaf.jpg", leaf("green", "JPEG"))]
    html = at_desk.post(UPLOAD, {"files": files, "credit": "Demo editor", "licence": "CC0"}).content.decode()
    assert list(Picture.objects.order_by("title").values_list("title", "credit", "licence", "uploaded_by")) == [
        ("green.leaf", "Demo editor", "CC0", editor.pk), ("red leaf", "Demo editor", "CC0", editor.pk),
    ]  # fmt: skip
    assert "2 files." in html
    assert html.count("Describe it") == 2
    assert LogEntry.objects.filter(user=editor, action_flag=1).count() == 2


def test_a_bad_file_stops_no_other_and_is_told_with_its_reason(at_desk, folders):
    bad = {"big.png": bomb(), "drawn.svg": b"<svg onload=alert(1)>", "moving.webp": moving()}
    bad |= {"light.avif": leaf(kind="AVIF")}
    files = [named(name, content) for name, content in bad.items()]
    answer = at_desk.post(UPLOAD, {"files": [*files, named("good.png", leaf())]}, headers=JSON).json()
    assert [each["problem"] for each in answer["files"]] == [TOO_LARGE, FOREIGN, MOVING, FOREIGN, ""]
    assert [each["address"] == "" for each in answer["files"]] == [True, True, True, True, False]
    assert Picture.objects.get().title == "good"
    assert len(list((folders / "originals").iterdir())) == 1


def test_a_script_in_a_picture_or_in_its_name_comes_to_nothing(at_desk, folders):
    name = '"><script>alert(1)</script>.png'
    html = at_desk.post(UPLOAD, {"files": [named(name, leaf() + SCRIPT), named(name, b"no")]}).content.decode()
    assert "<script>alert(1)" not in html
    assert not any(SCRIPT in file.read_bytes() for file in folders.rglob("*.*"))


def test_the_same_picture_twice_is_one_picture(at_desk):
    files = [named("leaf.png", leaf()), named("again.png", leaf())]
    answer = at_desk.post(UPLOAD, {"files": files}, headers=JSON).json()["files"]
    assert Picture.objects.count() == 1
    assert answer[0]["address"] == answer[1]["address"]
    assert answer[1]["problem"] == uploading.KNOWN


def test_a_full_disk_is_said_and_leaves_no_picture(at_desk, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("articles.models.picture.keep", full)
    answer = at_desk.post(UPLOAD, {"files": [named("leaf.png", leaf())]}, headers=JSON).json()
    assert answer["files"][0]["problem"] == uploading.NOT_KEPT
    assert not Picture.objects.exists()


@pytest.mark.parametrize("files", [[], ["not a file"]])
def test_nothing_chosen_is_said_beside_the_field_and_the_words_stay(at_desk, files):
    response = at_desk.post(UPLOAD, {"files": files, "credit": "Demo editor"})
    assert uploading.NONE in response.content.decode()
    assert 'value="Demo editor"' in response.content.decode()
    assert at_desk.post(UPLOAD, {"files": files}, headers=JSON).json() == {"files": [], "problems": [uploading.NONE]}


def test_more_files_than_a_form_may_send_are_refused_together(at_desk):
    files = [named(f"{number}.png", b"x") for number in range(MOST + 1)]
    assert uploading.TOO_MANY in at_desk.post(UPLOAD, {"files": files}).content.decode()


@pytest.mark.slow
def test_more_files_than_django_takes_are_no_error_of_ours(at_desk):
    files = [named(f"{number}.png", b"x") for number in range(101)]
    assert at_desk.post(UPLOAD, {"files": files}).status_code == 400


def test_odd_words_and_names_break_nothing(at_desk):
    for credit, taken in (("\0", 0), ("x" * 300, 0), ("", 2)):
        files = [named("a" * 250 + ".png", leaf("red")), named("\u202eleaf.png", leaf("blue"))]
        assert at_desk.post(UPLOAD, {"files": files, "credit": credit}).status_code == 200
        assert Picture.objects.count() == taken


def test_a_replaced_file_is_examined_with_every_limit(at_desk, picture):
    typed = {"title": "Leaf", "alt": "A leaf", "focus_x": "20", "focus_y": "30"}
    for bad, said in ((bomb(), TOO_LARGE), (b"<svg/>", FOREIGN), (leaf(kind="AVIF"), FOREIGN)):
        response = at_desk.post(f"/admin/articles/picture/{picture.pk}/change/", typed | {"file": named("x.png", bad)})
        assert said in response.content.decode()
    picture.refresh_from_db()
    assert (picture.width, picture.focus_x) == (480, 50)


def test_another_file_takes_the_place_of_the_first_and_keeps_its_name_in_snapshots(at_desk, picture):
    key = picture.key
    typed = {"title": "Leaf", "alt": "A leaf", "focus_x": "0", "focus_y": "100", "file": named("x.png", leaf("red"))}
    at_desk.post(f"/admin/articles/picture/{picture.pk}/change/", typed)
    picture.refresh_from_db()
    assert (picture.key, picture.width, picture.focus, picture.is_opaque) == (key, 60, (0, 100), True)
    assert picture.crops["square"][0]["width"] == 40


def test_a_focal_point_that_moves_cuts_the_crops_anew(at_desk):
    at_desk.post("/admin/articles/picture/add/", {"file": named("leaf.png", two_halves()), "title": "Leaf"})
    picture = Picture.objects.get()
    at_desk.post(f"/admin/articles/picture/{picture.pk}/change/", {"title": "Leaf", "focus_x": "0", "focus_y": "50"})
    moved = Picture.objects.get()
    assert moved.focus == (0, 50)
    assert moved.crops["square"][0]["name"] != picture.crops["square"][0]["name"]
    assert (moved.renditions, moved.master) == (picture.renditions, picture.master)
    assert moved.stamp != picture.stamp


def two_halves() -> bytes:
    image = Image.new("RGB", (90, 30), "white")
    image.paste("red", (0, 0, 45, 30))
    content = BytesIO()
    image.save(content, "PNG")
    return content.getvalue()


@pytest.mark.parametrize("typed", ["101", "-1", "9" * 30, "x", "5.5"])
def test_a_point_outside_the_picture_is_refused_beside_its_field(at_desk, picture, typed):
    response = at_desk.post(f"/admin/articles/picture/{picture.pk}/change/", {"title": "Leaf", "focus_x": typed})
    assert response.status_code == 200
    assert 'class="errorlist" id="id_focus_x_error"' in response.content.decode()


def test_a_picture_whose_original_is_lost_says_so_and_keeps_its_other_words(at_desk, picture):
    typed = {"title": "Leaf", "alt": "New words", "focus_x": "10", "focus_y": "50"}
    response = at_desk.post(f"/admin/articles/picture/{picture.pk}/change/", typed)
    assert "The original of this picture is missing" in response.content.decode()
    assert "New words" in response.content.decode()


def found(at_desk, lacks: str) -> list[str]:
    rows = at_desk.get("/admin/articles/picture/", {"lacks": lacks}).context["cl"].result_list
    return sorted(row.title for row in rows)


def test_the_list_finds_what_pictures_lack(at_desk, picture):
    facts = {"width": 2000, "height": 900, "colour": "#000000", "master": "x.webp"}
    Picture.objects.create(title="Bare", **facts)
    Picture.objects.create(title="Ornament", is_decorative=True, lighter_tries=3, **facts)
    assert found(at_desk, "alt") == ["Bare"]
    assert found(at_desk, "size") == ["Leaf"]
    assert found(at_desk, "lighter") == ["Ornament"]
    assert found(at_desk, "nonsense") == ["Bare", "Leaf", "Ornament"]


def test_what_anything_uses_is_not_unused(at_desk, article, picture, published, topic):
    assert found(at_desk, "use") == ["Leaf"]
    for use in (
        lambda: Person.objects.create(key="ada", name="Ada", picture=picture),
        lambda: PictureFigure.objects.create(parent=article, picture=picture, ordering=90),
        lambda: Embed.objects.create(revision=published.revisions.get(), name=picture.embed_name, digest="x"),
    ):
        row = use()
        assert found(at_desk, "use") == []
        row.delete()
    Article.objects.update(picture=picture)
    assert found(at_desk, "use") == []


def test_the_list_of_fifty_costs_what_that_of_one_does(at_desk, picture, django_assert_max_num_queries):
    facts = {"width": 2000, "height": 900, "colour": "#000000", "master": "x.webp"}
    Picture.objects.bulk_create(Picture(title=f"{n}", key=f"k{n}", **facts) for n in range(50))
    with django_assert_max_num_queries(8):
        at_desk.get("/admin/articles/picture/", {"lacks": "use"})
