"""Editors' tables can be read on any screen and by any means."""

import re

from articles.markup import Anchors, clean, draw

HEADERS = "<tr><th><p>A</p></th><th>B</th></tr>"


def drawn(rows: str, caption: str = "") -> str:
    text = f"<table>{caption}<tbody>{rows}</tbody></table>"
    return draw(clean(text), anchors=Anchors(), cite=lambda keys: "").html


def wide(columns: int) -> str:
    return f"<tr>{'<th>Mitragynine</th>' * columns}</tr><tr>{'<td>x</td>' * columns}</tr>"


def test_headers_get_their_scope_and_cells_the_words_of_their_column():
    html = drawn(f"{HEADERS}<tr><th>x</th><td>2</td></tr>")
    assert '<div class="sheet"><table><thead><tr><th scope="col">A</th><th scope="col">B</th>' in html
    assert '<th scope="row">x</th><td data-label="B">2</td>' in html


def test_a_table_without_headers_is_left_as_it_is():
    assert '<td data-label="">1</td>' in drawn("<tr><td>1</td></tr>")


def test_a_caption_stays_before_the_headers():
    assert "<table><caption>What was found</caption><thead>" in drawn(HEADERS, "<caption>What was found</caption>")


def test_a_table_that_may_scroll_can_be_reached_by_keyboard_and_has_a_name():
    html = drawn(wide(6), "<caption>Six alkaloids</caption>")
    assert '<div class="sheet bleed wide" role="region" tabindex="0" aria-label="Six alkaloids">' in html


def test_a_wide_table_without_a_caption_has_a_name_too():
    assert 'aria-label="Wide table"' in drawn(wide(6))


def test_a_table_that_fits_is_no_stop_on_the_way():
    assert "tabindex" not in drawn(wide(4))


def test_what_stands_after_a_table_stays_after_it():
    html = draw("<table><tbody><tr><td>1</td></tr></tbody></table><p>Then.</p>", anchors=Anchors(), cite=str).html
    assert re.search(r"</table></div><p>Then.</p>$", html)
