"""A proxy that keeps pages learns of a new release of the site as it learns of a publish."""

from pathlib import Path

from kratominfo.door import watch
from kratominfo.door.layer import Door
from kratominfo.door.release import release


def version(door: Door) -> str:
    told: dict[str, str] = {}
    asked = {"REQUEST_METHOD": "GET", "PATH_INFO": "/-/version", "wsgi.url_scheme": "http"}
    door(asked, lambda status, headers: told.update(headers))
    return told["X-Site-Version"]


def test_the_version_names_the_release(db, monkeypatch):
    monkeypatch.setattr(watch, "close_old_connections", lambda: None)  # it would end the transaction of this test
    assert version(Door(lambda *_: [], release="abc")).endswith("-abc")


def test_the_same_files_and_settings_are_the_same_release():
    assert release() == release()


def test_other_words_on_every_page_are_another_release(settings):
    before = release()
    settings.SITE_URL = "https://elsewhere.example.org"
    assert release() != before


def test_so_is_a_changed_template(settings, tmp_path: Path):
    settings.BASE_DIR = tmp_path
    (tmp_path / "templates").mkdir()
    before = release()
    (tmp_path / "templates" / "base.html").write_text("<p>New.</p>")
    assert release() != before
