"""The picture of a page where somebody passes it on: drawn once, and never in the way of publishing or reading."""

from __future__ import annotations

from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from PIL import Image

from articles.lettering import STEPS, set_in, settable
from articles.models import Publication, Renewal, Topic
from articles.models.site import current_version
from articles.sharing import VEINS, Share, draw, share_of
from articles.snapshot import Snapshot

LONG = "Interactions of kratom with medicines that the body breaks down by the same enzymes: " * 4


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def drawn(article, editor, media, django_capture_on_commit_callbacks) -> Publication:
    """Published to its end: the picture is drawn when all is committed."""
    with django_capture_on_commit_callbacks(execute=True):
        article.publish(by=editor)
    return Publication.objects.get(page=article)


def picture(share: Share) -> Image.Image:
    return Image.open(BytesIO(draw(share))).convert("RGB")


@pytest.mark.parametrize("title", ["Sleep", "Can kratom help with fibromyalgia?", LONG, "x" * 200])
def test_a_picture_is_as_large_as_networks_want_it_and_small_to_load(title):
    assert picture(Share(title, "Dependence and withdrawal")).size == (1200, 630)
    assert len(draw(Share(title, "Dependence and withdrawal"))) <= 32_000


def test_a_name_is_known_without_drawing_and_stands_for_what_is_shown():
    names = {Share(*shown).name for shown in (("A",), ("B",), ("A", "Sleep"), ("A", "Strain", "red"))}
    assert len(names) == 4
    assert Share("A").name == Share("A").name
    assert draw(Share("A")) == draw(Share("A"))


def test_the_picture_of_the_page_stands_beside_the_title_cut_around_its_focal_point():
    own, half = BytesIO(), Image.new("RGB", (1280, 700), "white")
    half.paste("red", (0, 0, 640, 700))
    half.save(own, "WEBP")
    colours = []
    for x in (0, 100):
        with Image.open(BytesIO(draw(Share("A", file="a.webp", focus=(x, 50)), own.getvalue()))) as image:
            assert (image.format, image.size) == ("JPEG", (1200, 630))
            assert image.getpixel((300, 150))[2] > 90 > image.getpixel((300, 150))[0]  # the field
            colours.append(image.getpixel((950, 300)))
    assert colours[0][1] < 60 < 200 < colours[1][1]


def test_a_picture_too_small_to_be_sharp_is_left_out():
    records = {"picture:a": {"renditions": [{"width": 480, "height": 200, "name": "a.webp"}]}}
    small = Snapshot("article", "k", "s", "A", picture="picture:a", records=records)
    assert share_of(small) == Share("A")
    records["picture:a"]["renditions"][0] |= {"width": 1280, "height": 900}
    assert share_of(small) == Share("A", file="a.webp")


def test_a_short_title_is_set_large_and_a_long_one_small():
    assert set_in("Kratom and sleep", width=976).size == STEPS[0][0]
    assert set_in(LONG, width=976).size == STEPS[-1][0]


def test_lines_are_about_equally_long():
    assert set_in("Can kratom help with fibromyalgia?", width=976).lines == ("Can kratom help", "with fibromyalgia?")


def test_too_long_a_title_ends_in_an_ellipsis_after_four_lines():
    lines = set_in(LONG, width=976).lines
    assert len(lines) == 4
    assert lines[-1].endswith("…")


def test_a_word_longer_than_a_line_is_broken_with_a_hyphen():
    lines = set_in("Pneumonoultramicroscopic" * 3, width=976).lines
    assert all(line.endswith("-") for line in lines[:-1])
    assert len(lines) == 2


@pytest.mark.parametrize(
    ("title", "set_as"),
    [
        ("Ľudový čaj, żółć, İstanbul: “α”", "Ľudový čaj, żółć, İstanbul: “α”"),
        ("e\N{COMBINING ACUTE ACCENT} x₂", "é x2"),
        ("Leaf \N{HERB} tea", "Leaf tea"),
        ("soft\N{SOFT HYPHEN}ly\N{ZERO WIDTH SPACE}", "softly"),
    ],
)
def test_letters_are_set_or_put_plainly(title, set_as):
    assert settable(title) == set_as


@pytest.mark.parametrize("title", ["日本のお茶", "Кратом", "قرطوم"])
def test_a_title_that_the_font_cannot_write_has_no_picture(title):
    assert settable(title) is None


def test_a_strain_bears_its_colour_in_the_leaf_alone():
    coloured = {name: picture(Share("Red Bali", "Strain", name)) for name in ("red", "green")}
    for name, image in coloured.items():
        colours = [colour for _, colour in image.getcolors(1000)]
        assert VEINS[name] in colours
    area = coloured["red"].crop((96, 200, 1100, 500))
    assert VEINS["red"] not in [colour for _, colour in area.getcolors(1000)]


def test_a_page_says_its_first_topic_and_a_strain_what_it_is(article, strain):
    article.topics.add(Topic.objects.create(name="Anxiety", slug="anxiety"))
    assert share_of(article.snapshot()) == Share("Kratom and sleep", "Anxiety")
    assert share_of(strain.snapshot()) == Share("Red vein", "Vein colour", "red")


def test_publishing_draws_the_picture_and_the_page_names_it(client, drawn, settings):
    html = client.get("/articles/sleep/").text
    name = drawn.card["share"]["name"]
    assert f'<meta property="og:image" content="{settings.SITE_URL}/media/{name}">' in html
    assert "“Kratom and sleep” in white on Prussian blue" in html
    assert f"/media/{name}" in drawn.jsonld
    answer = client.get(f"/media/{name}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert "immutable" in answer["Cache-Control"]


def test_a_page_without_its_picture_shows_that_of_the_site(client, drawn, media):
    (media / drawn.card["share"]["name"]).unlink()
    assert "/static/img/og.png" in client.get("/articles/sleep/").text


def test_a_page_frozen_before_there_were_pictures_shows_that_of_the_site(client, drawn):
    card = {name: value for name, value in drawn.card.items() if name != "share"}
    Publication.objects.update(card=card)
    assert "/static/img/og.png" in client.get("/articles/sleep/").text


def test_a_disk_that_takes_nothing_stops_no_publishing(
    client, article, editor, media, django_capture_on_commit_callbacks, caplog
):
    media.write_text("in the way of the folder")
    with django_capture_on_commit_callbacks(execute=True):
        article.publish(by=editor)
    assert "Error calling" in caplog.text
    assert "/static/img/og.png" in client.get("/articles/sleep/").text


def test_a_renewed_page_has_its_picture_too(drawn, reference, editor, media, django_capture_on_commit_callbacks):
    kept = media / drawn.card["share"]["name"]
    kept.unlink()
    reference.title = "Another title"
    with django_capture_on_commit_callbacks(execute=True):
        Renewal.of(reference, by=editor)
    assert Publication.objects.get().revision != drawn.revision
    assert kept.exists()


def test_missing_pictures_can_be_drawn_again(drawn, media, version_by_ones):
    kept = media / drawn.card["share"]["name"]
    before = kept.read_bytes()
    kept.unlink()
    said = StringIO()
    version = current_version()
    call_command("draw_share_pictures", stdout=said)
    assert current_version() == version + 1  # pages name it again
    call_command("draw_share_pictures", stdout=said)
    assert kept.read_bytes() == before
    assert said.getvalue().splitlines() == ["Drew 1 share picture(s).", "Drew 0 share picture(s)."]
