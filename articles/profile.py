"""What the page of a person tells machines, after schema.org: ProfilePage, Person."""

from __future__ import annotations

import json

from articles.models.person import Person
from articles.plate import plate


def profile(person: Person, *, origin: str) -> str:
    """Safe within <script>. Only what stands on the page; `origin` is the address of the site without a slash."""
    address = f"{origin}/people/{person.key}/"
    known = {"jobTitle": person.role, "description": " ".join(person.biography.split()), "image": _face(person, origin)}
    who = {"@type": "Person", "@id": f"{address}#person", "name": person.name, "url": address}
    who |= {name: value for name, value in known.items() if value}
    if person.credentials:
        who["hasCredential"] = {"@type": "EducationalOccupationalCredential", "name": person.credentials}
    page = {"@type": "ProfilePage", "@id": address, "url": address, "inLanguage": "en", "mainEntity": who}
    return json.dumps({"@context": "https://schema.org", **page}, ensure_ascii=False).replace("<", "\\u003c")


def _face(person: Person, origin: str) -> str:
    src = plate(person.picture.says(), "square")["src"] if person.picture else ""
    return f"{origin}{src}" if src else ""
