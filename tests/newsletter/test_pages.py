"""The pages of the newsletter: each says where one stands, keeps what was typed and has a way on."""

from __future__ import annotations

import re

import pytest

from newsletter.models import Ask
from newsletter.tokens import confirm_token, leave_token
from tests.newsletter.conftest import OURS, join


@pytest.fixture
def pages(client, site, asking, active) -> dict[str, str]:
    """All of them, by name."""
    asking("asked@example.org")
    ask = Ask.objects.get(subscriber__key="asked@example.org")
    confirm = f"/newsletter/confirm/{confirm_token(ask.handle)}/"
    leave = f"/newsletter/leave/{leave_token(active.handle)}/"
    address = {"email": "reader@example.org"}
    return {
        "subscribe": client.get("/newsletter/").text,
        "mend": client.post("/newsletter/", {"email": "reader@example"}, headers=OURS).text,
        "asked": client.post("/newsletter/", address, headers=OURS).text,
        "press": client.post("/newsletter/", address).text,
        "refused": client.post("/newsletter/", address, headers={"Sec-Fetch-Site": "cross-site"}).text,
        "confirm": client.get(confirm).text,
        "confirmed": client.post(confirm).text,
        "leave": client.get(leave).text,
        "left": client.post(leave).text,
        "dead": client.get("/newsletter/confirm/nonsense/").text,
    }


def test_each_has_one_heading_a_title_of_its_own_and_a_way_on(pages):
    titles = {name: re.search(r"<title>(.*?)</title>", page)[1] for name, page in pages.items()}
    assert len(set(titles.values())) == len(pages)
    for name, page in pages.items():
        assert page.count("<h1") == 1, name
        assert 15 <= len(titles[name]) <= 65, titles[name]
        main = page.split("<main")[1].split("</main>")[0]
        assert "<button" in main or "<a " in main, name


def test_only_the_first_is_found_by_search_engines(pages):
    assert {name for name, page in pages.items() if "noindex" not in page} == {"subscribe", "mend"}


def test_no_page_holds_a_second_box_to_subscribe(pages):
    assert {name for name, page in pages.items() if 'class="letter deep"' in page} == set()


def test_a_wrong_address_is_explained_beside_its_field_and_kept(pages):
    form = pages["mend"].split("<main")[1]
    field = re.search(r'<input id="join-email"[^>]*>', form)[0]
    assert 'value="reader@example"' in field
    assert 'aria-invalid="true" aria-describedby="join-error join-consent" autofocus' in field
    assert form.index('id="join-error">This address lacks its ending') < form.index(field)
    assert pages["mend"].index("<title>Mend the address") > 0


def test_nothing_typed_is_explained_too(client, site):
    assert 'id="join-error">Please type your e-mail address.' in join(client, "").text


def test_a_refused_address_is_kept_for_another_try(pages):
    assert 'value="reader@example.org"' in pages["refused"]


def test_the_way_the_address_is_kept_is_told_where_the_site_tells_it(client, site):
    assert "How we keep your address" not in client.get("/newsletter/").text
    site.footer = [{"heading": "About", "links": [{"label": "Privacy", "url": "/privacy/"}]}]
    site.save()
    page = client.get("/newsletter/").text
    form = page.partition('class="lone"')[2].partition("</form>")[0]
    assert '<a href="/privacy/">How we keep your address</a>' in form
