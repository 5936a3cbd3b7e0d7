"""The components of the design, each with its states, in the order of css/src."""

from __future__ import annotations

from functools import partial

from articles.snapshot import Block
from articles.styleguide import specimens
from articles.styleguide.specimens import AHEAD, FAQ, LATE, LONG, PROSE, REVIEWED, strain, whole
from articles.styleguide.states import (
    Component,
    State,
    a_to_z,
    blocks,
    call,
    entries,
    home,
    letter,
    mistyped,
    page,
    pages,
    past,
    plate,
    portrait,
    searched,
    site,
    sources,
    strains,
    topics,
)

EIGHT = ["Pharmacological interactions", "Frequently asked questions", "Strains", "Topics", "Vein colours", "Research"]
MENU = [{"label": label, "url": "/x/"} for label in (*EIGHT, "Dependence and withdrawal", "About")]
COLUMNS = [{"heading": heading, "links": MENU[:4]} for heading in ("Read", "About", "In danger")]
FROZEN = "styleguide/_frozen.html"
IN_TIME, OVERDUE = {"reviewed": REVIEWED, "review_due": AHEAD}, {"reviewed": REVIEWED, "review_due": LATE}
UNTOUCHED = {"reviewed": REVIEWED | {"is_older": False}, "review_due": AHEAD}


def rich(html: str) -> Block:
    return Block("richtext", {"text": html})


COMPONENTS = (
    Component("Masthead and choices", "10-masthead 10-choices", (
        State("Two words", "articles/_masthead.html", site(menu=MENU[2:4])),
        State("Eight long words", "articles/_masthead.html", site(menu=MENU)),
        State("No menu, another name", "articles/_masthead.html", site(menu=[], name="Another name")),
    )),
    Component("Breadcrumb", "11-breadcrumb", (State("Short and long", "styleguide/_crumbs.html"),)),
    Component("Footer", "12-footer", (
        State("Three columns", "articles/_footer.html", site(footer=COLUMNS)),
        State("No columns, no words", "articles/_footer.html", site(description="", publisher="")),
    )),
    Component("Buttons", "13-forms", (State("Plain, quiet, disabled, on deep", "styleguide/_buttons.html"),)),
    Component("Forms", "13-forms 46-feedback", (State("Normal, wrong, disabled", "styleguide/_forms.html"),)),
    Component("Letter", "14-letter", (State("As below every page", "newsletter/_box.html"),)),
    Component("Labels", "15-basis 16-certainty 37-key", (
        State("The key", "articles/_key.html"),
        State("Set out in a page", FROZEN, blocks(
            rich(f"<ul>{specimens.LADDERS}</ul>"), rich(f"<ul>{specimens.LABELS}</ul>")
        )),
    )),
    Component("Vein", "17-vein", (State("Red, green, white", "styleguide/_veins.html"),)),
    Component("Text and citation", "18-citation 19-prose 27-references", (
        State("Text, with a card on hover and focus", FROZEN, blocks(rich(PROSE))),
    )),
    Component("Article", "19-article 22-key-points 23-contents 28-tail 39-cite 46-feedback", (
        State("Whole", "articles/read.html", page(whole, **IN_TIME)),
        State("Long title, no picture, no topic", "articles/read.html", page(
            partial(whole, title=LONG, picture="", topics=(), faq=(), blocks=(rich(PROSE),))
        )),
    )),
    Component("Strain profile", "41-facts", (State("Whole", "articles/strain.html", page(strain)),)),
    Component("Plate", "20-plate", (State("With its credit", "styleguide/_plate.html", plate),)),
    Component("Slip", "21-slip", (
        State("Reviewed", "articles/_slip.html", page(whole, **UNTOUCHED)),
        State("Reviewed, changed slightly since", "articles/_slip.html", page(whole, **IN_TIME)),
        State("Overdue", "articles/_slip.html", page(whole, **OVERDUE)),
        State("Not reviewed", "articles/_slip.html", page(whole)),
        State("Of a strain", "articles/_slip.html", page(strain)),
    )),
    Component("Callouts", "24-callout", (
        State("Advice, caution, emergency", FROZEN, blocks(
            call("advice", "Speak to a pharmacist"), call("caution", ""), call("emergency", "Call for help now")
        )),
    )),
    Component("Steps", "25-steps", (State("In order", FROZEN, blocks(Block("steps", {"text": specimens.STEPS}))),)),
    Component("Questions", "26-faq", (State("Closed", FROZEN, blocks(faq=FAQ)),)),
    Component("Tables", "29-table", (
        State("Plain: cards where it is narrow", FROZEN, blocks(rich(specimens.TABLE))),
        State("Wide: scrolls in its frame", FROZEN, blocks(rich(specimens.WIDE))),
        State("Strains", FROZEN, blocks(Block("straintable", {"caption": ""}, tuple(specimens.STRAINS)))),
    )),
    Component("Search", "34-find 34-results", (
        State("Found, and ways to narrow it", "articles/search.html", searched("pain", "Pain", "Pain and sleep")),
        State("Nothing found, with a guess", "articles/search.html", searched("pian", meant="pain")),
        State("Nothing asked", "articles/search.html", searched("")),
    )),
    Component("Entries", "30-entries 33-facet 34-bar", (
        State("Rows", "articles/articles.html", entries(3)),
        State("A single one, with a long title", "articles/articles.html", entries(1, title=LONG)),
        State("None", "articles/articles.html", entries(0)),
    )),
    Component("Index", "31-index", (
        State("Several", "articles/_index.html", topics),
        State("One", "articles/_index.html", partial(topics, "Safety")),
        State("From A to Z", "articles/a_to_z.html", a_to_z),
    )),
    Component("Pages", "32-pages", (
        State("First of two", "articles/_pages.html", pages(1, 30)),
        State("In the middle of many", "articles/_pages.html", pages(30, 1200)),
    )),
    Component("Strains", "33-filter 35-strains", (
        State("Explorer", "articles/strains.html", strains),
        State("Narrowed by an old address", "articles/strains.html", partial(strains, "use=pain&use=long-gone")),
        State("Nothing fits", "articles/strains.html", partial(strains, "basis=trial&colour=red")),
    )),
    Component("Home", "36-hero 38-home", (State("Whole", "articles/home.html", home),)),
    Component("Earlier version", "37-past", (
        State("Banner", "styleguide/_banner.html", past()),
        State("Banner of a withdrawn one", "styleguide/_banner.html", past(why_ended="A figure was wrong.", later=1)),
        State("History", "styleguide/_timeline.html", past()),
    )),
    Component("What changed", "38-changes", (State("Words", "articles/changes.html", past()),)),
    Component("Single column", "40-single", (State("A form with an error", "newsletter/_form.html", mistyped),)),
    Component("Sources", "42-sources", (State("List", "articles/references.html", sources),)),
    Component("Empty", "43-empty", (State("With a way on", "styleguide/_empty.html"),)),
    Component("Disclaimer", "44-disclaimer", (State("At the end of a page", FROZEN, blocks(topics=whole().topics)),)),
    Component("Portrait", "45-portrait", (State("Beside a biography", "styleguide/_portrait.html", portrait),)),
    Component("Letter in the archive", "47-issue", (State("Words and two pages", "styleguide/_letter.html", letter),)),
)  # fmt: skip
