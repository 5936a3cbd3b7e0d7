"""Who may import whom: nothing public reads the working copy, and the imports make it so."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PURE = [
    f"articles.{name}"
    for name in ("snapshot", "nodes", "labels", "tables", "markup", "words", "citations", "identifiers")
]
PURE += ["articles.citations.*", "articles.days", "articles.names", "articles.retelling"]
DRAWING = ["articles.rendering", "articles.jsonld", "articles.comparison", "articles.moves", "articles.merging"]
DRAWING += [
    "articles.gate",
    "articles.gate.*",
    "articles.findable",
    "articles.sharing",
    "articles.lettering",
    "articles.plate",
]
PAGE_SIDE = [
    f"articles.models.{name}"
    for name in ("page", "working_copy", "article", "standing", "strain", "fact", "blocks", "faq", "prose", "schedule")
]
PAGE_SIDE += ["articles.models.editing", "articles.models.refused", "articles.models.renewal", "articles.models"]
PAGE_SIDE += ["articles.models.amendment", "articles.models.prepared", "articles.models.turning"]
PUBLICATION_SIDE = [f"articles.models.{name}" for name in ("publication", "filing", "revision", "review", "showing")]
PUBLICATION_SIDE += ["articles.models.entry", "articles.models.seeking"]
PUBLICATION_SIDE += ["articles.models.feedback", "articles.models.listing", "articles.models.statement"]
LOOKUP = [f"articles.search.{name}" for name in ("words", "asking", "engine", "sqlite", "postgresql")]
RECORDS = [f"articles.models.{name}" for name in ("record", "reference", "picture", "person", "topic", "site")]
FILES = [f"articles.{name}" for name in ("rendition", "cropping", "encoding", "media", "storing")]
LISTS = ["articles.lists", "articles.paging"]
READING = [f"articles.{name}" for name in ("absence", "questions", "topics", "people", "sources")] + LISTS
EXPLORING = [f"articles.{name}" for name in ("facets", "sidebyside", "strainset")]
ADDRESSED = [f"articles.{name}" for name in ("explorer", "feedback", "past", "search.views", "styleguide", "views")]
PAST = [f"articles.{name}" for name in ("absence", "changes", "citing", "timeline", "versions")]
OUTSIDE = ["articles.outside", "articles.connection"]
TELLING = ["articles.importing.fetching", "articles.connection", "articles.telling"]
IMPORTING = ["articles.importing", "articles.importing.*", "articles.identifiers", *OUTSIDE]
GUIDE = ["articles.styleguide.*", "articles.palette", "articles.paging", "articles.explorer", "articles.facets"]
GUIDE += ["articles.alphabet", "articles.search.results", "articles.search.views"]

# Of the modules on the left, those on the right are all that may be imported of our own.
ALLOWED = {
    "articles.snapshot": PURE,
    "articles.labels": PURE,
    "articles.nodes": [],
    "articles.days": [],
    "articles.names": [],
    "articles.retelling": PURE,
    "articles.tables": PURE,
    "articles.markup": PURE,
    "articles.words": PURE,
    "articles.citations": PURE,
    "articles.citations.*": PURE,
    "articles.identifiers": [],
    "articles.cropping": [],
    "articles.encoding": [],
    "articles.plate": ["articles.encoding"],
    "articles.rendition": ["articles.cropping", "articles.encoding"],
    "articles.media": FILES,
    "articles.lettering": [],
    "articles.palette": [],
    "articles.styleguide": [*GUIDE, *RECORDS],
    "articles.styleguide.*": [*GUIDE, *PURE, *DRAWING, *PUBLICATION_SIDE, *RECORDS],
    "articles.sharing": [*PURE, "articles.lettering", "articles.cropping"],
    "articles.storing": ["articles.sharing"],
    "articles.findable": PURE,
    "articles.rendering": PURE + DRAWING,
    "articles.jsonld": PURE + DRAWING,
    "articles.gate": PURE + DRAWING,
    "articles.comparison": PURE + DRAWING,
    "articles.moves": PURE + DRAWING,
    "articles.merging": PURE + DRAWING,
    "articles.gate.*": PURE + DRAWING,
    "articles.views": [*PURE, *READING, "articles.jsonld", "articles.reading", *PUBLICATION_SIDE, *RECORDS],
    "articles.lists": [*PUBLICATION_SIDE, *RECORDS],
    "articles.reading": ["articles.lists", *PUBLICATION_SIDE, *RECORDS],
    "articles.paging": ["articles.lists", *PUBLICATION_SIDE],
    "articles.questions": [*LISTS, *PUBLICATION_SIDE, *RECORDS],
    "articles.alphabet": ["articles.search.words"],
    "articles.topics": [
        *LISTS,
        "articles.alphabet",
        "articles.labels",
        "articles.questions",
        *PUBLICATION_SIDE,
        *RECORDS,
    ],
    "articles.profile": ["articles.plate", *RECORDS],
    "articles.people": [*LISTS, "articles.profile", *PUBLICATION_SIDE, *RECORDS],
    "articles.sources": [*LISTS, "articles.absence", "articles.citations", *PUBLICATION_SIDE, *RECORDS],
    "articles.facets": PURE,
    "articles.strainset": ["articles.facets", *PURE],
    "articles.sidebyside": [*PURE, *PUBLICATION_SIDE],
    "articles.explorer": [*EXPLORING, *PURE, *PUBLICATION_SIDE, *RECORDS],
    "articles.lines": PURE,
    "articles.citing": PURE,
    "articles.changes": [*PURE, *DRAWING, "articles.lines"],
    "articles.absence": ["articles.elsewhere", *PUBLICATION_SIDE],
    "articles.elsewhere": [*PUBLICATION_SIDE, *RECORDS],
    "articles.timeline": PUBLICATION_SIDE,
    "articles.versions": ["articles.citing", *PURE, *PUBLICATION_SIDE, *RECORDS],
    "articles.past": ["articles.paging", *PURE, *PAST, *PUBLICATION_SIDE, *RECORDS],
    "articles.feeds.entry": PURE,
    "articles.feeds.websub": ["articles.feeds.views", *TELLING, *PUBLICATION_SIDE, *RECORDS],
    "articles.feeds.views": ["articles.feeds", "articles.feeds.*", "articles.lists", *PUBLICATION_SIDE, *RECORDS],
    "articles.feeds": [],
    "articles.feeds.*": [*PURE, "articles.feeds.*"],
    "articles.sitemaps": ["articles.feeds.atom", "articles.topics", *LISTS, *PUBLICATION_SIDE, *RECORDS],
    "articles.telling": ["articles.importing.fetching"],
    "articles.indexnow": [*TELLING, *PUBLICATION_SIDE],
    "articles.notices": ["articles.topics", *PUBLICATION_SIDE, *RECORDS],
    "articles.api.*": [
        "articles.api",
        "articles.api.*",
        "articles.feeds.atom",
        *LISTS,
        *PURE,
        *PUBLICATION_SIDE,
        *RECORDS,
    ],
    "articles.framing": RECORDS,
    "articles.visitor": [],
    "articles.outside": [],
    "articles.connection": OUTSIDE,
    "articles.importing": IMPORTING,
    "articles.importing.*": IMPORTING,
    "articles.limits": ["articles.visitor"],
    "articles.forms": ["articles.markup", *PUBLICATION_SIDE],
    "articles.feedback": [*READING, "articles.forms", "articles.limits", "articles.visitor", *PUBLICATION_SIDE],
    "articles.urls": [
        "articles.api.views",
        "articles.feeds.views",
        "articles.indexnow",
        "articles.notices",
        "articles.sitemaps",
        *ADDRESSED,
        *READING,
        *FILES,
    ],
    "articles.search.words": [],
    "articles.search.asking": LOOKUP,
    "articles.search.engine": LOOKUP,
    "articles.search.sqlite": LOOKUP,
    "articles.search.postgresql": LOOKUP,
    "articles.search": ["articles.search.*", *PUBLICATION_SIDE, *RECORDS],
    "articles.search.*": ["articles.search.*", *PUBLICATION_SIDE, *RECORDS],
    "articles.models.*": ["articles.models.*", *PURE, *DRAWING, *FILES, *LOOKUP],
    "articles.*": ["articles.*"],
    "newsletter.*": [
        "newsletter.*",
        "articles.markup",
        "articles.feeds",
        "articles.feeds.atom",
        "articles.feeds.entry",
        "articles.visitor",
        *OUTSIDE,
        *PUBLICATION_SIDE,
        *RECORDS,
    ],
    "kratominfo.*": ["kratominfo.*"],
}
VAGUE = {"utils", "helpers", "services", "common", "core", "mixins", "managers", "misc"}


def modules() -> Iterator[tuple[str, Path]]:
    for app in ("articles", "newsletter", "kratominfo"):
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"), path


MODULES = dict(modules())


def imported(path: Path) -> Iterator[tuple[ast.stmt, str]]:
    """Every import of a module, inside functions too, as the dotted name of what is imported."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from ((node, name if name in MODULES else node.module or "") for name in names)


