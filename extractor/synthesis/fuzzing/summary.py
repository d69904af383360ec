"""A run summed up: as JSON values, in lines for a terminal, and as one HTML page.

In: a `Result`. Nothing from a page or a program gets into the HTML but as escaped text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from extractor.grammar import Grammar

from .laws import MEANING
from .runner import Found, Result

_STYLE = (
    "body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "pre{background:#f4f4f4;padding:.7rem;overflow:auto;font-size:13px}"
    "table{border-collapse:collapse}td,th{border-bottom:1px solid #ccc;padding:.2rem .8rem;"
    "text-align:right}td:first-child,th:first-child{text-align:left}h2{margin-top:2rem}"
)


def summary(result: Result, grammar: Grammar) -> dict[str, Any]:
    """The run as JSON values. Times are in it only under `seconds`."""
    plan = result.plan
    return {
        "grammar": grammar.family,
        "seed": plan.seed,
        "target": plan.target,
        "seconds": round(result.seconds, 3),
        **result.tally.summary(grammar),
        "failures": [failure(found) for found in result.failures],
    }


def failure(found: Found) -> dict[str, Any]:
    """A failure as JSON values."""
    return {
        **found.failure._asdict(),
        "pages": found.pages,
        "first": found.first,
        "shrunk": found.shrunk,
        "text": found.text,
    }


def progress(result: Result) -> str:
    """How far a run is, in a line."""
    rate = result.tally.pages / result.seconds if result.seconds else 0
    return (
        f"{result.tally.pages:,} pages, {result.tally.readings:,} readings, "
        f"{rate:,.0f} pages/s, distinct failures: {result.distinct:,}"
    )


def failures(result: Result) -> Iterator[str]:
    """What failed, for a terminal, and where to look."""
    for found in result.failures:
        one, shown = found.failure, found.failure.read or found.text
        yield f"{one.title} ({found.pages} pages, first {found.first})"
        yield f"  came:   {one.came}"
        yield f"  wanted: {one.wanted}"
        if found.shrunk:
            yield from (f"  | {line}" for line in shown.rstrip("\n").split("\n"))
    if not result.plan.target:
        for law in dict.fromkeys([found.failure.law for found in result.failures]):
            yield f"{law}: {MEANING[law]}"


def coverage(result: Result, grammar: Grammar) -> Iterator[str]:
    """What was covered, for a terminal."""
    seen = result.tally.summary(grammar)
    for name, counts in seen["layouts"].items():
        pages, rest = counts["pages"], {k: v for k, v in counts.items() if k != "pages"}
        yield f"{name}: {pages:,} pages; mentions: " + _counts(rest)
    if not result.plan.target:
        yield f"rules that found nothing: {', '.join(seen['rules']['never']) or 'none'}"
    missed = seen["branches"]["never"]
    yield f"branches of the grammar: {seen['branches']['all']:,}, never used {len(missed):,}"
    yield from (f"  {branch}" for branch in missed)


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join([f"{count:,} {kind}" for kind, count in counts.items()])


def html(result: Result, grammar: Grammar) -> str:
    """The run as a page that needs nothing else."""
    told = summary(result, grammar)
    title = escape(f"fuzz: {grammar.family}")
    return "".join(
        [
            '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">',
            f"<title>{title}</title><style>{_STYLE}</style></head><body><h1>{title}</h1>",
            f"<p>{escape(progress(result))}; seed {escape(told['seed'])}, "
            f"target {escape(told['target'] or 'the engine')}</p>",
            f"<h2>Failures: {len(result.failures)}</h2>",
            *map(_failure, result.failures),
            "<h2>Layouts</h2>",
            _table("layout", told["layouts"]),
            "<h2>Fields</h2>",
            _table("field", told["fields"]),
            "<h2>Rules</h2>",
            _list("Findings by code", [f"{c}: {n:,}" for c, n in told["rules"]["fired"].items()]),
            _list("Never", told["rules"]["never"]),
            "<h2>Branches of the grammar</h2>",
            _list(f"Never used, of {told['branches']['all']}", told["branches"]["never"]),
            "</body></html>\n",
        ]
    )


def _failure(found: Found) -> str:
    one = found.failure
    return (
        f"<section><h3>{escape(one.title)}</h3>"
        f"<p>On {found.pages:,} pages, first on {escape(found.first)}</p>"
        f"<p>Came:</p><pre>{escape(one.came)}</pre><p>Wanted:</p><pre>{escape(one.wanted)}</pre>"
        f"<p>{'The smallest page that shows it' if found.shrunk else 'The page'}:</p>"
        f"<pre>{escape(one.read or found.text)}</pre></section>"
    )


def _table(head: str, rows: Mapping[str, Mapping[str, int]]) -> str:
    kinds = list(dict.fromkeys(kind for counts in rows.values() for kind in counts))
    names = "".join([f"<th>{escape(kind)}</th>" for kind in kinds])
    body = "".join(
        [
            f"<tr><td>{escape(name)}</td>"
            + "".join([f"<td>{counts.get(kind, 0):,}</td>" for kind in kinds])
            + "</tr>"
            for name, counts in rows.items()
        ]
    )
    return f"<table><tr><th>{escape(head)}</th>{names}</tr>{body}</table>"


def _list(head: str, items: list[str]) -> str:
    rows = "".join([f"<li>{escape(item)}</li>" for item in items]) or "<li>none</li>"
    return f"<p>{escape(head)}:</p><ul>{rows}</ul>"
