"""Whatever is pasted, reading it ends soon with entries or with a sentence, and never with an error."""

from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.importing.reading import MOST_BYTES, Unreadable, decoded, read

pytestmark = pytest.mark.slow

LATEX = r"""@article{ @book( @string{ @comment{ k, title= {A} "B" author= and , # { } ( ) " \" \' \emph \begin{x}
    \end{x} \url{ \href{ $ % & ~ -- \ \\ = jan year=2014 doi={10.1000/x} van der , Jr others \alpha {\"u} \verb|"""
JSON = """[ ] { } , : "title" "author" "A" 1e999 -0 null true NaN "issued" {"date-parts":[[2014,13]]} {"family":5}
    "\\ud800" [[[]]] "DOI" "type" 123456789012345678"""
RIS = """TY  - JOUR|ER  - |TI  - A|AU  - B, C|TY - BOOK|PY  - 2014//|UR  - a;b|  x|-|ER|N1  - PMID: 1|SP  - 1|EP  - 2
    |ED  - |UK  - |XX  - y|T2  - |Y2  - 2014/13/99"""
MEDLINE = """PMID- 1|PMC - PMC1|TI  - A|AU  - B C|      more||PG  - 1-|DP  - 2014 Foo|BTI - X|AID - 10.1000/x [doi]
    |LID - [doi]|ISBN- 12|PT  - Review|XX|  - """
PIECES = {"BibTeX": LATEX.split(), "CSL": JSON.split(), "RIS": RIS.split("|"), "MEDLINE": MEDLINE.split("|")}
BEGINNINGS = {"BibTeX": "@article{", "RIS": "TY  - JOUR\n", "CSL": "[", "MEDLINE": "PMID- 1\n"}


def holds(text: str) -> None:
    """That reading it does what is promised."""
    try:
        entries = read(text).entries
    except Unreadable:
        return
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    for entry in entries:
        assert 1 <= entry.line <= lines
        assert bool(entry.problem) != bool(entry.fields.get("title"))
        assert not any("\x00" in said for said in entry.fields.values())
        assert all(isinstance(said, str) for said in entry.fields.values())


@pytest.mark.parametrize("name", PIECES)
def test_any_heap_of_pieces_is_read(name):
    signs = st.sampled_from(PIECES[name]) | st.text(max_size=6)
    between = "\n" if name in ("RIS", "MEDLINE") else " "

    @settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(signs, max_size=30))
    def check(found: list[str]) -> None:
        holds(BEGINNINGS[name] + between.join(found))

    check()


@settings(max_examples=100)
@given(st.binary(max_size=300))
def test_any_bytes_are_read(content):
    with contextlib.suppress(Unreadable):
        holds(decoded(content))


HEAVY = {
    "2,000 entries": "@article{k, author={Ng, A and B, C}, title={Pain \\& M{\\'e}thode}, year={2014}}\n" * 2000,
    "closed braces": "@a{k, title={" + "{" * 400_000 + "}" * 400_000 + "}}",
    "quotation marks": '@a{k, title="' + '"' * MOST_BYTES,
    "commands": "".join("@a{k, title={" + r"\'e" * 1200 + "}}\n" for _ in range(17)),
    "environments": "@a{k, title={" + r"\begin{a}" * 400 + "}}",
    "entries without end": "\n@a{k," * 150_000,
    "lines that go on": "TY  - JOUR\nTI  - x\n" + "x\n" * 500_000 + "ER  - \n",
    "many names": "TY  - JOUR\nTI  - x\n" + "AU  - a, b\n" * 80_000 + "ER  - \n",
    "long pages": "TY  - JOUR\nTI  - x\nSP  - " + "1" * 900_000 + "\nER  - \n",
    "long number": "TY  - JOUR\nTI  - x\nDO  - " + ")" * 900_000 + "\nER  - \n",
    "one long name": "TY  - JOUR\nTI  - x\nAU  - " + "a " * 400_000 + "\nER  - \n",
    "brackets inside": '[{"title":' + "[" * 100_000,
    "marks in a title": '[{"title":"' + "<i " * 300_000 + '"}]',
    "a record of many lines": "PMID- 1\nTI  - x\n" + "      x\n" * 130_000,
}


@pytest.mark.parametrize("name", HEAVY)
def test_nothing_of_a_megabyte_takes_long(name):
    began = time.process_time()
    holds(HEAVY[name][:MOST_BYTES])
    assert time.process_time() - began < 12
