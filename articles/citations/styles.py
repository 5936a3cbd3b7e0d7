"""A reference in three styles: AMA (Manual of Style, 11th edition), Vancouver (Citing Medicine, 2nd edition, with the
ICMJE's six authors) and APA (7th edition). Each style is a table: type -> parts, of which one that lacks a word is left
out. What stands between underscores is in italics."""

from __future__ import annotations

from collections.abc import Callable
from string import Formatter

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from articles.citations import wording as w
from articles.citations.names import Name
from articles.citations.text import said, stopped
from articles.citations.wording import Record
from articles.identifiers import doi_address

ON, OFF = "\x0e", "\x0f"  # italics begin and end; `said` takes these signs out of all that is typed
Facts = dict[str, str]
Table = dict[str, tuple[str, ...]]

AMA: Table = {
    "article": ("{lead}", "{title}", "_{container}_", "{numbers}", "{accessed}"),
    "preprint": ("{lead}", "{title}", "_{container}_", "Preprint posted online {date}", "{accessed}"),
    "book": ("{lead}", "_{title}_", "Vol {volume}", "{edition} ed", "{imprint}", "{accessed}"),
    "chapter": ("{lead}", "{title}", "{host}", "Vol {volume}", "{edition} ed", "{imprint}{span}", "{accessed}"),
    "report": ("{lead}", "_{title}_", "{edition} ed", "{imprint}", "{issue}", "{accessed}"),
    "thesis": ("{lead}", "_{title}_", "Dissertation", "{imprint}", "{accessed}"),
    "paper": ("{lead}", "{title}", "Paper presented at: {meeting}", "{accessed}"),
    "dataset": ("{lead}", "{title}", "{site}", "Deposited {date}", "{accessed}"),
    "webpage": ("{lead}", "{title}", "{site}", "{date}", "{accessed}"),
}
VANCOUVER: Table = {
    "article": ("{lead}", "{title}", "{container}{medium}", "{numbers}", "{where}"),
    "preprint": ("{lead}", "{title}", "{container} [Preprint]", "{date}{cited}", "{where}"),
    "book": ("{lead}", "{title}{medium}", "{edition} ed", "Vol. {volume}", "{imprint}", "{where}"),
    "chapter": ("{lead}", "{title}", "{host}", "{edition} ed", "Vol. {volume}", "{imprint}", "p. {pages}", "{where}"),
    "report": ("{lead}", "{title}{medium}", "{edition} ed", "{imprint}", "Report No.: {issue}", "{where}"),
    "thesis": ("{lead}", "{title} [dissertation{online}]", "{imprint}", "{where}"),
    "paper": ("{lead}", "{title}", "Paper presented at: {meeting}", "{where}"),
    "dataset": ("{lead}", "{title} [dataset]", "{imprint}", "{where}"),
    "webpage": ("{lead}", "{title}{medium}", "{imprint}", "{where}"),
}
APA: Table = {
    "article": ("{lead}", "({date})", "{work}", "{numbers}"),
    "preprint": ("{lead}", "({date})", "{work}", "{container}"),
    "book": ("{lead}", "({date})", "{work}", "{publisher}"),
    "chapter": ("{lead}", "({date})", "{work}", "{host}", "{publisher}"),
    "report": ("{lead}", "({date})", "{work}", "{publisher}"),
    "thesis": ("{lead}", "({date})", "{work}", "{container}"),
    "paper": ("{lead}", "({date})", "{work}", "{meeting}"),
    "dataset": ("{lead}", "({date})", "{work}", "{site}"),
    "webpage": ("{lead}", "({date})", "{work}", "{site}"),
}
WORKS_IN_APA = {
    "article": "{title}",
    "preprint": "_{title}_",
    "book": "_{title}_{extra}",
    "chapter": "{title}",
    "report": "_{title}_{extra}",
    "thesis": "_{title}_{extra} [Doctoral dissertation, {publisher}]",
    "paper": "_{title}_ [Paper presentation]",
    "dataset": "_{title}_{extra} [Data set]",
    "webpage": "_{title}_",
}
DATED_TO_THE_DAY = {"preprint", "report", "paper", "dataset", "webpage"}  # in APA
MAY_BE_EMPTY = {"medium", "online", "cited", "span", "extra"}


def ama(record: Record) -> SafeString:
    return _set(*_in_ama(w.whole(record)))


