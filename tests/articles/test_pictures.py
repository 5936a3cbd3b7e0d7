"""Uploading a picture: what is taken, what is refused and in which words, and what is left of it."""

from __future__ import annotations

import resource
import struct
import subprocess
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from articles.models.picture import Picture
from articles.rendition import DAMAGED, FOREIGN, MOVING, TOO_HEAVY, TOO_LARGE, Encoded, Examined, Unacceptable, examine

BLUE = (17, 60, 104)
SCRIPT = b"<script>alert(1)</script>"
LARGE = Examined(master=Encoded(width=1, height=1, content=bytes(1000)), renditions=(), colour="#000000")


@pytest.fixture
def folders(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT, settings.ORIGINALS_ROOT = tmp_path / "media", tmp_path / "originals"
    return tmp_path


@contextmanager
def full_disk() -> Iterator[None]:
    """No file may grow beyond 100 bytes: the system refuses the next write as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def file(image: Image.Image, kind: str = "PNG", **options: object) -> BytesIO:
    encoded = BytesIO()
    image.save(encoded, kind, **options)
    encoded.seek(0)
    return encoded


def plain(width: int, height: int, mode: str = "RGB", colour: object = BLUE) -> Image.Image:
    return Image.new(mode, (width, height), colour)


def bomb() -> bytes:
    """A PNG of 13,000 x 13,000 pixels that weighs some 20 kB."""
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", 13_000, 13_000, 1, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(bytes(13_000 * 1_626), 9)),
        (b"IEND", b""),
    ]
    parts = [struct.pack(">I", len(b)) + k + b + struct.pack(">I", zlib.crc32(k + b)) for k, b in chunks]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def photograph() -> BytesIO:
    """Held upright, with a place, a remark that is a script, and a profile of colours."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, SCRIPT.decode()
    exif.get_ifd(0x8825)[2] = (46.0, 57.0, 17.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return file(plain(1400, 700), "JPEG", exif=exif, icc_profile=profile, comment=SCRIPT)


def refusal(content: bytes | BytesIO) -> str:
    with pytest.raises(Unacceptable) as caught:
        examine(BytesIO(content) if isinstance(content, bytes) else content)
    return str(caught.value)


def test_readers_get_four_widths() -> None:
    assert [(r.width, r.height) for r in examine(file(plain(2000, 1000))).renditions] == [
        (480, 240), (680, 340), (960, 480), (1280, 640)
    ]  # fmt: skip


@pytest.mark.parametrize(("width", "widths"), [(1280, [480, 680, 960, 1280]), (700, [480, 680]), (90, [90])])
def test_no_rendition_is_wider_than_the_picture(width: int, widths: list[int]) -> None:
    assert [r.width for r in examine(file(plain(width, 100))).renditions] == widths


def test_what_is_kept_is_never_longer_than_2560_pixels() -> None:
    master = examine(file(plain(1000, 4000))).master
    assert (master.width, master.height) == (640, 2560)


def test_even_a_thread_of_a_picture_has_a_height() -> None:
    assert [(r.width, r.height) for r in examine(file(plain(20_000, 2))).renditions][0] == (480, 1)


def test_a_picture_is_named_after_its_bytes() -> None:
    one, same, other = (examine(file(plain(90, 90, colour=c))).renditions[0] for c in ("red", "red", "blue"))
    assert one.name == same.name != other.name
    assert len(one.name) == len("0123456789abcdef0123456789abcdef.webp")


def test_a_picture_held_upright_stands_upright() -> None:
    master = examine(photograph()).master
    assert (master.width, master.height) == (700, 1400)


def test_place_remarks_and_profiles_are_dropped() -> None:
    examined = examine(photograph())
    for encoded in (examined.master, *examined.renditions):
        assert set(Image.open(BytesIO(encoded.content)).info) <= {"loop", "background", "timestamp", "duration"}
        assert not any(trace in encoded.content for trace in (SCRIPT, b"EXIF", b"ICCP", b"XMP "))


def test_colours_are_brought_to_those_of_the_web() -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    red_is_blue = srgb.replace(b"rXYZ", b"----").replace(b"bXYZ", b"rXYZ").replace(b"----", b"bXYZ")
    assert examine(file(plain(90, 90), icc_profile=red_is_blue)).colour == "#683c11"


def test_a_broken_profile_is_no_reason_to_refuse() -> None:
    assert examine(file(plain(90, 90), icc_profile=b"nonsense" * 40)).colour == "#113c68"


def test_the_commonest_colour_leaves_out_what_cannot_be_seen() -> None:
    image = plain(900, 90, "RGBA", (255, 0, 0, 0))
    image.paste((*BLUE, 255), (0, 0, 300, 90))
    assert examine(file(image)).colour == "#113c68"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_kind_of_png_is_taken(mode: str) -> None:
    assert examine(file(plain(90, 90).convert(mode))).master.width == 90


def test_sixteen_bits_of_grey_stay_grey() -> None:
    assert examine(file(plain(90, 90, "I;16", 128 * 257))).colour == "#808080"


def test_transparency_stays() -> None:
    rendition = examine(file(plain(90, 90, "RGBA", (0, 0, 0, 0)))).renditions[0]
    assert Image.open(BytesIO(rendition.content)).mode == "RGBA"


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_jpeg_and_webp_are_taken(kind: str) -> None:
    assert examine(file(plain(90, 90), kind)).master.width == 90


def test_a_camera_that_puts_a_second_view_behind_the_first_is_understood() -> None:
    assert examine(file(plain(90, 90), "MPO", save_all=True, append_images=[plain(45, 45)])).master.width == 90


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_moving_picture_is_refused(kind: str) -> None:
    frames = [plain(90, 90, colour=(shade, 0, 0)) for shade in (9, 99, 199)]
    assert refusal(file(frames[0], kind, save_all=True, append_images=frames[1:])) == MOVING


@pytest.mark.parametrize("kind", ["GIF", "TIFF", "BMP", "ICO", "AVIF"])
def test_other_formats_are_refused(kind: str) -> None:
    assert refusal(file(plain(90, 90), kind)) == FOREIGN


@pytest.mark.parametrize("content", [b"", b"\x00", SCRIPT, b'<svg xmlns="http://www.w3.org/2000/svg"/>', b"%PDF-1.7"])
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    assert refusal(content) == FOREIGN


def test_a_heavy_file_is_refused_before_it_is_looked_at() -> None:
    assert refusal(file(plain(90, 90)).read() + bytes(20 * 1024 * 1024)) == TOO_HEAVY


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize(("width", "height"), [(6_400, 6_300), (40_000, 1_001), (9_100, 9_100)])
def test_a_picture_of_more_than_40_megapixels_is_refused(width: int, height: int) -> None:
    assert refusal(file(plain(width, height, "1", 0))) == TOO_LARGE


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is measured on Linux only")
def test_a_small_file_with_169_megapixels_costs_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "bomb.png"
    path.write_bytes(bomb())
    assert path.stat().st_size < 25_000
    answer = subprocess.run([sys.executable, "-c", LOOK, path], capture_output=True, text=True, check=True)
    sentence, kilobytes = answer.stdout.splitlines()
    assert sentence == TOO_LARGE
    assert int(kilobytes) < 100_000


LOOK = """
import re, sys
from articles.rendition import Unacceptable, examine
peak = lambda: int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
before = peak()
try:
    examine(open(sys.argv[1], "rb"))
except Unacceptable as refused:
    print(refused)
print(peak() - before)
"""


def test_half_a_picture_is_refused() -> None:
    whole = file(Image.effect_noise((300, 300), 80)).read()
    assert refusal(whole[: len(whole) // 2]) == DAMAGED


def test_a_script_behind_the_picture_is_gone() -> None:
    examined = examine(BytesIO(file(plain(90, 90), "JPEG").read() + SCRIPT))
    assert SCRIPT not in b"".join(e.content for e in (examined.master, *examined.renditions))


def test_the_master_is_kept_where_nothing_is_served(folders: Path) -> None:
    picture = Picture(title="Leaf")
    picture.take(examine(file(plain(700, 350))))
    assert [f.name for f in (folders / "originals").iterdir()] == [picture.master]
    assert {f.name for f in (folders / "media").iterdir()} == {file["name"] for file in picture.files}


def test_a_picture_says_what_a_card_shows(folders: Path) -> None:
    picture = Picture(title="Leaf", alt="A leaf", credit="Demo editor", licence="CC0")
    picture.take(examine(file(plain(90, 45))))
    said = picture.says()
    assert {name: [(c["width"], c["height"]) for c in crops] for name, crops in said.pop("crops").items()} == {
        "card": [(68, 45)], "square": [(45, 45)],
    }  # fmt: skip
    assert said == {
        "alt": "A leaf", "decorative": False, "credit": "Demo editor", "licence": "CC0",
        "width": 90, "height": 45, "colour": "#113c68", "tint": "#113c68", "focus": [50, 50],
        "renditions": [{"width": 90, "height": 45, "name": picture.thumbnail}],
    }  # fmt: skip


def test_a_picture_of_before_says_what_it_said(picture: Picture) -> None:
    names = {"alt", "decorative", "credit", "licence", "width", "height", "colour", "renditions"}
    assert picture.says().keys() == names


def test_a_full_disk_leaves_nothing_behind(folders: Path) -> None:
    with full_disk(), pytest.raises(OSError, match="File too large"):
        Picture(title="Leaf").take(LARGE)
    assert list((folders / "originals").iterdir()) == []


def test_a_full_disk_spoils_no_picture_that_was_there(folders: Path) -> None:
    Picture(title="Leaf").take(LARGE)
    with full_disk(), pytest.raises(OSError, match="File too large"):
        Picture(title="The same leaf").take(LARGE)
    assert (folders / "originals" / LARGE.master.name).read_bytes() == LARGE.master.content


@pytest.mark.django_db
def test_a_picture_gets_a_key_of_its_own(folders: Path) -> None:
    for _ in range(2):
        picture = Picture(title="Leaf")
        picture.take(examine(file(plain(90, 45))))
        picture.save()
    assert len(set(Picture.objects.values_list("key", flat=True))) == 2