def rule_for(module: str) -> list[str]:
    return next(
        allowed
        for pattern, allowed in ALLOWED.items()
        if fnmatch(f"{module}.", f"{pattern}.") or fnmatch(module, pattern)
    )


def is_allowed(name: str, allowed: list[str]) -> bool:
    return any(name == pattern or fnmatch(name, pattern) for pattern in allowed)


@pytest.mark.parametrize("module", [name for name in MODULES if name not in ("articles", "newsletter", "kratominfo")])
def test_a_module_imports_only_what_it_may(module):
    ours = {
        name for _, name in imported(MODULES[module]) if name.split(".")[0] in ("articles", "newsletter", "kratominfo")
    }
    assert {name for name in ours if not is_allowed(name, rule_for(module))} == set()


@pytest.mark.parametrize("module", MODULES)
def test_no_import_hides_in_a_function_or_is_relative(module):
    tree = ast.parse(MODULES[module].read_text())
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    hidden = [node for f in functions for node in ast.walk(f) if isinstance(node, ast.Import | ast.ImportFrom)]
    relative = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.level]
    assert hidden + relative == []


@pytest.mark.parametrize("module", MODULES)
def test_every_file_says_what_it_is_for(module):
    path = MODULES[module]
    assert ast.get_docstring(ast.parse(path.read_text())) or not path.read_text().strip()


def test_no_file_has_a_name_that_says_nothing():
    assert {path.stem for _, path in modules()} & VAGUE == set()


def test_views_cannot_reach_the_working_copy():
    assert not set(rule_for("articles.views")) & set(PAGE_SIDE)


def test_the_walls_would_notice_a_leak(tmp_path):
    leak = tmp_path / "views.py"
    leak.write_text('"""A leak."""\ndef read():\n    from articles.models.page import Page\n')
    assert [name for _, name in imported(leak) if not is_allowed(name, rule_for("articles.views"))] == [
        "articles.models.page"
    ]
