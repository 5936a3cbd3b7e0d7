"""The rows of a strain profile from the writing screen to readers and back, on the database."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import NotReady, PublishedFact, Reference, Revision, StrainProfile
from articles.snapshot import digest
from tests.articles.screen import Screen, Settling
from tests.articles.test_strain_facts import in_format_1

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(strain, reference) -> StrainProfile:
    """A draft with one row of each kind that lacks nothing."""
    facts = {"compound": "Mitragynine", "value": "12.50", "unit": "mg/g", "method": "HPLC", "date": "2020-07", "n": 8}
    strain.alkaloids.create(reference=reference, **facts)
    strain.amounts.create(what="onset", text="Within minutes", basis="user", reference=reference, as_of="2026-03-01")
    return again(strain)


def again(page) -> StrainProfile:
    return StrainProfile.objects.get(pk=page.pk)


def test_publishing_without_a_basis_is_refused_and_readers_see_nothing(client, full, editor):
    full.amounts.update(basis="")
    with pytest.raises(NotReady, match="no basis"):
        full.publish(by=editor, override="I want it live.")
    assert client.get("/strains/red-vein/").status_code == 404


@pytest.mark.slow
def test_what_the_gate_finds_leads_to_the_row(at_desk, full):
    full.amounts.update(reference=None)
    screen = Screen(at_desk, full)
    html = at_desk.get(screen.address("publish")).text
    assert f"{screen.address('change')}#amount-1" in html
    assert "Amount, onset or duration 1" in html


def test_the_rows_come_back_as_they_were(full):
    before = full.snapshot()
    for rows in full.facts().values():
        rows.delete()
    assert again(full).bring_back(before) == []
    assert again(full).snapshot() == before


@pytest.mark.slow
def test_what_rests_on_a_reference_that_is_gone_comes_back_without_it(full):
    before = full.snapshot()
    for rows in full.facts().values():
        rows.delete()
    Reference.objects.all().delete()
    again(full).bring_back(before)
    assert [row["references"] for row in again(full).snapshot().says["alkaloids"]] == [[]]


@pytest.mark.slow
def test_a_revision_of_the_first_format_is_read_compared_and_brought_back(at_desk, client, full, editor):
    full.publish(by=editor, note="First.")
    revision = Revision.objects.get()
    content = in_format_1(revision.snapshot)
    Revision.objects.update(content=content, sha256=digest(content, revision.html))
    old = Revision.objects.get()
    assert old.is_intact()
    for screen in ("preview", "history"):
        assert at_desk.get(Screen(at_desk, full).address(screen)).status_code == 200
    assert client.get(f"/strains/red-vein/at/{old.pin}/").status_code == 200
    page = again(full)
    page.show_again(old, by=editor, note="As it was.")
    assert "Within minutes" not in client.get("/strains/red-vein/").text
    page.bring_back(old.snapshot)
    assert not again(full).amounts.exists()
    assert Revision.objects.get(pk=old.pk).content == content


@pytest.mark.slow
def test_a_writer_saves_rows_of_their_own_page(person, strain, reference):
    """Without rights on the rows themselves: who may change the page may change what it says."""
    writer = person("anna", "Writer")
    StrainProfile.objects.update(created_by=writer)
    client = Client()
    client.force_login(writer)
    screen = Screen(client, strain)
    screen.add("alkaloids", compound="Paynantheine", value="2.30", unit="mg/g", reference=reference.pk)
    screen.add("amounts", what="duration", text="Hours", basis="survey", as_of="2026-03-01")
    assert screen.save().status_code == 302
    said = again(strain).snapshot().says
    assert (said["alkaloids"][0]["value"], said["alkaloids"][0]["references"]) == ("2.30", ["clauw2014"])
    assert (said["amounts"][0]["as_of"], said["amounts"][0]["references"]) == ("2026-03-01", [])


@pytest.mark.slow
def test_an_unfinished_row_is_saved_and_a_wrong_one_is_shown_again(at_desk, strain):
    screen = Screen(at_desk, strain).add("alkaloids", method="Nobody knows yet")
    assert screen.save().status_code == 302
    wrong = Screen(at_desk, strain).add("alkaloids", value="about 12", n="9" * 5000, date="2020-02-30", method="HPLC\0")
    html = wrong.save().text
    for words in ("Write one number with a point", "as exactly as it is known", "about 12", "HPLC"):
        assert words in html
    assert strain.alkaloids.count() == 1


@pytest.mark.slow
def test_rows_that_two_people_wrote_at_the_same_time_are_both_kept(at_desk, person, full, reference):
    colleague = Client()
    colleague.force_login(person("colleague", "Editor"))
    theirs, mine = Screen(colleague, full), Screen(at_desk, full)
    theirs.add("amounts", what="duration", text="Hours", basis="survey", reference=reference.pk).save()
    response = mine.add("alkaloids", compound="Speciogynine", value="1.0", unit="mg/g", reference=reference.pk).save()
    assert response.status_code == 409
    assert Settling(mine, response).press().status_code == 302
    said = again(full).snapshot().says
    assert [row["text"] for row in said["amounts"]] == ["Within minutes", "Hours"]
    assert [row["compound"] for row in said["alkaloids"]] == ["Mitragynine", "Speciogynine"]


@pytest.mark.slow
def test_keeping_mine_does_not_take_out_rows_that_i_never_saw(at_desk, person, full):
    colleague = Client()
    colleague.force_login(person("colleague", "Editor"))
    theirs, mine = Screen(colleague, full), Screen(at_desk, full).type(title="Mine")
    theirs.type(**{"alkaloids-0-DELETE": "on", "title": "Theirs"}).save()
    shown = Settling(mine, mine.save())
    assert shown.sides["Measured alkaloids"] == "theirs"
    shown.press()
    assert (again(full).title, again(full).alkaloids.count(), again(full).amounts.count()) == ("Mine", 0, 1)


@pytest.mark.slow
def test_a_vein_that_cannot_be_is_refused_in_words(at_desk, strain):
    named = [StrainProfile.objects.create(title=title, slug=title.lower()) for title in ("Other", "Mine")]
    screen = Screen(at_desk, named[1])
    assert "is no vein type" in screen.type(vein=str(named[0].pk)).save().text
    assert "A vein type belongs to no other" in screen.type(vein=str(strain.pk), type="vein").save().text
    assert screen.type(vein=str(strain.pk), type="named").save().status_code == 302


@pytest.mark.slow
def test_a_vein_type_with_named_strains_stays_one(at_desk, strain):
    StrainProfile.objects.create(title="Red Bali", slug="red-bali", vein=strain)
    assert "Named strains belong to this vein type" in Screen(at_desk, strain).type(type="named").save().text


def test_what_lists_filter_by_stands_beside_the_publication(full, editor):
    full.publish(by=editor, note="First.")
    rows = set(PublishedFact.objects.values_list("aspect", "text", "direction", "basis"))
    assert rows == {("effect", "Calm", "increase", "survey"), ("alkaloid", "Mitragynine", "", "laboratory")}


@pytest.mark.slow
def test_many_rows_ask_no_more_of_the_database(at_desk, client, full, reference, editor, django_assert_max_num_queries):
    for number in range(30):
        full.alkaloids.create(
            compound=f"Compound {number}", value="1", unit="mg/g", laboratory="A", reference=reference
        )
        full.amounts.create(text=f"{number} g", basis="survey", reference=reference)
    with django_assert_max_num_queries(37):
        assert "Compound 29" in at_desk.get(f"/admin/articles/strainprofile/{full.pk}/change/").text
    full.publish(by=editor, override="Of no matter here.")
    with django_assert_max_num_queries(4):
        assert client.get("/strains/red-vein/").status_code == 200
    with django_assert_max_num_queries(3):
        assert client.get("/strains/red-vein/sheet/").status_code == 200


@pytest.mark.slow
def test_the_sheet_goes_where_its_page_goes(client, full, editor):
    assert client.get("/strains/red-vein/sheet/").status_code == 404
    full.publish(by=editor, note="First.")
    assert 'content="noindex"' in client.get("/strains/red-vein/sheet/").text
    page = again(full)
    page.slug = "red"
    page.save()
    page.publish(by=editor, note="Moved.")
    assert client.get("/strains/red-vein/sheet/").headers["Location"] == reverse("sheet", args=["strains/red"])
    again(full).withdraw(by=editor, why="Wrong.")
    assert client.get("/strains/red/sheet/").status_code == 410


@pytest.mark.slow
def test_no_script_in_a_row_runs_on_any_screen_of_an_editor(at_desk, full, editor):
    full.publish(by=editor, note="First.")
    hostile = "</script><script>alert(1)</script>"
    full.alkaloids.update(compound=hostile, method=hostile, laboratory=hostile, unit=hostile[:30])
    full.amounts.update(text=hostile)
    full.effects.update(text=hostile)
    StrainProfile.objects.update(other_names=hostile)
    for screen in ("change", "preview", "publish", "compare", "history", "withdraw"):
        html = at_desk.get(Screen(at_desk, full).address(screen), follow=True).text
        assert "<script>alert" not in html, screen
    assert "&lt;script&gt;alert(1)" in at_desk.get(Screen(at_desk, full).address("compare"), follow=True).text
