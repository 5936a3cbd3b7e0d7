"""Identifiers of a source in their normal form: DOI, PubMed number, PMCID, ISBN. Each function takes what a person
pasted and returns the normal form ("" for nothing), or raises ValueError with a sentence for that person."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, unquote

LONGEST_DOI = 200
LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")  # DOI handbook 2.4: ASCII only
CLOSING = {")": "(", "]": "[", ">": "<", "}": "{"}
DOI_ADDRESS = re.compile(r"(?:https?://)?(?:(?:dx|www)\.)?doi\.org/", re.IGNORECASE)
DOI_WORD = re.compile(r"(?:doi|urn:doi|info:doi/)\s*[:=]?\s*", re.IGNORECASE)
# As Crossref recommends to match it, but with any printable sign in the suffix (DOI handbook 2.2.3): old ones hold "<".
DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/\S+")
PMID_WORD = re.compile(
    r"(?:https?://)?(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/pubmed/)|(?:PMID|PubMed)\s*:?\s*",
    re.IGNORECASE,
)
PMCID_WORD = re.compile(
    r"(?:https?://)?(?:www\.)?(?:pmc\.ncbi\.nlm\.nih\.gov/articles/|ncbi\.nlm\.nih\.gov/pmc/articles/"
    r"|europepmc\.org/(?:article/PMC/|articles/))|PMCID\s*:?\s*",
    re.IGNORECASE,
)
ISBN_WORD = re.compile(r"ISBN(?:[- ]?1[03](?![0-9]))?\s*:?\s*", re.IGNORECASE)


def doi(text: str) -> str:
    """ "https://doi.org/10.1001/JAMA.2014.3266" -> "10.1001/jama.2014.3266"."""
    text = _tidy(text)
    if address := DOI_ADDRESS.match(text):
        text = unquote(text[address.end() :].partition("?")[0])
    elif word := DOI_WORD.match(text):
        text = text[word.end() :]
    text = _without_end(_visible(text)).translate(LOWER)
    if text and (len(text) > LONGEST_DOI or not DOI.fullmatch(text)):
        raise ValueError("A DOI begins with 10. and has a slash, as in 10.1001/jama.2014.3266.")
    return text


def doi_address(doi: str) -> str:
    """Where it leads, with all that an address cannot hold percent-encoded (DOI handbook 3.8)."""
    return f"https://doi.org/{quote(doi, safe='/:;()-._~!$*,=@')}"


def pmid(text: str) -> str:
    """ "PMID: 24737367" -> "24737367"."""
    text = _after(PMID_WORD, unicodedata.normalize("NFKC", _tidy(text))).rstrip("/.")
    if text and not re.fullmatch(r"0*[1-9][0-9]{0,8}", text):
        raise ValueError("A PubMed number has digits only, as in 24737367. One that begins with PMC is a PMCID.")
    return text.lstrip("0")


def pmcid(text: str) -> str:
    """ "https://pmc.ncbi.nlm.nih.gov/articles/PMC3531190/" -> "PMC3531190"."""
    text = _after(PMCID_WORD, unicodedata.normalize("NFKC", _tidy(text))).rstrip("/.")
    found = re.fullmatch(r"PMC\s?0*([1-9][0-9]{0,9})(?:\.[0-9]+)?", text, re.IGNORECASE)
    if text and not found:
        raise ValueError("A PMCID is PMC and digits, as in PMC3531190.")
    return f"PMC{found[1]}" if found else ""


def isbn(text: str) -> str:
    """Either form, with or without hyphens -> the thirteen digits of today (ISO 2108)."""
    text = _after(ISBN_WORD, unicodedata.normalize("NFKC", _tidy(text)))
    digits = "".join(sign for sign in text.upper() if sign != " " and unicodedata.category(sign) != "Pd")
    if not digits:
        return ""
    if not re.fullmatch(r"[0-9]{9}[0-9X]|97[89][0-9]{10}", digits):
        raise ValueError("An ISBN has 10 digits, or 13 that begin with 978 or 979.")
    is_old = len(digits) == 10
    if digits[-1] != (_check_of_ten(digits[:9]) if is_old else _check_of_thirteen(digits[:12])):
        raise ValueError("The last digit of this ISBN does not fit the others: look for a slip in typing.")
    return f"978{digits[:9]}{_check_of_thirteen(f'978{digits[:9]}')}" if is_old else digits


def _check_of_ten(nine: str) -> str:
    rest = -sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True)) % 11
    return "X" if rest == 10 else str(rest)


def _check_of_thirteen(twelve: str) -> str:
    return str(-sum(int(digit) * weight for digit, weight in zip(twelve, (1, 3) * 6, strict=True)) % 10)


def _tidy(text: str) -> str:
    return _visible(text).strip()


def _visible(text: str) -> str:
    """Without control and format characters, which come along when one copies from a PDF or a page."""
    return "".join(sign for sign in text if unicodedata.category(sign) not in {"Cc", "Cf", "Cs"} or sign.isspace())


def _after(word: re.Pattern[str], text: str) -> str:
    found = word.match(text)
    return text[found.end() :].strip() if found else text


def _without_end(text: str) -> str:
    """Without the punctuation of the sentence that it was copied from."""
    text = text.strip()
    while text and (text[-1] in ".,;:'\"”’" or text.count(text[-1]) > text.count(CLOSING.get(text[-1], text[-1]))):
        text = text[:-1].rstrip()
    return text
