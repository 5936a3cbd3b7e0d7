"""Many parts are one stylesheet, and only the one is published."""

from pathlib import Path

from django.contrib.staticfiles import finders


def test_the_parts_stand_in_the_stylesheet_in_the_order_of_their_names(settings):
    sheet = Path(finders.find("css/kratominfo.css")).read_text(encoding="utf-8")
    parts = sorted((settings.BASE_DIR / "kratominfo/static/css/src").glob("*.css"))
    places = [sheet.index(part.read_text(encoding="utf-8")) for part in parts]
    assert len(places) > 1
    assert places == sorted(places)


def test_the_parts_themselves_are_not_published():
    published = [path for finder in finders.get_finders() for path, _ in finder.list(None)]
    assert published.count("css/kratominfo.css") == 1
    assert not [path for path in published if path.startswith("css/src/")]
    assert finders.find("css/src/00-layers.css") is None
