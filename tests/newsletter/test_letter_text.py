"""The text part: what the HTML says, as a person would type it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.markup import clean, plain
from newsletter.plaintext import WIDTH, lines_of

FEW = settings(max_examples=40, deadline=None)
WORDS = st.text(alphabet="abc 1.-äß中\u00a0", min_size=1, max_size=60).filter(str.strip)
INLINE = st.one_of(WORDS, WORDS.map("<strong>{}</strong>".format), WORDS.map("<em>{}</em>".format))
PARAGRAPH = st.lists(INLINE, min_size=1, max_size=6).map(lambda pieces: f"<p>{' '.join(pieces)}</p>")
ITEMS = st.lists(PARAGRAPH.map("<li>{}</li>".format), min_size=1, max_size=4).map("".join)
BLOCK = st.one_of(
    PARAGRAPH,
    WORDS.map("<h2>{}</h2>".format),
    ITEMS.map("<ul>{}</ul>".format),
    ITEMS.map("<ol>{}</ol>".format),
    PARAGRAPH.map("<blockquote>{}</blockquote>".format),
    ITEMS.map("<ul><li>outer<ol>{}</ol></li></ul>".format),
)


def test_paragraphs_are_parted_by_a_blank_line():
    assert lines_of("<p>One.</p><p>Two.</p>") == "One.\n\nTwo."


def test_a_heading_is_underlined_and_keeps_its_letters():
    assert lines_of("<h2>5 mg, not 5 g</h2><p>So.</p>") == "5 mg, not 5 g\n-------------\n\nSo."


def test_a_small_heading_stands_by_itself():
    assert lines_of("<h3>Why</h3><p>So.</p>") == "Why\n\nSo."


def test_a_link_has_its_address_behind_it():
    assert lines_of('<p>Read <a href="https://a.example/x">this page</a>.</p>') == (
        "Read this page <https://a.example/x>."
    )


@pytest.mark.parametrize("href", ["https://a.example/", "mailto:us@a.example"])
def test_an_address_that_is_its_own_link_stands_once(href):
    shown = href.removeprefix("mailto:")
    assert lines_of(f'<p><a href="{href}">{shown}</a></p>') == shown


def test_lists_have_their_marks_and_their_hang():
    html = "<ul><li><p>One</p></li><li><p>Two</p></li></ul><ol start='9'><li>Nine</li><li>Ten</li></ol>"
    assert lines_of(html) == "- One\n- Two\n\n9. Nine\n10. Ten"


def test_a_list_in_a_list_is_set_in():
    assert lines_of("<ul><li>Out<ul><li>In</li></ul></li></ul>") == "- Out\n  - In"


def test_long_items_hang_under_their_first_word():
    lines = lines_of(f"<ul><li>{'word ' * 30}</li></ul>").split("\n")
    assert len(lines) == 3
    assert all(line.startswith("  word") for line in lines[1:])


def test_every_line_of_a_quote_is_marked():
    lines = lines_of(f"<blockquote><p>{'word ' * 30}</p><p>End</p></blockquote>").split("\n")
    assert all(line.startswith(">") for line in lines)
    assert lines[-1] == "> End"


def test_a_break_ends_the_line():
    assert lines_of("<p>1 Example Street<br>Example Town</p>") == "1 Example Street\nExample Town"


def test_a_table_is_a_line_for_each_row():
    html = "<table><tr><th>Dose</th><th>Hours</th></tr><tr><td>2 g</td><td>4</td></tr></table>"
    assert lines_of(html) == "Dose | Hours\n2 g | 4"


def test_words_between_blocks_are_not_lost():
    assert lines_of("before<p>in</p>after <em>all</em>") == "before\n\nin\n\nafter all"


def test_an_address_is_never_broken():
    address = "https://a.example/" + "long-" * 40
    assert address in lines_of(f'<p>{"word " * 12}<a href="{address}">here</a></p>')


def test_what_must_not_be_parted_stays_together():
    assert "2505\u00a0mg" in lines_of(f"<p>{'words ' * 11}and 2505\u00a0mg</p>").split("\n")[1]


@FEW
@given(st.lists(BLOCK, max_size=5).map("".join))
def test_no_word_is_lost_and_none_is_added(html):
    """But for the marks of lists and quotes, and what underlines a heading."""
    html = clean(html)
    said = "".join(letter for letter in lines_of(html) if letter.isalpha())
    assert said == "".join(letter for letter in plain(html) if letter.isalpha())


@FEW
@given(st.lists(BLOCK, max_size=5).map("".join))
def test_no_line_is_wider_than_a_quoted_letter_may_be(html):
    lines = lines_of(clean(html)).split("\n")
    assert all(len(line) <= WIDTH for line in lines if max(map(len, line.split(" "))) < 40)
