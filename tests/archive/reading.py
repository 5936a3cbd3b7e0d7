"""Every public page as its bytes are now, as JSON: path -> hash."""

from __future__ import annotations

import hashlib
import json

import django
from django.test import Client


def pages() -> dict[str, str]:
    from articles.models import Person, Publication, Reference, Topic  # noqa: PLC0415 - after the setup

    paths = [f"/{path}/" for path in Publication.objects.values_list("path", flat=True)]
    paths += [f"/references/{key}/" for key in Reference.objects.values_list("key", flat=True)]
    paths += [f"/people/{key}/" for key in Person.objects.values_list("key", flat=True)]
    paths += [f"/topics/{slug}/" for slug in Topic.objects.values_list("slug", flat=True)]
    paths += ["/", "/articles/", "/strains/", "/topics/", "/questions/", "/references/", "/people/", "/a-z/"]
    paths += [f"{path}history/" for path in paths if path.startswith("/articles/") and path != "/articles/"]
    client = Client(SERVER_NAME="localhost")
    return {path: _hash(client.get(path)) for path in paths}


def _hash(response) -> str:
    return f"{response.status_code} {hashlib.sha256(response.content).hexdigest()}"


if __name__ == "__main__":
    django.setup()
    print(json.dumps(pages()))
