"""Runs the matrix: pages of a seed through every tool that is installed, each text extracted.

In: how many pages, a seed, tools. Out: a `Score` a tool; cases that are not right go to `on_case`
together with the text, so that they can be looked at. `run_shapes` reads without a grammar.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from extractor import Grammar, extract
from extractor.synthesis import Seeded, Sheet, outline, sheet, truth
from extractor.synthesis.scoring import Case, Score, score

from . import html_pages
from .shapes import Shown, shown, total
from .tools import TOOLS, ToolFailed, available

#: what a mention can be, as `extractor.synthesis.scoring` says
KINDS = ("right", "abstained", "dropped", "silent", "wrong")


class Sample(NamedTuple):
    """One page of the matrix."""

    name: str
    sheet: Sheet
    how: html_pages.Markup
    html: str


OnCase = Callable[[str, Sample, str, Case], None]


def samples(grammar: Grammar, pages: int, seed: int) -> Iterator[Sample]:
    """So many pages, each from a seed of its own: `name` makes it again."""
    for number in range(pages):
        name = f"{seed}.{number}"
        chooser = Seeded(name)
        stated = truth(grammar, chooser)
        page = sheet(grammar, stated, outline(chooser, grammar), chooser)
        how = html_pages.markup(chooser)
        yield Sample(name, page, how, html_pages.write(page, how))


def run(
    grammar: Grammar,
    pages: Sequence[Sample],
    tools: Sequence[str] | None = None,
    on_case: OnCase = lambda *case: None,
) -> dict[str, Score | None]:
    """The score of each tool over all pages; None for a tool that is not installed."""
    versions = available()
    found: dict[str, Score | None] = {}
    for tool in tools or TOOLS:
        if versions[tool] is None:
            found[tool] = None
            continue
        scores = Score(Counter(dict.fromkeys(KINDS, 0)), [])
        for page, text in _texts(tool, pages):
            one = score(page.sheet, text, extract(text, grammar, page.name))
            scores.counts.update(one.counts)
            scores.cases.extend(one.cases)
            for case in one.cases:
                on_case(tool, page, text, case)
        found[tool] = scores
    return found


def run_shapes(grammar: Grammar, pages: Sequence[Sample], tool: str) -> Shown:
    """What is read of tables without their grammar, over all pages; the tool is installed."""
    texts = _texts(tool, pages)
    return total(
        [
            shown(page.sheet, text, extract(text, "generic", page.name), grammar)
            for page, text in texts
        ]
    )


def _texts(tool: str, pages: Sequence[Sample]) -> Iterator[tuple[Sample, str]]:
    # Programs run beside each other; libraries queue for the one process that holds them.
    with ThreadPoolExecutor(2) as pool:
        texts = pool.map(lambda page: _text(tool, page), pages)
        yield from zip(pages, texts, strict=True)


def _text(tool: str, page: Sample) -> str:
    try:
        return TOOLS[tool](page.html)
    except ToolFailed:
        return ""


def table(scores: dict[str, Score | None]) -> str:
    """The scores as a Markdown table."""
    versions = available()
    head = ("tool", "version", "mentions", *KINDS)
    rows = [head, ("---", "---", *["---:"] * (len(head) - 2))]
    for tool, one in scores.items():
        if one is None:
            rows.append((tool, "not installed", *[""] * (len(head) - 2)))
            continue
        stated = sum(one.counts.values())
        shares = [_share(one.counts[kind], stated) for kind in KINDS[:-1]]
        rows.append(
            (tool, _number(versions[tool]), f"{stated:,}", *shares, str(one.counts["wrong"]))
        )
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"


def shapes_table(found: dict[str, Shown]) -> str:
    """What is read without a grammar, as a Markdown table."""
    rows = ["| tool | facts | right | wrong |", "| --- | ---: | ---: | ---: |"]
    for tool, one in found.items():
        rows.append(
            f"| {tool} | {one.stated:,} | {_share(one.right, one.stated)} | {len(one.wrong)} |"
        )
    return "\n".join(rows) + "\n"


def _number(version: str | None) -> str:
    """The number in what a program says of its version."""
    found = re.search(r"\d+\.[\w.+]*", version or "")
    return found.group() if found else ""


def _share(count: int, total: int) -> str:
    if count in (0, total):
        return "100%" if count else "0"
    return f"{100 * count / total:.2f}%"
