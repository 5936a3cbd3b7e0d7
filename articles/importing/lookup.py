"""One source by its number: a DOI asked of Crossref (api.crossref.org), a PubMed number of NCBI, in the MEDLINE format
(eutils.ncbi.nlm.nih.gov). Both ask who asks to say who they are."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote, urlencode

from django.conf import settings

from articles import identifiers
from articles.connection import Edge
from articles.importing import csl, medline
from articles.importing.entry import Entry
from articles.importing.fetching import Answer, NotReached, fetch

CROSSREF = "https://api.crossref.org/works/{}"
PUBMED = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/efetch.fcgi?{}"
TOOL = "kratominfo"
BUSY = {429, 500, 502, 503, 504}


class NotFound(Exception):
    """There is nothing to fill in. The message says why and what to do."""


def number_of(typed: str) -> tuple[str, str]:
    """("doi", …) or ("pmid", …) of what somebody pasted. Raises NotFound."""
    for name, normal in (("pmid", identifiers.pmid), ("doi", identifiers.doi)):
        try:
            number = normal(typed)
        except ValueError:
            continue
        if number:
            return name, number
    raise NotFound("Type a DOI, as in 10.1001/jama.2014.3266, or a PubMed number, as in 24737367.")


def look_up(name: str, number: str, *, edge: Edge | None = None) -> Entry:
    """Raises NotFound."""
    return by_doi(number, edge) if name == "doi" else by_pmid(number, edge)


def by_doi(doi: str, edge: Edge | None) -> Entry:
    answer = asked("Crossref", CROSSREF.format(quote(doi, safe="")), "application/json", edge)
    if answer.status == 404:
        raise NotFound(f"Crossref knows no DOI {doi}. Look at it again, or fill in the form yourself.")
    found = only("Crossref", list(csl.read(text_of("Crossref", answer))))
    other = found.fields.get("doi", "")
    if other == doi:
        return found
    told = f"Crossref answers to {doi} with {f'another DOI: {other}' if other else 'no DOI.'}"
    return replace(found, notes=(*found.notes, told))


def by_pmid(pmid: str, edge: Edge | None) -> Entry:
    terms = {"db": "pubmed", "id": pmid, "rettype": "medline", "retmode": "text", "tool": TOOL}
    terms |= {"email": settings.LOOKUP_CONTACT} if settings.LOOKUP_CONTACT else {}
    answer = asked("PubMed", PUBMED.format(urlencode(terms)), "text/plain", edge)
    found = [] if answer.status in (400, 404) else list(medline.read(text_of("PubMed", answer)))
    if not any(entry.fields.get("pmid") == pmid for entry in found):
        raise NotFound(f"PubMed knows no number {pmid}. Look at it again, or fill in the form yourself.")
    return only("PubMed", found)


def asked(service: str, url: str, accept: str, edge: Edge | None) -> Answer:
    contact = f"; mailto:{settings.LOOKUP_CONTACT}" if settings.LOOKUP_CONTACT else ""
    fields = {"User-Agent": f"{TOOL} ({settings.SITE_URL}{contact})", "Accept": accept}
    try:
        answer = fetch(url, fields=fields, edge=edge)
    except NotReached as reason:
        raise NotFound(f"{service} {reason}. Nothing was filled in; try later, or fill in the form yourself.") from None
    if answer.status in BUSY:
        raise NotFound(f"{service} is busy. Nothing was filled in; try again in a minute.")
    return answer


def text_of(service: str, answer: Answer) -> str:
    if answer.status != 200:
        raise NotFound(f"{service} gave no answer that can be used ({answer.status}). Fill in the form yourself.")
    return answer.body.decode("utf-8", "replace").replace("\r\n", "\n").replace("\x00", "")


def only(service: str, found: list[Entry]) -> Entry:
    if len(found) != 1 or found[0].problem:
        raise NotFound(f"{service} gave no answer that can be used. Fill in the form yourself.")
    return found[0]
