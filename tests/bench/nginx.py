"""nginx in two parts: the article's bytes as a file, and the configuration of deploy/ before the door."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

from tests.bench.asking import HOST
from tests.nginx import AROUND, NGINX, written

BEHIND = {"nginx keyed": "granian behind"}
FILE = """
    access_log off;
    sendfile on;
    tcp_nopush on;
    server {{
        listen 127.0.0.1:{port};
        root {page};
        types {{ }}
        etag off;
        {headers}
    }}
"""


def static(folder: Path, page: Path, *, port: int) -> Sequence[str]:
    """The command that serves the folder of a page, with the page's own headers, and writes no log."""
    folder.mkdir()
    headers = dict(json.loads((page / "headers.json").read_text()))
    headers.pop("content-length")
    lines = [f"default_type {quoted(headers.pop('content-type'))};"]
    lines += [f"add_header {name} {quoted(value)};" for name, value in headers.items()]
    site = FILE.format(page=page, port=port, headers="\n        ".join(lines))
    user = "user root;" if os.geteuid() == 0 else ""
    configuration = folder / "nginx.conf"
    configuration.write_text(AROUND.format(folder=folder, user=user, site=site))
    return command(configuration)


def keyed(folder: Path, var: Path, *, port: int, behind: int) -> Sequence[str]:
    """The command that serves the site as deploy/nginx.conf says, without TLS; its log is on."""
    return command(written(folder, port=port, behind=behind, var=var, host=HOST, is_secure=False))


def command(configuration: Path) -> Sequence[str]:
    return [NGINX or "nginx", "-p", str(configuration.parent), "-e", "stderr", "-c", str(configuration)]


def quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