def vancouver(record: Record) -> SafeString:
    record = _without_signs(w.whole(record))
    editors = w.edited(record, w.IN_VANCOUVER)
    is_online = bool(record["url"] and record["accessed"] and not record["doi"])
    cited = f" [cited {w.year_first(record['accessed'])}]" if is_online else ""
    date = w.year_first(record["issued"])
    medium = " [Internet]" if is_online else ""
    container = record["container"] + (medium if record["type"] in ("chapter", "conference") else "")
    facts = record | {
        "lead": w.led(record, w.IN_VANCOUVER),
        "medium": medium,
        "online": " on the Internet" if is_online else "",
        "cited": cited,
        "date": date,
        "edition": w.ordinal(record["edition"]),
        "numbers": _numbered(f"{date}{cited}", record, w.shortened(record["pages"])),
        "pages": w.shortened(record["pages"]),
        "host": f"In: {f'{stopped(editors)} ' if editors else ''}{container}" if container else "",
        "imprint": _imprint(record, f"{date}{cited}", place=True),
        "meeting": _joined("; ", record["container"], date, record["place"]),
        "where": _found_by(record),
    }
    return _set(VANCOUVER[_kind(record)], facts, "" if facts["where"] else _online(record))


def apa(record: Record) -> SafeString:
    record = _without_signs(w.whole(record))
    kind = _kind(record)
    names = w.inverted_for_apa(record["authors"])
    if not names and record["editors"] and kind == "book":
        names = f"{w.inverted_for_apa(record['editors'])} ({'Eds.' if len(record['editors']) > 1 else 'Ed.'})"
    publisher = "" if record["publisher"] == names else record["publisher"]
    date = w.year_first(record["issued"], comma=",", short=False) if kind in DATED_TO_THE_DAY else record["issued"][:4]
    facts = record | {"extra": _brackets_in_apa(record)}
    work = _filled(WORKS_IN_APA[kind], facts) or _filled(WORKS_IN_APA[kind].partition(" [")[0], facts)
    facts |= {
        "lead": names or work,
        "work": work if names else "",
        "date": date or "n.d.",
        "publisher": publisher,
        "site": "" if record["container"] == names else record["container"] or publisher,
        "numbers": _numbers_in_apa(record),
        "host": _host_in_apa(record),
        "meeting": _joined(", ", record["container"], record["place"]),
    }
    where = doi_address(record["doi"]) if record["doi"] else record["url"]
    if record["accessed"] and where and not record["doi"] and not date:
        where = f"Retrieved {w.month_first(record['accessed'])}, from {where}"
    return _set(APA[kind], facts, where)


def source(record: Record) -> str:
    """What stands in AMA style behind the title, and without the address: "JAMA. 2014;311(15):1547-1555."."""
    table, facts, _ = _in_ama(w.whole(record))
    behind = next(place for place, part in enumerate(table) if "{title}" in part) + 1
    return _joined_up(table[behind:], facts, "").replace(ON, "").replace(OFF, "")


def words(record: Record) -> SafeString:
    """All of it in AMA style but for the address, which the page makes a link."""
    table, facts, _ = _in_ama(w.whole(record))
    return _set(table, facts, "")


def leading(record: Record) -> str:
    """Who stands first in AMA style: authors, or editors with a word that says so."""
    return _in_ama(w.whole(record))[1]["lead"]


def link(record: Record) -> tuple[str, str]:
    """Where the source can be read, and the words of the link as AMA style has them."""
    if record["doi"]:
        return doi_address(record["doi"]), f"doi:{record['doi']}"
    if record["url"] or not record["pmid"]:
        return record["url"], record["url"]
    return f"https://pubmed.ncbi.nlm.nih.gov/{record['pmid']}/", f"PMID: {record['pmid']}"


def short(record: Record) -> str:
    """What a screen reader says of a citation: "Clauw 2014"."""
    record = w.whole(record)
    names = record["authors"] or record["editors"]
    name = Name.of(names[0]) if names else Name(record["title"])
    return f"{name.family or name.whole} {record['issued'][:4]}".strip()


def _in_ama(record: Record) -> tuple[tuple[str, ...], Facts, str]:
    record = _without_signs(record)
    editors = w.edited(record, w.IN_AMA)
    date, pages = w.month_first(record["issued"]), w.hyphened(record["pages"])
    container = record["container"]
    facts = record | {
        "lead": w.led(record, w.IN_AMA),
        "date": date,
        "edition": w.ordinal(record["edition"]),
        "numbers": _numbered(record["issued"][:4], record, pages) if record["volume"] or record["issue"] else "",
        "host": f"In: {f'{stopped(editors)} ' if editors else ''}{ON}{container}{OFF}" if container else "",
        "imprint": _imprint(record, record["issued"][:4]),
        "span": f":{pages}" if pages else "",
        "site": container or record["publisher"],
        "meeting": _joined("; ", container, date, record["place"]),
        "accessed": f"Accessed {w.month_first(record['accessed'])}" if record["accessed"] and not record["doi"] else "",
    }
    if not facts["numbers"]:
        is_early = len(w.parts(record["issued"])) == 3 and not pages
        facts["numbers"] = f"Published online {date}" if is_early else f"{date}:{pages}".strip(":")
    return AMA[_kind(record)], facts, link(record)[1]


