"""Titles and descriptions of pages have a length that search engines show, whatever stands in them."""

from __future__ import annotations

import pytest

from articles.models import Publication
from articles.templatetags.headings import on_site, summed
from tests.articles.test_reading_metadata import DESCRIPTIONS, TITLES


@pytest.mark.parametrize("site", ["kratominfo", "The kratom information service with a very long name of its own"])
@pytest.mark.parametrize("title", ["Kava", "Kratom and sleep", "x" * 55, "What is reported of kratom " * 8])
def test_titles_and_descriptions_have_a_length_that_is_shown(title, site):
    assert len(on_site(title, site)) in TITLES
    for said in ("", "Short.", "word " * 60, "y" * 165):
        assert len(summed(said, Publication(title=title))) in DESCRIPTIONS
