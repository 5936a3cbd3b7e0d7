"""Lists of references from elsewhere are read into fields of ours, each entry with its line. Where the files come from:
tests/articles/elsewhere/SOURCES.md."""

from __future__ import annotations

from pathlib import Path

import pytest

from articles.importing import dates, names
from articles.importing.entry import Entry, plain, spelt_out
from articles.importing.reading import MOST_BYTES, Unreadable, decoded, read

FILES = Path(__file__).parent / "elsewhere"


def entries(text: str) -> list[Entry]:
    return read(text).entries


def file(name: str) -> list[Entry]:
    return entries(decoded((FILES / name).read_bytes()))


def only(text: str) -> dict[str, str]:
    (entry,) = entries(text)
    assert entry.problem == ""
    return entry.fields


def bibtex(**fields: str) -> dict[str, str]:
    return only("@article{k, title={T}," + ",".join(f"{name}={{{said}}}" for name, said in fields.items()) + "}")


def ris(*lines: str) -> dict[str, str]:
    return only("\n".join(["TY  - JOUR", "TI  - T", *lines, "ER  - "]))


def csl(item: str) -> dict[str, str]:
    return only('[{"title": "T", ' + item + "}]")


def test_a_record_of_pubmed_is_read():
    (entry,) = file("pubmed.txt")
    assert entry.line == 2
    assert entry.fields == {
        "type": "article",
        "title": "The Bio* toolkits--a brief overview",
        "authors": "Mangalam H",
        "container": "Brief Bioinform",
        "issued": "2002-09",
        "volume": "3",
        "issue": "3",
        "pages": "296-302",
        "pmid": "12230038",
    }


def test_an_nbib_file_is_read_with_its_numbers_and_whole_ranges_of_pages():
    first, second = file("pmc.nbib")
    assert (first.line, second.line) == (2, 33)
    numbers = [second.fields[name] for name in ("doi", "pmid", "pmcid", "pages", "issued")]
    assert numbers == ["10.1037/a0037830", "25150679", "PMC4211933", "1534-1555", "2014-11"]
    assert first.fields["title"].endswith("regenerated facial nerves in rodents")


def test_what_crossref_says_is_read_without_the_editor_and_publisher_of_a_paper():
    (entry,) = file("crossref.json")
    assert entry.fields == {
        "type": "article",
        "title": "Methylphenidate Exposure Induces Dopamine Neuron Loss and Activation of Microglia "
        "in the Basal Ganglia of Mice",
        "authors": "Sadasivan S\nPond BB\nPani AK\nQu C\nJiao Y\nSmeyne RJ",
        "container": "PLoS ONE",
        "issued": "2012-03-21",
        "volume": "7",
        "issue": "3",
        "pages": "e33693",
        "doi": "10.1371/journal.pone.0033693",
    }


def test_a_subtitle_that_stands_apart_is_put_to_the_title():
    (entry,) = file("crossref-csl.json")
    assert entry.fields["title"].startswith("The Structure of Ordinary Water: New data and interpretations")


def test_an_export_of_endnote_is_read_though_its_lines_go_on():
    (entry,) = file("endnote.ris")
    said = entry.fields
    assert said["authors"] == "Smith AN\nDoe J\nEnd NO\nRef ER"
    assert (said["doi"], said["pages"], said["issue"]) == ("10.1234/endnote.joke.2024", "1-2", "42")


def test_what_a_provider_writes_between_records_is_passed_over():
    assert [(entry.line, entry.fields["issued"]) for entry in file("provider.ris")] == [(5, "2014"), (32, "2006")]


