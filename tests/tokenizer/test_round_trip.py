"""A table that was written in a layout with visible borders reads back as it was."""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.model import Cell
from extractor.tokenizer import aligned, gfm, glued, grid, html, pipe, spaced, stacked, tabbed
from extractor.tokenizer.blocks import tables as tables_of
from extractor.tokenizer.view import view

Cells = tuple[str, ...]


class Plain(NamedTuple):
    """A table's texts: the titles, and each row's label and cells."""

    header: Cells
    rows: tuple[tuple[str, Cells], ...]


WORDS = st.text(alphabet="abcXYZ019$%,.|\\*_'&<> -é", min_size=1, max_size=14)
TITLES = st.text(alphabet="ABCdef ", min_size=1, max_size=12).map(str.split).map(" ".join)
LABELS = st.from_regex(r"[A-Z][a-z]{2,8}( [a-z]{2,8})?", fullmatch=True)
ONE_LINE = WORDS.map(lambda text: " ".join(text.split()))


@st.composite
def tables(draw: st.DrawFn, cells: st.SearchStrategy[str] = ONE_LINE) -> Plain:
    width = draw(st.integers(1, 4))
    header = draw(st.tuples(*[TITLES.filter(bool)] * width))
    labels = draw(st.lists(LABELS, min_size=1, max_size=5, unique=True))
    return Plain(header, tuple([(label, draw(st.tuples(*[cells] * width))) for label in labels]))


@given(tables(), st.sampled_from(["first", "last"]), st.booleans())
def test_pipe(table: Plain, blank: str, padded: bool) -> None:
    assert read(pipe.write(*table, blank=blank, padded=padded), "pipe", table) == table


@given(tables(), st.sampled_from(["first", "last"]), st.booleans(), st.booleans())
def test_gfm(table: Plain, blank: str, padded: bool, dashes: bool) -> None:
    text = gfm.write(*table, blank=blank, padded=padded, dashes=dashes)
    if text is not None:
        assert read(text, "gfm", table) == table


@given(tables(), st.sampled_from([1, 2]), st.sampled_from(["first", "last"]))
def test_tabbed(table: Plain, tabs: int, blank: str) -> None:
    text = tabbed.write(*table, tabs=tabs, blank=blank)
    if text is not None:
        assert read(text, "tabbed", table) == table


@given(tables(), st.sampled_from(["first", "last"]), st.booleans(), st.integers(6, 30))
def test_grid(table: Plain, blank: str, head_rule: bool, width: int) -> None:
    text = grid.write(*table, blank=blank, head_rule=head_rule, width=width)
    if text is not None:
        assert read(text, "grid", table) == table


@given(tables(st.text(alphabet="abcXYZ019$%,. -é&>", max_size=14).map(str.split).map(" ".join)))
def test_html(table: Plain) -> None:
    text = html.write(*table)
    if text is not None:
        assert read(text, "html", table) == table


@given(tables(), st.integers(0, 4), st.sampled_from(["first", "last"]))
def test_aligned(table: Plain, indent: int, blank: str) -> None:
    text = aligned.write(*table, indent=indent, blank=blank)
    if text is not None:
        assert read(text, "aligned", table) == table


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (spaced.write(("A", "B"), [("Fee", ("$1", ""))]), "A B\nFee $1\n"),
        (spaced.write(("A", "B"), [("Fee", ("$1", "2"))], newline=False), "A B Fee $1 2\n"),
        (spaced.write(("A",), [("Mix", ("x\ny",))], apart=True), "A\nMix\n\nx\n\ny\n\n"),
        (stacked.write(("A", "B"), [("Mix", ("x\ny", "z"))]), "A\nB\nMix\nx\ny\nz\n"),
        (stacked.write(("A",), [("Mix", ("x\ny",))], joined=True), "A\nMix\nx y\n"),
        (stacked.write(("A",), [("Fee", ("",))], indent=2), "  A\n\n  Fee\n\n"),
        (glued.write(("A", "B"), [("Mix", ("x\ny", "z"))]), "AB\nMixxyz\n"),
        (glued.write(("A",), [("Mix", ("x\ny",))], newline=False, joint=" "), "AMixx y"),
    ],
)
def test_layouts_without_borders_are_written(text: str, expected: str) -> None:
    assert text == expected


@pytest.mark.parametrize(
    "text",
    [
        tabbed.write(("A",), []),
        tabbed.write(("A",), [("", ("1",))]),
        tabbed.write(("A",), [("Fee", ("",))]),
        tabbed.write(("A",), [("Fee", ("1",))], blank="last"),
        tabbed.write(("A", ""), [("Fee", ("", "2"))], tabs=1, blank="last"),
        gfm.write(("A",), [("Fee", ("* 2",))]),
        grid.write(("A",), [("Fee", ("1\n- 2",))]),
        aligned.write(("A",), [("Fee", ("• 2",))]),
        html.write(("A",), [("Fee", ("<b",))]),
        aligned.write(("A",), []),
        aligned.write(("A",), [("Fee", ("",))]),
        aligned.write(("A",), [("Fee", ("1",))], blank="last"),
    ],
)
def test_what_a_layout_cannot_carry_is_not_written(text: str | None) -> None:
    assert text is None


def read(text: str, layout: str, table: Plain) -> Plain:
    """The one table of a text in that layout."""
    labels = re.compile("|".join(sorted([re.escape(a) for a, _ in table.rows], key=len)[::-1]))
    marked = layout in ("pipe", "gfm", "html")
    seen = text if layout != "html" else view(text).text
    found = tables_of(seen, labels)
    assert [one.layout for one in found] == [layout], text
    titles = shown(seen, found[0].header, found[0].title_parts, marked and layout != "html")
    rows = [
        shown(
            seen,
            (row.label, *row.pieces),
            (row.label_parts, *row.broken) if row.broken else (),
            marked and layout != "html",
        )
        for row in found[0].rows
    ]
    return Plain(
        tuple([title for title in titles if title]),
        tuple([(row[0], tuple(row[1:])) for row in rows]),
    )


def shown(
    text: str, spans: tuple[Cell, ...], parts: tuple[tuple[Cell, ...], ...], escaped: bool
) -> list[str]:
    whole = parts or tuple([(span,) for span in spans])
    cells = [" ".join([text[a:b] for a, b in cell]) for cell in whole]
    return [re.sub(r"\\([\\|-])", r"\1", cell) if escaped else cell for cell in cells]
