"""A page with highlighted values on a terminal: the source in colour, then findings and record.

In: a record, and its grammar if available. Out: text with terminal codes, made by rich. Without
colour, values are in brackets, so no information is lost.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, TextIO

from extractor.dumps.extras import need
from extractor.review.html.record_table import Cell
from extractor.review.html.sheet import Mark, Row, Sheet, sheet

if TYPE_CHECKING:
    from extractor.grammar import Grammar
    from extractor.record import Record

#: colours assigned to fields in turn, legible on light and dark terminals
FIELDS = ("cyan", "green", "magenta", "yellow", "blue", "bright_red", "bright_cyan", "bright_green")
SEVERITIES = {"error": "bold red", "warning": "bold yellow", "info": "bold cyan"}
KINDS = {"boilerplate": "dim italic", "residue": "underline dim", "phrase": "", "table": ""}

#: width in columns if there is no terminal
WIDTH = 100


def coloured(
    record: Record, grammar: Grammar | None, stream: TextIO, environment: Mapping[str, str]
) -> str:
    """The page as text for a stream: in colour on a terminal, unless NO_COLOR is set or TERM is
    `dumb`, and anywhere if FORCE_COLOR is set. Raises `SettingError` if rich is not installed."""
    need("rich", "a review on a terminal")
    from rich.console import Console

    forced = bool(environment.get("FORCE_COLOR"))
    wanted = forced or stream.isatty()
    plain = bool(environment.get("NO_COLOR")) or (environment.get("TERM") == "dumb" and not forced)
    colour = wanted and not plain
    console = Console(
        file=io.StringIO(),
        force_terminal=colour,
        no_color=not colour,
        color_system="standard" if colour else None,
        width=None if stream.isatty() else WIDTH,
        highlight=False,
        markup=False,
        emoji=False,
        _environ=dict(environment),
    )
    for part in _parts(sheet(record, grammar), colour):
        console.print(part)
    text: str = console.file.getvalue()  # type: ignore[attr-defined]
    return text


def _parts(page: Sheet, colour: bool) -> Iterator[Any]:
    from rich.text import Text

    about = [page.family or "no grammar reads it", page.layout, f"{page.values} values"]
    about += [f"{page.filled}% filled", f"{len(page.findings)} findings"]
    yield Text(f"{page.document}  ", "bold").append("  ".join(filter(None, about)), "dim")
    yield ""
    for row in page.rows:
        yield _line(row, colour)
        for one in row.open:
            yield Text(f"      can be cut in {one.total} ways:", "yellow")
            for way in one.ways:
                yield Text("      " + " │ ".join(cell or "(empty)" for cell in way), "yellow")
    for finding in page.findings:
        where = "" if finding.line is None else f"line {finding.line}: "
        head = f"{finding.code} {finding.name} ({finding.severity})"
        yield Text(f"\n{head} ", SEVERITIES[finding.severity]).append(where + finding.message, "")
    if page.fields:
        yield ""
        yield _table(page)


def _line(row: Row, colour: bool) -> Any:
    """A line with its number, wrapped with a hanging indent."""
    from rich.table import Table
    from rich.text import Text

    line = Text()
    for mark in row.marks:
        line.append(mark.text if colour or not mark.keys else f"[{mark.text}]", _style(mark))
    for note in row.notes:
        line.append(f"  ◂ {note.code}", SEVERITIES[note.severity])
    grid = Table.grid(padding=(0, 1))
    grid.add_column(justify="right", width=5)
    grid.add_column(overflow="fold")
    grid.add_row(Text("" if row.more else str(row.number), "dim"), line)
    return grid


def _style(mark: Mark) -> str:
    classes = mark.classes.split()
    if not mark.keys:
        return KINDS[classes[0]]
    if "bad" in classes:
        return "bold red reverse"
    number = next(int(c[1:]) for c in classes if c[0] == "c" and c[1:].isdigit())
    return f"{FIELDS[number % len(FIELDS)]} reverse"


def _table(page: Sheet) -> Any:
    """The record: fields as rows and entities as columns, transposed if there are many entities."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    names = [Text(f.label, FIELDS[f.colour % len(FIELDS)]) for f in page.fields]
    if page.turned:
        for head in (Text(""), *names):
            table.add_column(head)
        for number, title in enumerate(page.titles):
            table.add_row(Text(title), *[_cell(field.cells[number]) for field in page.fields])
    else:
        for title in ("", *page.titles):
            table.add_column(Text(title))
        for name, field in zip(names, page.fields, strict=True):
            table.add_row(name, *map(_cell, field.cells))
    return table


def _cell(cell: Cell) -> Any:
    from rich.text import Text

    if cell.state == "open":
        return Text(" ≠ ".join(one.value for one in cell.candidates) or "open", "bold red")
    if cell.state in ("cut", "absent", "none"):
        said = {"cut": "open row", "absent": "not stated", "none": "none"}[cell.state]
        return Text(said, "yellow" if cell.state == "cut" else "dim")
    return Text(f"{cell.text} ").append(cell.unit, "dim")
