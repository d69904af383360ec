"""Tables as tools write them: tests/tokenizer/corpus/<layout>.txt, each with its expected cells.

A case is a title (`## …`), the text between `<<<` and `>>>` (`→` a tab, `·` a blank that an editor
would strip), then one line for each table (`layout: header cells`), each row under it, and each way
to read a stretch of lines that is not settled. Cells are parted by `||`, fragments by `/`; a line
end inside a cell shows as a blank. A new case goes into the corpus of its layout, or into
`unlabelled.txt` where no label is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from extractor.model import Cell, Row, Table
from extractor.tokenizer.blocks import tables

CORPUS = Path(__file__).parent / "corpus"
LABELS = re.compile("Ticket price|Open hours|Visitor mix|Best season")


def cases() -> Iterator[Any]:
    for file in sorted(CORPUS.glob("*.txt")):
        labels = None if file.stem == "unlabelled" else LABELS
        for case in file.read_text("utf-8").split("## ")[1:]:
            title, rest = case.split("\n<<<\n", 1)
            text, expected = rest.split(">>>\n", 1)
            text = text.replace("→", "\t").replace("·", " ")
            lines = [line.rstrip() for line in expected.splitlines() if line.strip()]
            yield pytest.param(text, labels, lines, id=f"{file.stem}: {title}")


@pytest.mark.parametrize(("text", "labels", "expected"), list(cases()))
def test_a_table_reads_as_expected(
    text: str, labels: re.Pattern[str] | None, expected: list[str]
) -> None:
    found: list[str] = []
    for table in tables(text, labels):
        found += described(text, table)
    assert [line.rstrip() for line in found] == expected


def described(text: str, table: Table) -> Iterator[str]:
    yield f"{table.layout}: {cells(text, table.header, table.title_parts)}"
    for row in table.rows:
        yield f"row: {row_cells(text, row)}"
    for ways in table.choices:
        for way in ways:
            yield "way: " + " ;; ".join([row_cells(text, row) for row in way])


def row_cells(text: str, row: Row) -> str:
    parts = (row.label_parts, *row.broken) if row.broken else ()
    return cells(text, (row.label, *row.pieces), parts)


def cells(text: str, spans: Sequence[Cell], parts: Sequence[Sequence[Cell]]) -> str:
    whole = parts or [(span,) for span in spans]
    shown = [" / ".join([" ".join(text[a:b].split()) for a, b in part]) for part in whole]
    return " || ".join(shown)
