"""nginx, with the article's bytes as a file."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

AROUND = """
daemon off;
{user}
worker_processes 1;
pid {folder}/nginx.pid;
events {{ }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{site}
}}
"""
BEHIND: dict[str, str] = {}
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


def command(configuration: Path) -> Sequence[str]:
    return ["nginx", "-p", str(configuration.parent), "-e", "stderr", "-c", str(configuration)]


def quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
