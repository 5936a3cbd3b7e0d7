"""The site that is measured: the demonstration on SQLite, with collected files, in a folder that goes away."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from pathlib import Path

from tests.audit.site import OF_THE_DEVELOPER
from tests.newsletter.crash.running import ROOT

TOO_LITTLE = "110000"  # bytes: for the article, and not for its packed form beside it
PREPARE = (
    "import django; django.setup(); from kratominfo.preparation import collect_static, demonstrate, sign_ins; "
    "collect_static(); sign_ins(); demonstrate()"
)


def prepare(folder: Path) -> dict[str, str]:
    """The environment in which its processes run. Takes half a minute."""
    place = {name: value for name, value in os.environ.items() if name not in OF_THE_DEVELOPER}
    place |= {"LOCAL": "1", "SECRET_KEY": secrets.token_urlsafe(48), "VAR_DIR": str(folder), "LOG_LEVEL": "ERROR"}
    place |= {"SITE_URL": "http://localhost", "DJANGO_SETTINGS_MODULE": "kratominfo.settings"}
    for command in (["manage.py", "migrate", "-v0"], ["-c", PREPARE]):
        done = subprocess.run([sys.executable, *command], cwd=ROOT, env=place, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"The site could not be prepared:\n{done.stderr}")
    return place
