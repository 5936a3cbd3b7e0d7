"""What a strain profile says: each row with its basis, its day and its source, from old revisions too."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from lxml.html import fragment_fromstring

from articles.comparison import compare
from articles.gate import findings
from articles.merging import Merging, marks
from articles.models.fact import AlkaloidMeasurement
from articles.names import several
from articles.rendering import render
from articles.snapshot import Snapshot
from tests.articles.facts import AMOUNT, EFFECT, MEASURED, SOURCE, strain
from tests.articles.test_freezing import HOSTILE

NEW = {"direction": "", "as_of": ""}


def found(snapshot: Snapshot) -> set[tuple[str, str, bool]]:
    return {(finding.rule, finding.place, finding.is_stop) for finding in findings(snapshot)}


def cells(snapshot: Snapshot) -> list[list[str]]:
    """The words of each row of its tables."""
    root = fragment_fromstring(render(snapshot).html, create_parent="div")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in root.iterfind(".//tbody/tr")]


def test_a_whole_profile_passes_the_gate():
    assert findings(strain()) == []


@pytest.mark.parametrize(
    ("says", "expected"),
    [
        ({"effects": [EFFECT | {"basis": ""}]}, ("basis", "effect-1", True)),
        ({"effects": [EFFECT, EFFECT | {"direction": ""}]}, ("direction", "effect-2", False)),
        ({"amounts": [AMOUNT | {"references": []}]}, ("amount source", "amount-1", True)),
        ({"amounts": [AMOUNT, AMOUNT | {"basis": ""}]}, ("basis", "amount-2", True)),
        ({"amounts": [AMOUNT | {"text": " "}]}, ("amount", "amount-1", True)),
        ({"amounts": [AMOUNT | {"references": ["gone"]}]}, ("citation", "amount-1", True)),
        ({"amounts": [AMOUNT | {"text": "Cures pain within minutes"}]}, ("promise", "amount-1", False)),
        ({"alkaloids": [MEASURED | {"value": ""}]}, ("measurement", "alkaloid-1", True)),
        ({"alkaloids": [MEASURED | {"value": "3.9-62.1"}]}, ("measurement", "alkaloid-1", True)),
        ({"alkaloids": [MEASURED | {"unit": ""}]}, ("measurement", "alkaloid-1", True)),
        ({"alkaloids": [MEASURED | {"method": ""}]}, ("measurement", "alkaloid-1", False)),
        ({"alkaloids": [MEASURED | {"laboratory": "", "references": []}]}, ("measurement source", "alkaloid-1", True)),
        ({"type": "vein", "vein": "strain:other"}, ("vein", "vein", True)),
        ({"processing": "TODO"}, ("placeholder", "processing", True)),
    ],
)
def test_what_a_row_lacks_is_found_at_its_place(says, expected):
    assert found(strain(**says)) == {expected}


def test_a_use_may_have_no_direction():
    assert findings(strain(effects=[EFFECT | {"aspect": "use", "direction": ""}])) == []


@pytest.mark.parametrize(("kind", "is_fine"), [("vein", True), ("named", False)])
def test_a_named_strain_belongs_to_a_vein_type(kind, is_fine):
    vein = {"path": "strains/red-vein", "title": "Red vein", "type": kind, "colour": "red", "effects": []}
    named = strain(vein="strain:red")
    named = replace(named, records={**named.records, "strain:red": vein})
    assert (findings(named) == []) is is_fine


def test_every_line_has_its_basis_in_words_and_its_day_and_source():
    assert cells(strain()) == [
        ["Calm", "Reported to increase", "Survey", "[1] as of 1 March 2026"],
        ["Mitragynine", "12.50 mg/g", "Laboratory", "Mean by HPLC; 8 samples; July 2020", "A lab [1]"],
        ["Within minutes", "Onset", "User reports", "[1]"],
    ]


def test_figures_of_two_sources_stay_two_rows():
    rows = [AMOUNT | {"text": "1 to 3 g"}, AMOUNT | {"text": "2 to 4 g"}]
    said = strain(effects=[], alkaloids=[MEASURED, MEASURED | {"value": "3.9"}], amounts=rows)
    assert [row[0] for row in cells(said)] == ["Mitragynine", "Mitragynine", "1 to 3 g", "2 to 4 g"]


def test_advice_stands_before_amounts_and_cautions_before_all():
    html = render(strain(cautions="<p>With care.</p>")).html
    places = [html.index(words) for words in ("With care.", "Calm", "Talk to a doctor or pharmacist", "Within minutes")]
    assert places == sorted(places)
    assert "Talk to a doctor" not in render(strain(amounts=[])).html


def test_a_profile_of_hearsay_alone_says_so():
    hearsay = {"effects": [EFFECT | {"basis": "vendor"}], "alkaloids": []}
    assert "no study stands behind it" in render(strain(**hearsay)).html
    assert "only the alkaloids were measured" in render(strain(**hearsay | {"alkaloids": [MEASURED]})).html
    assert "no study" not in render(strain(**hearsay | {"amounts": [AMOUNT | {"basis": "survey"}]})).html


def test_lists_find_a_strain_by_its_effects_and_by_what_was_measured():
    rows = [(fact["aspect"], fact["text"], fact["direction"], fact["basis"]) for fact in render(strain()).facts]
    assert rows == [("effect", "Calm", "increase", "survey"), ("alkaloid", "Mitragynine", "", "laboratory")]


def test_other_names_are_found_and_told_to_machines():
    drawn = render(strain(other_names="Ketum; biak ; Ketum"))
    assert "Ketum" in drawn.text
    (term,) = (node for node in drawn.jsonld["@graph"] if node["@type"] == "DefinedTerm")
    assert term["alternateName"] == several("Ketum; biak ; Ketum") == ["Ketum", "biak"]


def test_no_script_runs_in_any_row():
    effect, amount = (row | {"text": HOSTILE} for row in (EFFECT, AMOUNT))
    texts = ("compound", "value", "unit", "method", "laboratory", "date")
    names = dict.fromkeys(("other_names", "origin", "processing"), HOSTILE)
    measured = MEASURED | dict.fromkeys(texts, HOSTILE)
    root = fragment_fromstring(
        render(strain(effects=[effect], alkaloids=[measured], amounts=[amount], **names)).html, create_parent="div"
    )
    assert not list(root.iter("script", "img"))
    assert root.text_content().count("alert(1)") == 2 + len(texts) + len(names)


def in_format_1(snapshot: Snapshot) -> dict:
    """As it was frozen before there were directions, measurements and amounts."""
    content = snapshot.to_json() | {"format": 1}
    effects = [
        {name: row[name] for name in ("aspect", "text", "basis", "references")} for row in snapshot.says["effects"]
    ]
    kept = {name: said for name, said in snapshot.says.items() if name not in ("alkaloids", "amounts")}
    return content | {"says": kept | {"effects": effects}}


def test_an_old_snapshot_is_raised_and_what_is_stored_stays():
    stored = in_format_1(strain())
    before = repr(stored)
    raised = Snapshot.from_json(stored)
    assert raised == strain(effects=[EFFECT | NEW], alkaloids=[], amounts=[])
    assert repr(stored) == before
    assert raised.to_json()["format"] == 2


def test_an_old_snapshot_is_drawn_compared_and_merged():
    old = Snapshot.from_json(in_format_1(strain()))
    assert cells(old) == [["Calm", "Survey", "[1]"]]
    told = [change.what for change in compare(old, strain()).changes]
    assert told == ["Reported effects and uses", "Measured alkaloids", "Amounts, onset and duration"]
    assert Merging(old, strain(), marks(old)).merged == strain()


def test_a_strain_in_a_table_may_be_of_an_older_kind():
    old = {"path": "strains/red", "title": "Red", "type": "vein", "colour": "red"}
    old |= {"effects": [{"aspect": "use", "text": "Pain", "basis": "user", "references": ["clauw2014"]}]}
    named = replace(strain(), records={"reference:clauw2014": SOURCE, "strain:red": old})
    assert "reference:clauw2014" in named.embedded


def test_a_changed_row_is_told_word_by_word():
    after = strain(alkaloids=[MEASURED | {"value": "12.5"}], amounts=[AMOUNT | {"what": "duration", "basis": "survey"}])
    measured, amounts = compare(strain(), after).changes
    assert (measured.before, measured.after) == (
        "Mitragynine: 12.50 mg/g, Mean by HPLC, A lab, n = 8, July 2020 [clauw2014]",
        "Mitragynine: 12.5 mg/g, Mean by HPLC, A lab, n = 8, July 2020 [clauw2014]",
    )
    words = [(piece.kind, piece.text) for piece in amounts.pieces if piece.kind != "same"]
    assert words == [("removed", "Onset"), ("added", "Duration"), ("removed", "User reports"), ("added", "Survey")]


def test_what_two_people_wrote_in_different_rows_is_kept():
    theirs, mine = strain(alkaloids=[MEASURED, MEASURED]), strain(amounts=[])
    merged = Merging(theirs, mine, marks(strain())).merged
    assert (len(merged.says["alkaloids"]), merged.says["amounts"]) == (2, [])
    assert merged.shows == ("reference:clauw2014",)


@pytest.mark.parametrize("value", ["0", "12.50", "270", "0.001", "999999999.999999999"])
def test_a_value_is_kept_as_it_is_written(value):
    AlkaloidMeasurement._meta.get_field("value").run_validators(value)


@pytest.mark.parametrize("value", ["1,5", "3.9-62.1", "-1", "1e9", "٣", "1.", ".5", "1\n", "9" * 20, "NaN"])
def test_what_is_no_number_is_refused_in_words(value):
    with pytest.raises(ValidationError, match="Write one number|at most"):
        AlkaloidMeasurement._meta.get_field("value").run_validators(value)


@pytest.mark.parametrize("day", ["2020-13", "2020-02-30", "20", "yesterday", "٢٠٢٠", "0000"])
def test_what_is_no_day_is_refused_in_words(day):
    with pytest.raises(ValidationError, match="as exactly as it is known"):
        AlkaloidMeasurement._meta.get_field("date").run_validators(day)
