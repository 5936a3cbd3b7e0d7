"""What a page tells machines, after schema.org: MedicalWebPage, Article, FAQPage, DefinedTerm, BreadcrumbList."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from articles.names import several
from articles.snapshot import Snapshot

ORIGIN = "https://origin.invalid"  # replaced at read: a revision does not know where the site stands
PUBLISHER = f"{ORIGIN}/#org"  # told in full beside the page, because its name may change
LISTS = {"article": ("Articles", "articles"), "strain": ("Strains", "strains")}
Node = dict[str, Any]


def describe(snapshot: Snapshot, card: Node, references: list[Node], questions: list[tuple[str, str]]) -> Node:
    """The graph of a page, without the moments that only showing it knows."""
    address = f"{ORIGIN}/{snapshot.path}/"
    page: Node = {
        "@type": "MedicalWebPage",
        "@id": address,
        "url": address,
        "name": snapshot.title,
        "description": card["description"],
        "inLanguage": "en",
        "about": {"@type": "Thing", "name": "Kratom"},
        "audience": {"@type": "PeopleAudience", "name": "Patients and the public"},
    }
    citations = {"citation": [_citation(entry, snapshot.records) for entry in references]} if references else {}
    graph = [page, _breadcrumbs(snapshot, address)]
    if snapshot.kind == "article":
        graph.append(_article(snapshot, card, address) | citations)
    else:
        page |= citations
    if snapshot.kind == "strain":
        page["mainEntity"] = {"@id": f"{address}#strain"}
        graph.append(_term(snapshot, card, address))
    if questions:
        graph.append(
            {"@type": "FAQPage", "@id": f"{address}#faq", "mainEntity": [_question(*pair) for pair in questions]}
        )
    return {"@context": "https://schema.org", "@graph": graph}


def dated(graph: Node, *, published: datetime, modified: datetime, reviewed: Node | None = None) -> str:
    """The graph as text for a page, with what only showing and reviewing it know; safe within <script>."""
    moments = {"datePublished": localdate(published).isoformat(), "dateModified": localdate(modified).isoformat()}
    known = {"MedicalWebPage": moments | (_review(reviewed) if reviewed else {}), "Article": moments}
    nodes = [node | known.get(node["@type"], {}) for node in graph["@graph"]]
    return json.dumps(graph | {"@graph": nodes}, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _review(reviewed: Node) -> Node:
    reviewer = {"@type": "Person", "name": reviewed["name"], "url": f"{ORIGIN}/people/{reviewed['slug']}/"}
    described = {"description": reviewed["credentials"]} if reviewed["credentials"] else {}
    return {"lastReviewed": reviewed["on"], "reviewedBy": reviewer | described}


def _article(snapshot: Snapshot, card: Node, address: str) -> Node:
    authors = [{"@type": "Person", "name": a["name"], "url": f"{ORIGIN}/people/{a['slug']}/"} for a in card["authors"]]
    pictures = [f"{ORIGIN}/media/{r['name']}" for r in (card["picture"] or {}).get("renditions", [])[-1:]]
    pictures += [f"{ORIGIN}/media/{card['share']['name']}"] if "share" in card else []
    return {
        "@type": "Article",
        "headline": snapshot.title,
        "description": card["description"],
        "mainEntityOfPage": {"@id": address},
        "author": authors,
        "publisher": {"@id": PUBLISHER},
        "image": pictures,
        "inLanguage": "en",
        "keywords": [topic.name for topic in snapshot.topics],
    }


def _term(snapshot: Snapshot, card: Node, address: str) -> Node:
    return {
        "@type": "DefinedTerm",
        "@id": f"{address}#strain",
        "name": snapshot.title,
        "alternateName": several(snapshot.says["other_names"]),
        "description": card["description"],
        "url": address,
        "inDefinedTermSet": f"{ORIGIN}/strains/#set",
    }


def _citation(entry: Node, records: dict[str, Node]) -> Node:
    """A source as the page lists it, with what the record says besides."""
    sources = (says for name, says in records.items() if name.startswith("reference:"))
    said = next((says for says in sources if says["key"] == entry["key"]), {})
    doi = said.get("doi")
    known = {
        "name": entry["title"],
        "author": [{"@type": _who(name), "name": name.strip("{}")} for name in said.get("authors", ())],
        "datePublished": said.get("issued") or said.get("year"),
        "url": entry["url"],
        "identifier": {"@type": "PropertyValue", "propertyID": "DOI", "value": doi} if doi else None,
    }
    about = {"@type": "ScholarlyArticle", "@id": f"{ORIGIN}/references/{entry['key']}/"}
    return about | {name: value for name, value in known.items() if value}


def _who(name: str) -> str:
    """Somebody's initials stand behind the family name; a group has none, or stands in braces."""
    has_initials = any(word.isupper() for word in name.split()[1:])
    return "Person" if has_initials and not name.startswith("{") else "Organization"


def _question(question: str, answer: str) -> Node:
    return {"@type": "Question", "name": question, "acceptedAnswer": {"@type": "Answer", "text": answer}}


def _breadcrumbs(snapshot: Snapshot, address: str) -> Node:
    steps = [("Home", f"{ORIGIN}/")]
    if snapshot.kind in LISTS:
        title, path = LISTS[snapshot.kind]
        steps.append((title, f"{ORIGIN}/{path}/"))
    steps.append((snapshot.title, address))
    items = [
        {"@type": "ListItem", "position": n, "name": name, "item": item} for n, (name, item) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}