def test_a_bibtex_file_is_read_whatever_the_case_of_its_words():
    book, other, article, _ = file("books.bib")
    assert [each.line for each in (book, other, article)] == [1, 9, 16]
    assert book.fields["authors"] == "Bird RB\nArmstrong RC\nHassager O"
    assert (book.fields["type"], book.fields["publisher"], book.fields["edition"]) == ("book", "Wiley Edition", "2")
    assert (article.fields["pages"], article.fields["doi"]) == ("29-41", "10.1039/tf9383400029")


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"Pain & sleep", "Pain & sleep"),
        (r"Pain \& sleep", "Pain & sleep"),
        (r"M{\"u}ller \'{e}t al. & 50% of \alpha-pinene", "Müller ét al. & 50% of α-pinene"),
        (r"{The {FDA}} \emph{and} kratom", "The FDA and kratom"),
        (r"Costs $5 & more", "Costs $5 & more"),
        (r"$\mu$-opioid receptors", "μ-opioid receptors"),
        (r"\v{S}koda, Stra{\ss}e, \O re, \c{c}a, \~n", "Škoda, Straße, Øre, ça, ñ"),
        (r"a~b -- c", "a b – c"),
        (r"An unknown \foo{command}", "An unknown command"),
        (r"\begin{itemize} on", "on"),
    ],
)
def test_latex_becomes_text_and_loses_no_sign(latex, text):
    assert bibtex(journal=latex)["container"] == text


@pytest.mark.parametrize(
    ("written", "ours"),
    [
        ("Clauw, Daniel J.", "Clauw DJ"),
        ("Daniel J. Clauw", "Clauw DJ"),
        (r"M{\"u}ller, Christian P.", "Müller CP"),
        ("van der Berg, Jan-Peter", "van der Berg JP"),
        ("Smith, Jr., John A.", "Smith JA Jr"),
        ("{US Food and Drug Administration}", "{US Food and Drug Administration}"),
        ("Barnes and {R\\&D Group} and others", "Barnes\n{R&D Group}"),
        ("Clauw, D J AND Clauw, D J", "Clauw DJ"),
    ],
)
def test_names_of_bibtex_become_ours(written, ours):
    assert bibtex(author=written)["authors"] == ours


@pytest.mark.parametrize(
    ("written", "ours"),
    [
        ("Marx, Karl", "Marx K"),
        ("Smith, John A., Jr.", "Smith JA Jr"),
        ("Clauw DJ", "Clauw DJ"),
        ("World Health Organization", "{World Health Organization}"),
        ("O’Connor, Rebecca E", "O’Connor RE"),
        ("Müller,C.P.", "Müller CP"),
    ],
)
def test_names_of_ris_become_ours(written, ours):
    assert ris(f"AU  - {written}")["authors"] == ours


def test_names_of_csl_become_ours():
    one = '{"family": "Berg", "given": "Ján", "non-dropping-particle": "van den", "suffix": "Jr."}'
    assert csl(f'"author": [{one}, {{"literal": "WHO"}}]')["authors"] == "van den Berg J Jr\n{WHO}"


def test_strings_and_sums_of_bibtex_are_put_together():
    text = '@string{j = "JAMA"}\n@article{k, title = "A" # { and } # "B", journal = j, month = oct, year = 2014}'
    assert [only(text)[name] for name in ("title", "container", "issued")] == ["A and B", "JAMA", "2014-10"]


def test_an_address_keeps_its_signs():
    said = bibtex(url=r"https://example.org/a\_b?c=1\&d=%20~e", doi=r"10.1000/a\_b")
    assert (said["url"], said["doi"]) == ("https://example.org/a_b?c=1&d=%20~e", "10.1000/a_b")


def test_two_entries_with_one_key_are_two():
    assert [e.fields["title"] for e in entries("@book{a, title={One}}\n@book{a, title={Two}}")] == ["One", "Two"]


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("@article{a, title={One}}\n\n@article{b,\n title={Two}, title={Three}}", 3, "more than once"),
        ("@article{a, Title={One}, title={Two}}", 1, "more than once"),
        ("\n@article{a, title={One}\n@article{b, title={Two}}", 2, "no end"),
        ("@article{a, author={Clauw, D}}", 1, "no title"),
        ("@article{a, title={" + "{" * 40 + "x" + "}" * 40 + "}}", 1, "within braces"),
        ("TY  - JOUR\nTI  - One\n\nTY  - JOUR\nTI  - Two\nER  - ", 1, "no end"),
        ("TY  - JOUR\nTI  - One\n", 1, "no end"),
        ("TY  - JOUR\nTI  - One\nER  - \n\nAU  - Two\nER  - ", 5, "no beginning"),
        ("TY  - JOUR\nAU  - One\nER  - ", 1, "no title"),
        ('[{"title": "One"},\n{"title": Two}]', 2, "no JSON"),
        ('[{"title": "One"},\n 5]', 2, "no source"),
        ('[{"title": "One"}', 1, "no JSON"),
        ("[" * 100_000, 1, "too often"),
        ("[" + "1" * 5000 + "]", 1, "too long"),
        ("PMID- 1\nTI  - One\n\nsome words\n", 4, "no record"),
    ],
)
def test_what_is_broken_is_told_with_its_line(text, line, word):
    broken = [entry for entry in entries(text) if entry.problem]
    assert [entry.line for entry in broken] == [line]
    assert word in broken[0].problem


