"""Parts of a picture around its focal point: the right shape, within the picture, and the point within the part."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from articles.cropping import SHAPES, cropped, part, widths_of
from articles.plate import plate
from articles.rendition import examine


def half(side: str) -> BytesIO:
    """White, but for a red half."""
    image = Image.new("RGB", (1200, 400), "white")
    image.paste("red", (0, 0, 600, 400) if side == "left" else (600, 0, 1200, 400))
    encoded = BytesIO()
    image.save(encoded, "PNG")
    encoded.seek(0)
    return encoded


@pytest.mark.parametrize(
    ("focus", "box"),
    [((50, 50), (300, 0, 900, 400)), ((0, 0), (0, 0, 600, 400)), ((100, 9), (600, 0, 1200, 400)),
     ((30, 50), (60, 0, 660, 400))],
)  # fmt: skip
def test_a_card_is_cut_as_near_to_the_focal_point_as_the_edges_let_it_be(focus, box):
    assert part(1200, 400, SHAPES["card"], focus) == box


def test_a_picture_that_is_higher_than_wide_is_cut_above_and_below():
    assert part(300, 900, (3, 2), (50, 0)) == (0, 0, 300, 200)


@pytest.mark.slow
@settings(max_examples=60)
@given(*[st.integers(1, 5000)] * 2, *[st.integers(0, 100)] * 2, st.sampled_from([*SHAPES.values(), (488, 630)]))
def test_every_part_lies_within_its_picture_and_holds_the_point(width, height, x, y, shape):
    left, top, right, bottom = part(width, height, shape, (x, y))
    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height
    assert left - 1 <= width * x / 100 <= right + 1
    assert top - 1 <= height * y / 100 <= bottom + 1
    assert right - left == width or bottom - top == height


def test_no_crop_is_larger_than_what_it_is_cut_from():
    assert widths_of("card", 2560, 1440) == [(480, 320), (680, 453), (960, 640)]
    assert widths_of("card", 500, 300) == [(450, 300)]
    assert widths_of("square", 3, 900) == [(3, 3)]


def test_even_a_thread_has_a_crop():
    assert cropped(Image.new("RGB", (20_000, 2)), (480, 320), (50, 50)).size == (480, 320)


@pytest.mark.parametrize(("side", "focus"), [("left", (0, 50)), ("right", (100, 50))])
def test_a_crop_shows_what_stands_at_the_focal_point(side, focus):
    crop = examine(half(side), focus=focus).crops["card"][0]
    with Image.open(BytesIO(crop.content)) as image:
        assert image.size == (480, 320)
        assert image.convert("RGB").getpixel((240, 160))[1] < 60


SAID = {
    "alt": "", "decorative": False, "width": 900, "height": 300, "colour": "#123456",
    "renditions": [{"width": 480, "height": 160, "name": "a.webp"}, {"width": 680, "height": 227, "name": "b.webp"}],
}  # fmt: skip
CROPS = {"crops": {"card": [{"width": 450, "height": 300, "name": "c.webp"}]}, "tint": "#123456"}


def test_a_picture_is_offered_as_avif_under_names_that_need_no_looking_up():
    drawn = plate(SAID)
    assert drawn["srcset"] == "/media/a.webp 480w, /media/b.webp 680w"
    assert drawn["lighter"] == "/media/a.avif 480w, /media/b.avif 680w"
    assert (drawn["width"], drawn["height"], drawn["src"], drawn["tint"]) == (900, 300, "/media/b.webp", "")


def test_a_shape_is_shown_where_there_is_one_and_the_whole_picture_elsewhere():
    assert plate(SAID | CROPS, "card")["srcset"] == "/media/c.webp 450w"
    assert (plate(SAID | CROPS, "card")["height"], plate(SAID | CROPS, "card")["tint"]) == (300, "#123456")
    assert plate(SAID, "card") == plate(SAID)
    assert plate(SAID | CROPS, "square")["src"] == "/media/b.webp"


def test_a_picture_without_files_is_no_error():
    assert plate(SAID | {"renditions": []})["srcset"] == ""
