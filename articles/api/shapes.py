"""What the API says of each thing: only what readers are shown, under names that stay within a version."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse

from articles.api.sections import cited_in, plain, sections_of
from articles.feeds.atom import moment
from articles.models.filing import PublishedQuestion
from articles.models.publication import Publication
from articles.models.reference import Reference

Said = dict[str, Any]
OF_STRAINS = ("type", "colour", "other_names", "origin", "processing", "effects", "alkaloids", "amounts")
OF_EFFECTS = ("aspect", "text", "direction", "basis", "references", "as_of")


def whole(path: str) -> str:
    return settings.SITE_URL + path


def page(publication: Any) -> Said:
    """A page in short. `changed_at` is when readers last got other words, `modified_at` a change that matters."""
    card, path = publication.card, publication.path
    return {
        "key": publication.key,
        "kind": publication.kind,
        "title": publication.title,
        "standfirst": card["standfirst"],
        "description": card["description"],
        "url": whole(f"/{path}/"),
        "self": whole(reverse("api-page", kwargs={"path": path})),
        "topics": [
            {"name": topic["name"], "url": whole(reverse("topic", args=[topic["slug"]]))} for topic in card["topics"]
        ],
        "authors": [person(author) for author in card["authors"]],
        "reviewed": reviewed(publication.reviewed),
        "first_published_at": moment(publication.first_shown_at),
        "modified_at": moment(publication.changed_at),
        "changed_at": moment(publication.updated_at),
        "revision": revision(publication),
    }


def revision(publication: Any) -> Said:
    """The text that readers get now, and where it stays for good."""
    pinned = reverse("pinned", kwargs={"path": publication.path, "hash": publication.sha256[:12]})
    return {"sha256": publication.sha256, "url": whole(pinned)}


def whole_page(publication: Any) -> Said:
    records = publication.revision.snapshot.records
    keys = cited_in(publication.html)
    by_key = {said["key"]: said for name, said in records.items() if name.startswith("reference:")}
    listed = [{"number": n, **reference_said(by_key[key])} for n, key in enumerate(keys, 1) if key in by_key]
    said = page(publication) | {
        "disclaimer": records.get("disclaimer", {}).get("text", ""),
        "sections": sections_of(publication.html),
        "faq": [question(each) for each in publication.questions.all()],
        "references": listed,
    }
    return said | ({"strain": strain_said(publication)} if publication.kind == "strain" else {})


def strain(publication: Any) -> Said:
    return page(publication) | {"strain": strain_said(publication)}


def strain_said(publication: Any) -> Said:
    """What is reported, each with its basis. Effects are reported, not proven; nothing here is a recommendation."""
    says = publication.revision.snapshot.says
    said = {name: says.get(name, [] if name in ("effects", "alkaloids", "amounts") else "") for name in OF_STRAINS}
    effects = [{name: effect.get(name, "") for name in OF_EFFECTS} for effect in said["effects"]]
    return said | {"effects": effects, "cautions": plain(says.get("cautions", ""))}


def question(entry: PublishedQuestion) -> Said:
    return {"anchor": entry.anchor, "question": entry.question, "html": entry.answer, "text": plain(entry.answer)}


def asked(entry: PublishedQuestion) -> Said:
    """A question with the page that answers it."""
    about: Publication = entry.publication
    address = whole(f"/{about.path}/")
    on_page = {"title": about.title, "url": address, "self": whole(reverse("api-page", kwargs={"path": about.path}))}
    changed = {"changed_at": moment(about.updated_at), "revision": revision(entry)}
    return question(entry) | {"url": f"{address}#{entry.anchor}", "page": on_page} | changed


def reference(row: Reference) -> Said:
    return {**reference_said(row.says()), "changed_at": moment(row.changed_at)}


def reference_said(says: Said) -> Said:
    return {**says, "page": whole(reverse("reference", args=[says["key"]]))}


def person(author: Said) -> Said:
    return {
        "name": author["name"],
        "role": author.get("role", ""),
        "url": whole(reverse("person", args=[author["slug"]])),
    }


def reviewed(said: Said | None) -> Said | None:
    """By whom and when; `is_older`: the text changed a little since."""
    if not said:
        return None
    by = {name: said.get(name, "") for name in ("name", "credentials")} | {
        "url": whole(reverse("person", args=[said["slug"]]))
    }
    return {"on": said["on"], "by": by, "is_older": bool(said.get("is_older"))}