def test_what_stands_before_and_after_a_broken_entry_is_kept():
    text = "@book{a, title={One}}\n@book{b, title={Two}\n@book{c, title={Three}}"
    assert [entry.fields.get("title", "broken") for entry in entries(text)] == ["One", "broken", "Three"]


def test_a_number_that_is_none_is_left_out_and_told():
    (entry,) = entries("@book{a, title={One}, doi={see there}, isbn={0-306-40615-3}, url={javascript:alert(1)}}")
    assert entry.fields == {"type": "book", "title": "One"}
    assert [note.split(" was")[0] for note in entry.notes] == ["The DOI", "The ISBN", "The address"]


def test_markup_and_what_nobody_sees_is_taken_out_of_titles():
    assert (
        plain("<i>Mitragyna</i>\u00ad <jats:sub>2</jats:sub> &amp; p<b, c>d\x00\u202e!") == "Mitragyna 2 & p<b, c>d !"
    )


@pytest.mark.parametrize(
    ("said", "ours"),
    [("2014-10-08", "2014-10-08"), ("2014/10//", "2014-10"), ("2006 Mar 1", "2006-03-01"), ("2014 Nov-Dec", "2014-11")]
    + [("2014 Spring", "2014"), ("n.d.", ""), ("2014-13-01", "2014"), ("2014-02-31", "2014-02"), ("c2005", "2005")],
)
def test_days_become_ours(said, ours):
    assert dates.worded(said) == ours


@pytest.mark.parametrize(
    ("said", "ours"),
    [("616-7", "616-617"), ("S12-5", "S12-S15"), ("S12-S5", "S12-S15"), ("e33693", "e33693"), ("9-3", "9-3")],
)
def test_what_a_range_of_pages_leaves_out_is_put_back(said, ours):
    assert spelt_out(said) == ours


def test_of_a_journal_the_short_title_is_taken():
    assert ris("T2  - Journal of Addiction Medicine", "J2  - J Addict Med")["container"] == "J Addict Med"
    assert csl('"type": "article-journal", "container-title": "Long", "container-title-short": "L"')["container"] == "L"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "Nothing stands in it"),
        (" \n\x00", "Nothing stands in it"),
        ("Clauw DJ. Fibromyalgia. JAMA. 2014.", "neither"),
        ("FN Clarivate\nPT J\nTI One\nER", "neither"),
        ("x" * (MOST_BYTES + 1), "longer than 1 MB"),
        ("[" + "1," * 2001 + "1]", "more than 2,000"),
        ("@a{,\n}\n" * 4001, "at once"),
        ("@comment{nothing}", "no reference in it"),
        ("[]", "no reference in it"),
    ],
)
def test_what_cannot_be_read_at_all_says_why(text, word):
    with pytest.raises(Unreadable, match=word):
        read(text)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_file_is_read_in_any_usual_encoding(encoding):
    assert only(decoded("@book{a, title={Müller’s}}".encode(encoding)))["title"] == "Müller’s"


def test_a_file_that_is_neither_is_refused_or_read_but_never_raises():
    with pytest.raises(Unreadable, match="UTF-16"):
        decoded(b"\xff\xfe\x00")
    with pytest.raises(Unreadable, match="larger than 1 MB"):
        decoded(b"x" * (MOST_BYTES + 1))
    assert decoded(b"\x81\x8d\x00")


def test_line_ends_of_all_systems_count_alike():
    for end in ("\n", "\r\n", "\r"):
        assert [e.line for e in entries(f"@book{{a, title={{A}}}}{end}{end}@book{{b, title={{B}}}}")] == [1, 3]


def test_initials_are_made_of_names():
    assert [names.initials(given) for given in ("Jean-Paul", "Brooks B.", "DJ", "R.B.", "", "MARIA", "-")] == [
        *("JP", "BB", "DJ", "RB", "", "M", "")
    ]
