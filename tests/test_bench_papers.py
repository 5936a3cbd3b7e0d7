"""What benchmarks write into the documentation."""

from __future__ import annotations

from xml.etree import ElementTree

from tests.bench import document, plots


def test_a_benchmark_changes_its_own_part_of_the_page_alone(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("# Title\n\n<!-- a -->\nold\n<!-- /a -->\nwords\n")
    document.write("b", "first", page=page)
    document.write("a", "new", page=page)
    document.write("b", "second", page=page)
    told = "# Title\n\n<!-- a -->\nnew\n<!-- /a -->\nwords\n\n<!-- b -->\nsecond\n<!-- /b -->\n"
    assert page.read_text() == told


def test_a_plot_is_a_picture_that_says_what_it_shows():
    drawn = plots.lines("A & B", across="articles", up="ms", places=["100", "1,000"], series={"list": [1, 2.5]})
    words = [node.text for node in ElementTree.fromstring(drawn).iter() if node.text and node.text.strip()]
    assert {"A & B", "list", "articles", "ms", "1,000"} <= set(words)
    assert ElementTree.fromstring(plots.bars("C", unit="ms", values={"page": 0.5, "none": 0})) is not None
