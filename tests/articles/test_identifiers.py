"""Identifiers are checked and kept in one form, however a person pasted them."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from articles import identifiers

ALL = (identifiers.doi, identifiers.pmid, identifiers.pmcid, identifiers.isbn)
DIGITS = st.text("0123456789", min_size=9, max_size=9)


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("10.1001/jama.2014.3266", "10.1001/jama.2014.3266"),
        (" https://doi.org/10.1001/JAMA.2014.3266 ", "10.1001/jama.2014.3266"),
        ("http://dx.doi.org/10.1001/jama.2014.3266.", "10.1001/jama.2014.3266"),
        ("doi: 10.1001/jama.2014.3266,", "10.1001/jama.2014.3266"),
        ("(doi:10.1001/jama.2014.3266)"[1:], "10.1001/jama.2014.3266"),
        ("10.1016/S0140-6736(05)67889-5", "10.1016/s0140-6736(05)67889-5"),
        ("https://doi.org/10.1002/(SICI)1-2:1%3C1::AID-A1%3E3.0.CO;2-1", "10.1002/(sici)1-2:1<1::aid-a1>3.0.co;2-1"),
        ("10.1000.10/123456", "10.1000.10/123456"),
        ("10.1001/jama\u200b.2014\x00.3266", "10.1001/jama.2014.3266"),
        ("", ""),
    ],
)
def test_a_doi_is_kept_without_its_address_and_in_small_letters(typed, normal):
    assert identifiers.doi(typed) == normal


@pytest.mark.parametrize(
    "typed", ["jama.2014.3266", "10.1001", "10.1001/", "11.1001/x", "10.1/x", "10.1001/a b", "☃", "10." + "1" * 10**4]
)
def test_what_is_no_doi_is_refused_with_an_example(typed):
    with pytest.raises(ValueError, match="as in 10"):
        identifiers.doi(typed)


@pytest.mark.slow
@given(st.text())
@example("10.1001/\"><script>alert('1')</script>")
def test_every_doi_has_an_address_without_a_sign_that_ends_an_attribute(text):
    assert not set(identifiers.doi_address(f"10.1000/{text}".encode(errors="ignore").decode())) & set("\"'<> \n")


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("24737367", "24737367"),
        ("PMID: 24737367", "24737367"),
        ("０２４", "24"),
        ("https://pubmed.ncbi.nlm.nih.gov/24737367/", "24737367"),
        ("", ""),
    ],
)
def test_a_pubmed_number_is_kept_as_digits(typed, normal):
    assert identifiers.pmid(typed) == normal


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("PMC3531190", "PMC3531190"),
        ("pmcid: pmc 3531190.1", "PMC3531190"),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC3531190/", "PMC3531190"),
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC3531190", "PMC3531190"),
    ],
)
def test_a_pmcid_is_kept_as_pmc_and_digits(typed, normal):
    assert identifiers.pmcid(typed) == normal


@pytest.mark.parametrize("typed", ["0", "PMC3531190", "12.5", "-1", "1" * 400, "x"])
def test_what_is_no_pubmed_number_is_refused(typed):
    with pytest.raises(ValueError, match="digits only"):
        identifiers.pmid(typed)


@pytest.mark.parametrize("typed", ["3531190", "PMC", "PMC0", "PMCx"])
def test_what_is_no_pmcid_is_refused(typed):
    with pytest.raises(ValueError, match="PMC and digits"):
        identifiers.pmcid(typed)


@pytest.mark.parametrize(
    "typed",
    ["ISBN 978-0-306-40615-7", "0-306-40615-2", "ISBN-10: 0306406152", "978 0 306 40615 7", "978‑0‑306‑40615‑7"],
)
def test_both_forms_of_an_isbn_are_kept_as_thirteen_digits(typed):
    assert identifiers.isbn(typed) == "9780306406157"


@pytest.mark.parametrize(
    "typed", ["0-306-40615-3", "9780306406158", "080442957x1", "123", "9770306406157", "X" * 10, "isbn"[::-1]]
)
def test_an_isbn_with_a_slip_is_refused(typed):
    with pytest.raises(ValueError, match="ISBN"):
        identifiers.isbn(typed)


def test_an_isbn_may_end_in_ten():
    assert identifiers.isbn("0-8044-2957-x") == "9780804429573"


@pytest.mark.slow
@given(DIGITS, st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_of_an_isbn_is_always_noticed(nine, place, off):
    ten = nine + next(check for check in "0123456789X" if _is_isbn(nine + check))
    wrong = ten[:place] + str((int(ten[place]) + off) % 10) + ten[place + 1 :]
    assert identifiers.isbn(ten)
    assert not _is_isbn(wrong)


@pytest.mark.slow
@given(st.text() | st.from_regex(r"\A(doi:|PMID|PMC|ISBN)? ?[-0-9X./a-zA-Z]{0,40}\Z"))
def test_whatever_is_typed_is_refused_or_has_one_form(text):
    for normal in ALL:
        with suppress(ValueError):
            assert normal(normal(text)) == normal(text)


def _is_isbn(text: str) -> bool:
    try:
        return bool(identifiers.isbn(text))
    except ValueError:
        return False
