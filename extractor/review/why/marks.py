"""Marks for a missing value that the grammar does not list.

In: cells that do not read, rows that cannot be cut, and texts that are usual marks. Out: a cause for
each short text that, were it a mark, would explain some of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from extractor.model import Span
from extractor.review.why.evidence import Cause, Change, Evidence

#: what sites write where there is nothing to say, longest first
USUAL = (
    *("not available", "not applicable", "no data", "unknown", "N.A.", "None", "none", "NULL"),
    *("null", "nil", "N/A", "n/a", "NaN", "nan", "TBD", "tbd", "NA", "---", "--", "—", "–", "…"),
    *("...", "..", "?", "*", "×", "✗", "-"),
)
#: longest text that may be a mark, in characters, and marks that are tried
LONGEST, TRIED = 20, 12


def marks(evidence: Evidence) -> Iterator[Cause]:
    """The causes, the mark that stands most often first."""
    missing = list(evidence.grammar.file.missing)
    found: dict[str, list[Span]] = {}
    for text, span in _candidates(evidence):
        if text and text not in missing and len(text) <= LONGEST and not _has_digit(text):
            found.setdefault(text, []).append(span)
    most = Counter({text: len(spans) for text, spans in found.items()}).most_common(TRIED)
    for text, count in most:
        change = Change("missing", missing, [*missing, text])
        expected = ", ".join(missing) or "a value"
        score = min(0.6, 0.3 + 0.1 * count)
        yield Cause("mark", text, score, found[text][0], expected, text, (change,))


def _candidates(evidence: Evidence) -> Iterator[tuple[str, Span]]:
    """Texts that may be marks, and where they stand."""
    page = evidence.page
    if page is None:
        return
    for trouble in page.troubles:
        for span in trouble.spans[:1]:
            text = page.text(span)
            if trouble.name == "unreadable-value":
                yield text.strip(), span
            elif trouble.name in ("cut-impossible", "cut-ambiguous"):
                yield from _in_row(text, span)
    for mentions in page.mentions.values():
        for mention in mentions:
            if mention.value in USUAL:
                yield page.text(mention).strip(), Span(mention.start, mention.end)


def _in_row(text: str, span: Span) -> Iterator[tuple[str, Span]]:
    """The lines and words of a row without borders, and the usual marks that it holds."""
    seen: set[str] = set()
    for piece in [*text.split("\n")[1:], *text.split(), *USUAL]:
        word = piece.strip()
        at = text.find(word)
        if word and word not in seen and at > 0:
            seen.add(word)
            yield word, Span(span.start + at, span.start + at + len(word))


def _has_digit(text: str) -> bool:
    return any(c.isdigit() for c in text)
