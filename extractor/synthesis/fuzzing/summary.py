"""A run summed up: as JSON values, in lines for a terminal, and as one HTML page.

In: a `Result`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from extractor.grammar import Grammar

from .laws import MEANING
from .runner import Found, Result


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
    """The progress, in one line."""
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
        yield f"rules that no page broke: {', '.join(seen['rules']['never']) or 'none'}"
    missed = seen["branches"]["never"]
    yield (
        f"alternatives, options and labels of the grammar: {seen['branches']['all']:,}; on no page "
        f"{len(missed):,}{'; more --examples reach more' if missed else ''}"
    )
    yield from (f"  {branch}" for branch in missed)


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join([f"{count:,} {kind}" for kind, count in counts.items()])


def html(result: Result, grammar: Grammar) -> bytes:
    """The run as a page that needs nothing else. Raises `SettingError` without Jinja2."""
    from extractor.review.html.rendering import render

    return render("fuzz.html", told=summary(result, grammar), progress=progress(result))