def _set(table: tuple[str, ...], facts: Facts, where: str) -> SafeString:
    text = escape(_joined_up(table, facts, where))
    return mark_safe(text.replace(ON, "<i>").replace(OFF, "</i>"))  # noqa: S308 - escaped in the line above


def _joined_up(table: tuple[str, ...], facts: Facts, where: str) -> str:
    sentences = [stopped(text) for text in (_filled(part, facts) for part in table) if text]
    return " ".join([*sentences, where] if where else sentences)


def _filled(part: str, facts: Facts) -> str:
    """Nothing where a word is missing that the part cannot do without."""
    names = {name for _, name, _, _ in Formatter().parse(part) if name}
    if not all(facts[name] for name in names - MAY_BE_EMPTY):
        return ""
    return part.replace("_{", f"{ON}{{").replace("}_", f"}}{OFF}").format_map(facts)


def _without_signs(record: Record) -> Record:
    """On one line each; the title without the full stop that the style sets itself."""
    cleaned = {name: said(text) if isinstance(text, str) else text for name, text in record.items()}
    return cleaned | {"title": cleaned["title"].rstrip(".") or cleaned["title"]}


def _kind(record: Record) -> str:
    """A conference paper that was printed is a chapter of its proceedings; an unknown type reads as a web page."""
    if record["type"] == "conference":
        return "chapter" if record["publisher"] or record["editors"] or record["pages"] else "paper"
    return record["type"] if record["type"] in AMA else "webpage"


def _numbered(date: str, record: Record, pages: str) -> str:
    """ "2014;311(15):1547-1555"."""
    issue = f"({record['issue']})" if record["issue"] else ""
    volume = f";{record['volume']}{issue}" if record["volume"] or issue else ""
    return f"{date}{volume}{f':{pages}' if pages else ''}".strip(";:")


def _imprint(record: Record, date: str, *, place: bool = False) -> str:
    """ "St. Louis: Mosby; 2002"."""
    publisher = record["publisher"] or (record["container"] if record["type"] in ("webpage", "dataset") else "")
    publisher = _joined(": ", record["place"], publisher) if place else publisher
    return _joined("; ", publisher, date.strip())


def _found_by(record: Record) -> str:
    numbers = _joined("; ", *(f"{name.upper()}: {record[name]}" for name in ("pmid", "pmcid") if record[name]))
    return _joined(". ", f"doi: {record['doi']}" if record["doi"] else "", numbers)


def _online(record: Record) -> str:
    return f"Available from: {record['url']}" if record["url"] else ""


def _numbers_in_apa(record: Record) -> str:
    """ "<i>Psychological Review</i>, <i>126</i>(1), 1–51"."""
    volume = f"{ON}{record['volume']}{OFF}" if record["volume"] else ""
    issue = f"({record['issue']})" if record["issue"] else ""
    pages = w.dashed(record["pages"])
    pages = f"Article {pages}" if pages[:1] == "e" and pages[1:].isdecimal() else pages
    container = f"{ON}{record['container']}{OFF}" if record["container"] else ""
    return _joined(", ", container, f"{volume}{issue}", pages)


def _brackets_in_apa(record: Record) -> str:
    edition = f"{w.ordinal(record['edition'])} ed." if record["edition"] else ""
    volume = f"Vol. {record['volume']}" if record["volume"] and record["type"] == "book" else ""
    number = record["issue"] if record["type"] in ("report", "thesis", "dataset") else ""
    number = (
        f"{'Publication' if record['type'] == 'thesis' else 'Report'} No. {number}" if number.isdecimal() else number
    )
    told = _joined(", ", edition, volume, number)
    return f" ({told})" if told else ""


def _host_in_apa(record: Record) -> str:
    if not record["container"]:
        return ""
    editors = w.straight_for_apa(record["editors"])
    editors = f"{editors} ({'Eds.' if len(record['editors']) > 1 else 'Ed.'}), " if editors else ""
    edition = f"{w.ordinal(record['edition'])} ed." if record["edition"] else ""
    volume = f"Vol. {record['volume']}" if record["volume"] else ""
    pages = w.dashed(record["pages"])
    pages = f"{'pp.' if set('–,') & set(pages) else 'p.'} {pages}" if pages else ""
    told = _joined(", ", edition, volume, pages)
    return f"In {editors}{ON}{record['container']}{OFF}{f' ({told})' if told else ''}"


def _joined(sign: str, *words: str) -> str:
    return sign.join(word for word in words if word)


STYLES: dict[str, Callable[[Record], SafeString]] = {
    "AMA, 11th edition": ama,
    "Vancouver": vancouver,
    "APA, 7th edition": apa,
}
