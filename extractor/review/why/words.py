"""A diagnosis in words, for people, and as plain values, for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from extractor.model import Span
from extractor.review.remark import place
from extractor.review.terminal import Paint, printable
from extractor.review.why.evidence import Cause, Diagnosis
from extractor.rules.wording import short

#: the wording of each cause
KINDS = {
    "reworded": "different words in {0}",
    "label": "unknown label, probably {0}",
    "mark": "unknown mark for a missing value, {0}",
    "type": "cells that are not of the type of {0}",
    "missing": "{0} is missing",
    "moved": "{0} is elsewhere",
    "swapped": "columns in another order in {0}",
    "untitled": "no known titles above {0}",
    "stray": "a line without values leaves {0} open",
}
#: causes with a lower score may be parts that are rightly missing
CERTAIN = 0.6
#: how to read what the grammar is not made for
ELSE = "`convert --unknown generic` reads tables by their shape, `grammar draft` drafts a grammar"
#: unread stretches to show if no change reads them
SHOWN = 3


def lines(document: str, source: str, found: Diagnosis, most: int, paint: Paint) -> Iterator[str]:
    """The lines of a document's diagnosis, with at most `most` causes."""
    count = len(found.unread)
    unread = f"{count} {'stretch' if count == 1 else 'stretches'} not read"
    read = f"{found.values} values read, {unread}"
    nearest = f"nearest grammar is {found.family}"
    nearest = nearest if found.near else f"no grammar is near, not even {found.family}"
    yield f"{paint('place', printable(document))}: {nearest}; {read}"
    names = list(dict.fromkeys(name for name, _ in found.found))
    yield f"  found: {', '.join(names) or 'nothing'}"
    if found.first:
        yield f"  {printable(found.first)}"
        if not found.values and not found.found:
            yield f"  pages of another kind: {ELSE}"
    elif not any(cause.score >= CERTAIN for cause in found.causes):
        unsaid = [span for span, _ in found.unsaid]
        rest = [a for a in found.unread if not any([a.start <= b.start < a.end for b in unsaid])]
        shown = [short(" ".join(source[slice(*span)].split())) for span in rest[:SHOWN]]
        shown += ["…"] * (len(rest) > SHOWN)
        if shown:
            yield printable(f"  no known change would read {', '.join(shown)}")
            yield f"  rows of fields that the grammar lacks: {ELSE}"
        elif not found.unread:
            yield "  the page has nothing that the grammar lacks"
    for span, pattern in found.unsaid[:SHOWN]:
        said = short(" ".join(source[slice(*span)].split()))
        yield printable(f"  a sentence of your own could read {said}")
        yield f"     {_toml(pattern)}"
    for number, cause in enumerate(found.causes[:most], 1):
        yield from _cause(number, document, source, cause, paint)
    more = len(found.causes) - most
    if more > 0:
        yield f"  and {more} less likely; --causes {len(found.causes)} shows all"


def _cause(number: int, document: str, source: str, cause: Cause, paint: Paint) -> Iterator[str]:
    at = place(document, source, Span(*cause.span))
    where = paint("place", printable(f"{document}:{at.line}:{at.column}"))
    kind = KINDS[cause.kind].format(cause.name)
    heading = paint("warning" if cause.score >= CERTAIN else "info", printable(kind))
    yield f"  {number}. {heading} at {where}"
    yield f"     expected  {printable(short(cause.expected))}"
    yield f"     found     {printable(short(cause.stands)) or 'nothing'}"
    if at.text.strip() and at.marked.start < at.marked.end:
        before = printable(at.text[: at.marked.start])
        under = "^" * len(printable(at.text[at.marked.start : at.marked.end]))
        yield f"     | {printable(at.text)}"
        yield f"     | {' ' * len(before)}{paint('mark', under)}"
    for change in cause.changes:
        yield f"     change    {change.key}"
        if change.old is not None:
            yield f"       - {_toml(change.old)}"
        yield f"       + {_toml(change.new)}"
    if cause.gain:
        others = f"{cause.rivals} other part{'s' * (cause.rivals > 1)}"
        left = f"; it fits {others} as well, so --patch leaves it out" if cause.rivals else ""
        yield f"     reads     {cause.gain} more{left}"


def _toml(value: object) -> str:
    """A text or a list of texts as TOML writes it."""
    return printable(json.dumps(value, ensure_ascii=False))


def row(found: Diagnosis, most: int) -> dict[str, Any]:
    """The diagnosis as plain values."""
    return {
        "family": found.family,
        "values": found.values,
        "unread": len(found.unread),
        "first": found.first,
        "unsaid": [{"span": list(span), "pattern": text} for span, text in found.unsaid],
        "found": [{"element": name, "span": list(span)} for name, span in found.found],
        "causes": [
            {
                "kind": cause.kind,
                "element": cause.name,
                "score": round(cause.score, 3),
                "span": list(cause.span),
                "expected": cause.expected,
                "stands": cause.stands,
                "gain": cause.gain,
                "changes": [change._asdict() for change in cause.changes],
            }
            for cause in found.causes[:most]
        ],
    }
