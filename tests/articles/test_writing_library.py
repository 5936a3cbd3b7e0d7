"""The library: sources, pictures, people, topics and the settings of the site, as an editor keeps them."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from articles.models import Article, Person, Picture, Publication, Reference, Renewal, SiteSettings, SiteVersion, Topic

FIND = "/admin/articles/reference/find/"
SOURCE = {"key": "garcia2020", "type": "survey", "title": "Kratom use", "authors": "Garcia-Romeu A", "issued": "2020"}
SITE = "/admin/articles/sitesettings/1/change/"


@pytest.fixture
def files(settings, tmp_path):
    settings.MEDIA_ROOT, settings.ORIGINALS_ROOT = tmp_path / "media", tmp_path / "originals"


def upload(name: str = "leaf.png", kind: str = "PNG") -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (900, 600), "#113c68").save(content, kind)
    return SimpleUploadedFile(name, content.getvalue())


def confirm(client: Client, record: Reference) -> HttpResponse:
    """Press the button of the screen that shows what would change."""
    url = f"/admin/articles/{record.KIND}/{record.pk}/confirm/"
    asked = client.get(url).context
    return client.post(url, {"typed": asked["amendment"].pk, "seen": asked["seen"], "_confirm": "1"})


def settings_as_typed(**typed: object) -> dict[str, object]:
    current = SiteSettings.current()
    names = ("name", "publisher", "description", "disclaimer", "emergency", "unreviewed", "letter_title", "letter_text")
    names += ("consent", "sender_name", "sender_email", "postal_address")
    return {name: getattr(current, name) for name in names} | {"menu": "Articles | /articles/", "footer": ""} | typed


def test_a_source_is_found_by_author_title_and_year_together(at_desk, reference):
    found = at_desk.get(FIND, {"q": "clauw 2014 fibromyalgia"}).json()["results"]
    assert [(source["key"], source["short"]) for source in found] == [("clauw2014", "Clauw 2014")]
    assert at_desk.get(FIND, {"q": "clauw 1999"}).json()["results"] == []


def test_only_so_many_sources_are_answered(at_desk):
    Reference.objects.bulk_create(Reference(key=f"smith{n}", title="Same") for n in range(30))
    answer = at_desk.get(FIND, {"q": "same"}).json()
    assert (len(answer["results"]), answer["more"]) == (20, True)


@pytest.mark.parametrize("typed", ["%", "'; drop", "\\", "x " * 500, "☃"])
def test_odd_words_find_nothing_and_break_nothing(at_desk, reference, typed):
    assert at_desk.get(FIND, {"q": typed}).status_code == 200


def test_the_library_is_searched_by_staff_with_the_right_only(client, bystander):
    client.force_login(bystander)
    assert client.get(FIND).status_code == 403
    assert client.get("/admin/articles/picture/1/thumbnail/").status_code == 403


def test_a_source_renews_the_pages_that_cite_it(at_desk, published, reference, django_capture_on_commit_callbacks):
    fields = {"type": "article", "title": "A clinical review, corrected", "authors": "Clauw DJ", "issued": "2014"}
    at_desk.post(f"/admin/articles/reference/{reference.pk}/change/", fields)
    with django_capture_on_commit_callbacks(execute=True):
        confirm(at_desk, reference)
    assert "A clinical review, corrected" in Publication.objects.get(page=published).html


def test_a_save_that_changes_nothing_renews_nothing(at_desk, reference):
    names = ("type", "title", "authors", "issued", "container", "volume", "issue", "pages", "doi", "design")
    at_desk.post(
        f"/admin/articles/reference/{reference.pk}/change/", {name: getattr(reference, name) for name in names}
    )
    assert not Renewal.objects.exists()


def test_the_key_of_a_source_stays(at_desk, reference):
    at_desk.post(f"/admin/articles/reference/{reference.pk}/change/", {"key": "other", "type": "article", "title": "T"})
    reference.refresh_from_db()
    assert (reference.key, reference.title) == ("clauw2014", "T")


def test_two_sources_without_a_doi_are_no_clash(at_desk, reference):
    for key in ("garcia2020", "grundmann2017"):
        at_desk.post("/admin/articles/reference/add/", SOURCE | {"key": key, "type": "article"})
    assert Reference.objects.filter(doi=None).count() == 2


def test_a_doi_that_is_there_already_is_refused_with_a_sentence(at_desk, reference):
    typed = SOURCE | {"type": "article", "doi": "https://doi.org/10.1001/JAMA.2014.3266"}
    response = at_desk.post("/admin/articles/reference/add/", typed)
    assert b"holds a source with this DOI already" in response.content
    assert f'<a href="/admin/articles/reference/{reference.pk}/change/">clauw2014: ' in response.content.decode()


def test_a_record_says_which_live_pages_a_save_will_change(at_desk, published, reference):
    words = at_desk.get(f"/admin/articles/reference/{reference.pk}/change/").content
    assert b'<a href="/articles/sleep/">Kratom and sleep</a>' in words


def test_a_picture_is_taken_in_with_its_words(at_desk, editor, files):
    at_desk.post("/admin/articles/picture/add/", {"file": upload(), "title": "Leaf", "alt": "A leaf"})
    picture = Picture.objects.get()
    assert (picture.alt, picture.width, picture.uploaded_by) == ("A leaf", 900, editor)


def test_a_picture_without_a_title_is_called_after_its_file(at_desk, files):
    at_desk.post("/admin/articles/picture/add/", {"file": upload("red leaf.png")})
    assert Picture.objects.get().title == "red leaf"


def test_a_file_that_is_no_picture_is_refused_beside_the_field_and_the_words_stay(at_desk, files):
    foreign = SimpleUploadedFile("leaf.png", b"<svg onload=alert(1)>")
    response = at_desk.post("/admin/articles/picture/add/", {"file": foreign, "title": "Leaf", "alt": "A green leaf"})
    assert b"This is not a picture that can be used here" in response.content
    assert b"A green leaf" in response.content
    assert not Picture.objects.exists()


def test_the_words_of_a_picture_change_without_another_file(at_desk, picture):
    at_desk.post(f"/admin/articles/picture/{picture.pk}/change/", {"title": "Leaf", "alt": "Two leaves"})
    picture.refresh_from_db()
    assert (picture.alt, picture.width) == ("Two leaves", 480)


def test_a_picture_added_in_place_goes_back_to_the_field_that_asked(at_desk, files):
    typed = {"file": upload(), "title": "Leaf", "_popup": "1"}
    response = at_desk.post("/admin/articles/picture/add/", typed)
    assert b"popup_response" in response.content


def test_pictures_are_offered_by_what_was_typed(at_desk, picture):
    asked = {"term": "leaf", "app_label": "articles", "model_name": "picturefigure", "field_name": "picture"}
    answer = at_desk.get("/admin/autocomplete/", asked).json()
    assert [found["text"] for found in answer["results"]] == ["Leaf"]
    response = at_desk.get(f"/admin/articles/picture/{picture.pk}/thumbnail/")
    assert response["Location"] == f"/media/{picture.thumbnail}"


def test_the_address_of_a_person_stays(at_desk):
    at_desk.post("/admin/articles/person/add/", {"name": "First author", "key": "first-author"})
    person = Person.objects.get()
    at_desk.post(f"/admin/articles/person/{person.pk}/change/", {"name": "Somebody", "key": "somebody"})
    person.refresh_from_db()
    assert (person.key, person.name) == ("first-author", "Somebody")


def test_a_topic_that_changes_is_a_change_of_the_site(at_desk, topic):
    before = SiteVersion.objects.values_list("number", flat=True).first() or 0
    at_desk.post(
        f"/admin/articles/topic/{topic.pk}/change/", {"name": "Sleep", "slug": "sleep", "introduction": "New."}
    )
    assert Topic.objects.get().introduction == "New."
    assert SiteVersion.objects.get().number > before


def test_the_settings_are_one_record_and_their_list_leads_to_it(at_desk):
    assert at_desk.get("/admin/articles/sitesettings/").url == SITE
    assert at_desk.get(SITE).status_code == 200
    assert at_desk.get("/admin/articles/sitesettings/2/change/").status_code == 302
    assert at_desk.get("/admin/articles/sitesettings/add/").status_code == 403


def test_menu_and_footer_are_typed_as_lines(at_desk):
    lines = "About\nHow we work | /how-we-work/\n\nElsewhere\nThe register | https://example.org/"
    at_desk.post(SITE, settings_as_typed(menu="Articles | /articles/\n\nStrains | /strains/", footer=lines))
    site = SiteSettings.current()
    assert site.menu == [{"label": "Articles", "url": "/articles/"}, {"label": "Strains", "url": "/strains/"}]
    assert [group["heading"] for group in site.footer] == ["About", "Elsewhere"]
    assert lines.replace("\n", "&#10;") or lines in at_desk.get(SITE).content.decode()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Articles", "Line 2: write words, a bar and an address"),
        ("| /articles/", "Line 2: write words, a bar and an address"),
        ("Articles | articles", "Line 2: “articles” is no address"),
        ("Articles | //elsewhere.example", "Line 2: “//elsewhere.example” is no address"),
        ("Articles | javascript:alert(1)", "Line 2: “javascript:alert(1)” is no address"),
    ],
)
def test_a_line_that_leads_nowhere_is_named(at_desk, line, said):
    before = SiteSettings.current().menu
    response = at_desk.post(SITE, settings_as_typed(menu=f"Strains | /strains/\n{line}"))
    assert said in response.content.decode()
    assert SiteSettings.current().menu == before


def test_articles_are_pinned_by_searching_for_them(at_desk, article, strain):
    asked = {"term": "", "app_label": "articles", "model_name": "sitesettings", "field_name": "pinned"}
    answer = at_desk.get("/admin/autocomplete/", asked).json()
    assert [found["text"] for found in answer["results"]] == ["Kratom and sleep"]
    at_desk.post(SITE, settings_as_typed(pinned=[article.pk]))
    assert list(SiteSettings.current().pinned.all()) == [Article.objects.get().page_ptr]


def test_no_topic_is_deleted(at_desk, topic):
    assert at_desk.post(f"/admin/articles/topic/{topic.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize(
    "kind", ["article", "strainprofile", "standingpage", "reference", "picture", "person", "topic"]
)
def test_every_list_opens_and_can_be_searched(at_desk, article, strain, picture, kind, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        assert at_desk.get(f"/admin/articles/{kind}/").status_code == 200
    assert at_desk.get(f"/admin/articles/{kind}/?q=leaf").status_code == 200


def test_a_strain_of_ten_effects_opens_with_a_bounded_number_of_queries(
    at_desk, strain, reference, django_assert_max_num_queries
):
    for number in range(9):
        strain.effects.create(text=f"Effect {number}").references.add(reference)
    with django_assert_max_num_queries(37):
        response = at_desk.get(f"/admin/articles/strainprofile/{strain.pk}/change/")
    assert response.content.decode().count("clauw2014: ") == 10


def test_a_renamed_topic_is_called_so_on_every_live_page(at_desk, client, published, topic):
    words = {"name": "Rest", "slug": "rest", "introduction": ""}
    assert at_desk.post(f"/admin/articles/topic/{topic.pk}/change/", words).status_code == 302
    html = client.get("/articles/sleep/").text
    assert '<a href="/topics/rest/">Rest</a>' in html
    assert "/topics/sleep/" not in html
