"""Many parts are one stylesheet, and only the one is published."""

import re
from pathlib import Path

from django.contrib.staticfiles import finders

from kratominfo.stylesheet import compact


def test_the_parts_stand_in_the_stylesheet_in_the_order_of_their_names(settings):
    sheet = Path(finders.find("css/kratominfo.css")).read_text(encoding="utf-8")
    parts = sorted((settings.BASE_DIR / "kratominfo/static/css/src").glob("*.css"))
    places = [sheet.index(compact(part.read_text(encoding="utf-8"))) for part in parts]
    assert len(places) > 1
    assert places == sorted(places)


def test_comments_and_idle_white_space_stay_at_home():
    source = """/* Why. */\n.a > .b,\n.c {\n  margin: calc(1px + 2px);\n  content: "a;  /b";\n}\n"""
    assert compact(source) == '.a > .b,.c{margin: calc(1px + 2px);content: "a;  /b"}'


def test_the_parts_themselves_are_not_published():
    published = [path for finder in finders.get_finders() for path, _ in finder.list(None)]
    assert published.count("css/kratominfo.css") == 1
    assert not [path for path in published if path.startswith("css/src/")]
    assert finders.find("css/src/00-layers.css") is None


def test_the_admin_has_the_very_colours_of_the_readers_pages(settings):
    tokens = settings.BASE_DIR / "kratominfo/static/css/src/01-tokens.css"
    published = Path(finders.find("css/tokens.css")).read_text(encoding="utf-8")
    assert published == compact(tokens.read_text(encoding="utf-8"))
    head = (settings.BASE_DIR / "templates/admin/base_site.html").read_text(encoding="utf-8")
    assert head.index("css/tokens.css") < head.index("articles/admin-brand.css")


def test_no_stylesheet_of_the_admin_writes_down_again_what_is_a_token(settings):
    tokens = (settings.BASE_DIR / "kratominfo/static/css/src/01-tokens.css").read_text(encoding="utf-8")
    pairs = re.findall(r": (light-dark\(#\w+, #\w+\));", tokens.partition("[data-theme")[0])
    sheets = [*(settings.BASE_DIR / "articles/static/articles").glob("*.css"), Path(finders.find("css/accounts.css"))]
    again = [(sheet.name, pair) for sheet in sheets for pair in pairs if pair in sheet.read_text(encoding="utf-8")]
    assert again == []
