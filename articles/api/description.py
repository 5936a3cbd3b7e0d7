"""The API in the words of OpenAPI 3.1."""

from __future__ import annotations

from typing import Any

from articles.api.pages import DEFAULT, MOST
from articles.models.site import SiteSettings

Said = dict[str, Any]
TEXT: Said = {"type": "string"}
ADDRESS: Said = {"type": "string", "format": "uri"}
MOMENT: Said = {"type": "string", "format": "date-time"}
NUMBER: Said = {"type": "integer"}
CHANGED: Said = MOMENT | {"description": "When its record was saved last, or when the first live page came to cite it."}
ABOUT = (
    "What readers of this site get, from live pages alone. Effects are told as reported, each with its basis; nothing "
    "here is medical advice. The texts may be used on the licence that every answer names. Every answer has an ETag: "
    "send it as If-None-Match and get 304 while nothing changed."
)


def description(origin: str) -> Said:
    site = SiteSettings.current()
    licence = {"name": site.licence or "Not stated", **({"url": site.licence_url} if site.licence_url else {})}
    return {
        "openapi": "3.1.0",
        "info": {"title": f"{site.name}: read API", "version": "1.0.0", "description": ABOUT, "license": licence},
        "servers": [{"url": f"{origin}/api/v1"}],
        "paths": paths(),
        "components": {"schemas": schemas(), "parameters": parameters(), "responses": responses()},
    }


def paths() -> Said:
    kind = {"name": "kind", "in": "query", "schema": {"enum": ["article", "strain", "standing"]}}
    path = {"name": "path", "in": "path", "required": True, "schema": TEXT, "description": "As in articles/sleep."}
    changing = ["order", "changed_since"]
    return {
        "/": operation("start", "Where everything is", "Start"),
        "/pages": listing("pages", "Live pages, by their last change", "Page", [kind], changing),
        "/pages/{path}": operation("page", "One page, section by section", "WholePage", [path], fails=("404",)),
        "/strains": listing("strains", "Strain profiles with what is reported of them", "Strain", [], changing),
        "/faq": listing("faq", "Questions that live pages answer", "Answer", [], changing),
        "/references": listing("references", "Sources that live pages cite", "Reference", [], changing),
        "/openapi.json": operation("describe", "This description", None),
    }


def operation(
    name: str, summary: str, schema: str | None, asked: list[Said] | None = None, fails: tuple[str, ...] = ()
) -> Said:
    shape = ref("schemas", schema) if schema else {"type": "object"}
    answers = {"200": {"description": summary, "content": {"application/json": {"schema": shape}}}}
    answers |= {"304": {"description": "Nothing changed since."}}
    answers |= {status: ref("responses", "Problem") for status in fails}
    return {"get": {"operationId": name, "summary": summary, "parameters": asked or [], "responses": answers}}


def listing(name: str, summary: str, item: str, own: list[Said], more: list[str]) -> Said:
    asked = own + [ref("parameters", each) for each in (*more, "limit", "cursor")]
    return operation(name, summary, f"{item}List", asked, fails=("400",))


def ref(kind: str, name: str) -> Said:
    return {"$ref": f"#/components/{kind}/{name}"}


ORDERED = "The last change first, or last. To walk through all of them while they change, take changed."


def parameters() -> Said:
    limit = {"type": "integer", "minimum": 1, "maximum": MOST, "default": DEFAULT}
    return {
        "order": query("order", {"enum": ["-changed", "changed"], "default": "-changed"}, ORDERED),
        "changed_since": query("changed_since", MOMENT, "Only what changed at this moment or later."),
        "limit": query("limit", limit, "So many on a page."),
        "cursor": query("cursor", TEXT, "From the address in `next`; opaque."),
    }


def query(name: str, schema: Said, words: str) -> Said:
    return {"name": name, "in": "query", "schema": schema, "description": words}


def responses() -> Said:
    content = {"application/problem+json": {"schema": ref("schemas", "Problem")}}
    return {"Problem": {"description": "What was wrong, in a sentence (RFC 9457).", "content": content}}


def schemas() -> Said:
    items = {"Page": PAGE, "Strain": PAGE | {"strain": ref("schemas", "StrainFacts")}, "Answer": ANSWER}
    whole = PAGE | {"licence": LICENCE, "disclaimer": TEXT, "sections": many(SECTION), "faq": many(QUESTION)}
    whole |= {"references": many({**REFERENCE, "number": NUMBER})}
    items |= {"Reference": REFERENCE | {"changed_at": CHANGED}}
    shaped = {name: thing(said) for name, said in items.items()}
    lists = {f"{name}List": list_of(name) for name in shaped}
    optional = {"strain": ref("schemas", "StrainFacts")}
    return (
        shaped
        | lists
        | {
            "StrainFacts": thing(FACTS),
            "WholePage": thing(whole) | {"properties": whole | optional},
            "Start": thing({"version": NUMBER, "licence": LICENCE, "links": {"type": "object"}}),
            "Problem": thing({"type": TEXT, "title": TEXT, "status": NUMBER, "detail": TEXT}),
        }
    )


def thing(properties: Said) -> Said:
    return {"type": "object", "required": list(properties), "properties": properties}


def many(properties: Said) -> Said:
    return {"type": "array", "items": thing(properties)}


def list_of(name: str) -> Said:
    items = {"type": "array", "items": ref("schemas", name)}
    return thing({"licence": LICENCE, "items": items, "next": {"type": ["string", "null"], "format": "uri"}})


LICENCE = thing({"name": TEXT, "url": TEXT, "holder": TEXT})
REVISION = thing({"sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"}, "url": ADDRESS})
PERSON = {"name": TEXT, "url": ADDRESS}
REVIEWED = thing({"on": {"type": "string", "format": "date"}, "by": thing(PERSON), "is_older": {"type": "boolean"}})
SECTION = {"anchor": TEXT, "heading": TEXT, "html": TEXT, "text": TEXT}
QUESTION = {"anchor": TEXT, "question": TEXT, "html": TEXT, "text": TEXT}
ON_PAGE = thing({"title": TEXT, "url": ADDRESS, "self": ADDRESS})
ANSWER = QUESTION | {"url": ADDRESS, "page": ON_PAGE, "changed_at": MOMENT, "revision": REVISION}
REFERENCE = {"key": TEXT, "type": TEXT, "authors": {"type": "array", "items": TEXT}, "title": TEXT, "page": ADDRESS}
KEYS = {"type": "array", "items": TEXT}
EFFECT = {
    "aspect": {"enum": ["effect", "use"]},
    "text": TEXT,
    "direction": TEXT,
    "basis": TEXT,
    "references": KEYS,
    "as_of": TEXT,
}
FACTS = {"type": TEXT, "colour": TEXT, "other_names": TEXT, "origin": TEXT, "processing": TEXT, "cautions": TEXT}
FACTS |= {"effects": many(EFFECT), "alkaloids": {"type": "array"}, "amounts": {"type": "array"}}
PAGE = {
    "key": TEXT,
    "kind": {"enum": ["article", "strain", "standing"]},
    "title": TEXT,
    "standfirst": TEXT,
    "description": TEXT,
    "url": ADDRESS,
    "self": ADDRESS,
    "topics": many({"name": TEXT, "url": ADDRESS}),
    "authors": many(PERSON),
    "reviewed": {"anyOf": [REVIEWED, {"type": "null"}]},
    "first_published_at": MOMENT,
    "modified_at": MOMENT,
    "changed_at": MOMENT,
    "revision": REVISION,
}
