"""What this machine can measure with: which tools are here, which are not, and their versions."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
INSTALLED = Path(".venv/audit")  # what npm brings; git leaves it alone
LIGHTHOUSE = INSTALLED / "node_modules/lighthouse/cli/index.js"
NU = INSTALLED / "node_modules/vnu-jar/build/dist/vnu.jar"
MEASURES = {"lighthouse": (LIGHTHOUSE, ("node", "chromium")), "nu": (NU, ("java",))}  # what each of them needs
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True)
class Missing:
    """Why something was not measured, as a sentence."""

    reason: str


@dataclass(frozen=True)
class Tools:
    """Where each program is; empty where it is not."""

    node: str
    npm: str
    java: str
    chromium: str

    @classmethod
    def found(cls) -> Tools:
        named = (os.environ.get("CHROME_PATH", ""), *BROWSERS)
        chromium = next((path for name in named if (path := shutil.which(name))), "")
        node, npm, java = (shutil.which(name) or "" for name in ("node", "npm", "java"))
        return cls(node=node, npm=npm, java=java, chromium=chromium)

    def lacks_for(self, measure: str) -> Missing | None:
        package, programs = MEASURES[measure]
        absent = [name for name in programs if not getattr(self, name)]
        if not package.exists():
            absent.append("npm" if not self.npm else f"what npm should have installed in {INSTALLED}")
        return (
            Missing(f"{measure.capitalize()} was not measured: {' and '.join(absent)} not found.") if absent else None
        )

    def versions(self) -> dict[str, str]:
        """As each program says it of itself; nothing of the machine besides."""
        asked = {
            "Chromium": [self.chromium, "--version"],
            "Node": [self.node, "--version"],
            "Java": [self.java, "-version"],
        }
        versions = {name: number(command) for name, command in asked.items() if command[0]}
        wanted = json.loads((HERE / "package.json").read_text())["dependencies"]
        return {"Lighthouse": wanted["lighthouse"], "Nu HTML checker": wanted["vnu-jar"], **versions}


def number(command: list[str]) -> str:
    said = subprocess.run(command, capture_output=True, text=True)
    found = re.search(r"\d+(\.\d+)+", said.stdout + said.stderr)
    return found[0] if found else "unknown"


def install(tools: Tools) -> Iterator[str]:
    """Fetch the pinned packages unless they are there already; yields what went wrong."""
    if not tools.npm:
        return
    wanted = (HERE / "package-lock.json").read_bytes()
    lock = INSTALLED / "package-lock.json"
    if lock.exists() and lock.read_bytes() == wanted and LIGHTHOUSE.exists() and NU.exists():
        return
    INSTALLED.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, INSTALLED / name)
    command = [tools.npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if subprocess.run(command, cwd=INSTALLED).returncode:
        lock.unlink()
        yield f"npm could not install Lighthouse and the Nu checker into {INSTALLED}."
