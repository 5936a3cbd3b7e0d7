"""What `make audit` makes of what its tools say: medians, limits, and the one message that does not count."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.audit import lighthouse, nu
from tests.audit.lighthouse import Figures
from tests.audit.report import Audit, lines
from tests.audit.tools import Tools

SCORES = {"performance": 100, "accessibility": 100, "best_practices": 100, "seo": 100}
GOOD = Figures(**SCORES, lcp=1.1, cls=0, tbt=30, kilobytes=90, requests=5, benchmark=1500)
UNKNOWN = "Attribute “interestfor” not allowed on element “a” at this point."


def audit(*, speed=None, markup=None):
    speed = {("home", "phone"): GOOD} if speed is None else speed
    return Audit(on=date(2026, 3, 1), cores=2, versions={}, speed=speed, markup={"/": []} if markup is None else markup)


def said(*messages):
    return {"messages": [{"type": "error", "url": "file:/tmp/7.html", "message": one} for one in messages]}


def test_each_figure_is_the_one_in_the_middle():
    slow = replace(GOOD, lcp=4.0, performance=80)
    assert lighthouse.middle([GOOD, slow, GOOD]) == GOOD


@pytest.mark.parametrize("worse", [{"performance": 97}, {"seo": 99}, {"lcp": 1.51}, {"cls": 0.03}, {"requests": 13}])
def test_a_limit_that_does_not_hold_fails_the_audit(worse):
    broken = audit(speed={("home", "phone"): replace(GOOD, **worse)})
    assert not broken.holds
    assert next(broken.findings()).startswith("home, phone: ")


def test_good_figures_hold():
    assert audit().holds


def test_a_message_of_the_checker_fails_the_audit():
    assert not audit(markup={"/": ["error: Stray end tag “p”."]}).holds


def test_the_citation_cards_do_not_count_and_everything_else_does():
    assert list(nu.complaints(said(UNKNOWN, "Stray end tag “p”."))) == [(7, "error: Stray end tag “p”. At: ``")]


def test_links_are_followed_to_pages_of_this_site_alone():
    html = """<a href="/articles/#top"><a class="x" href="sleep/"><a href="/strains/?a=1&amp;b=2"><a href="/admin/">
    <a href="https://example.org/"><a href="/sleep/cite.ris"><a href="#main"><link href="/topics/">"""
    assert list(nu.links("/articles/", html)) == ["/articles/", "/articles/sleep/", "/strains/?a=1&b=2"]
    assert "/strains/?a=1&b=2" not in nu.links("/strains/?a=1", html)


def test_what_is_missing_is_named_and_fails_nothing():
    without = Tools(node="", npm="", java="", chromium="").lacks_for("lighthouse")
    assert "node and chromium" in without.reason
    assert audit(speed=without).holds
    assert any("node and chromium" in line for line in audit(speed=without).findings())


def test_the_page_tells_figures_date_and_machine():
    page = "\n".join(lines(audit()))
    assert "Measured on 1 March 2026" in page
    assert "2 cores" in page
    assert "| home | phone | 100 | 100 | 100 | 100 | 1.10 | 0 | 30 | 90 | 5 |" in page
