"""Marks for a missing value that the grammar does not list.

In: unreadable cells, rows that cannot be cut, and values that are usual marks. Out: a cause for
each short text that would explain some of them if it were a mark.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from extractor.deferred import deferred
from extractor.fields.missing import MARKS
from extractor.grammar import Grammar
from extractor.model import Span
from extractor.review.why.evidence import SEAM, Cause, Change, Evidence
from extractor.troubles import CutAmbiguous, CutImpossible, UnreadableValue

#: what sites write for a missing value, longest first
USUAL = (
    *("not available", "not applicable", "no data", "unknown", "N.A.", "None", "none", "NULL"),
    *("null", "nil", "N/A", "n/a", "NaN", "nan", "TBD", "tbd", "NA", "---", "--", "—", "–", "…"),
    *("(blank)", "...", "..", "?", "*", "×", "✗", "-"),
)
#: longest text that may be a mark, in characters, and marks that are tried
LONGEST, TRIED = 20, 16
#: the score of a mark that the page has once
ONCE = 0.4
#: how far from an unread cell a line with a usual mark may be, in characters
AROUND = 60

_NO_DIGITS = deferred(r"[^\d%$€£]+")
_LINE = deferred(r"(?<=\n)[ \t]*+(\S+)(?=[ \t]*+(?:\n|\Z))")
_TWICE = deferred(r"(.+?)\s*\1+")


def marks(evidence: Evidence) -> Iterator[Cause]:
    """The causes, the most frequent mark first."""
    named = evidence.grammar.file.missing
    listed, missing = named or [], list(MARKS) if named is None else named
    found: dict[str, list[Span]] = {}
    answers = _answers(evidence.grammar)
    for text, span in _candidates(evidence):
        if (
            text
            and text.casefold() not in answers
            and len(text) <= LONGEST
            and _may_be_mark(text, missing)
        ):
            found.setdefault(text, []).append(span)
    most = Counter({text: len(spans) for text, spans in found.items()}).most_common(TRIED)
    for text, count in most:
        change = Change("missing", listed, [*missing, text])
        expected = ", ".join(listed) or "a value"
        score = min(0.6, ONCE + 0.1 * (count - 1))
        yield Cause("mark", text, score, found[text][0], expected, text, (change,))


def is_usual(cause: Cause) -> bool:
    """Whether a cause is no mark, or a mark that is more than a word that the page has once."""
    word = cause.name not in USUAL and any(map(str.isalpha, cause.name))
    return cause.kind != "mark" or not word or cause.score > ONCE


def _answers(grammar: Grammar) -> set[str]:
    """The words that are values of some field of a grammar (`No`), folded."""
    listed = [word for spec in grammar.specs.values() for word in (*spec.yes, *spec.no)]
    usual = [word for kind in grammar.types.values() for word in kind.answers]
    return {*map(str.casefold, listed), *usual}


def _candidates(evidence: Evidence) -> Iterator[tuple[str, Span]]:
    """Texts that may be marks, with their spans."""
    page = evidence.page
    unread = [one.where for one in page.troubles if isinstance(one, UnreadableValue)]
    words = {(where.field, page.text(where.spans[0]).strip()) for where in unread}
    fields = Counter([field for field, word in words if word not in USUAL])
    for trouble in page.troubles:
        span = trouble.where.spans[0]
        text = page.text(span)
        if isinstance(trouble, UnreadableValue):
            if text.strip() in USUAL or fields[trouble.where.field] == 1:  # else they are values
                yield text.strip(), span
        elif isinstance(trouble, CutImpossible | CutAmbiguous):
            label = evidence.grammar.labels.match(text)
            start = label.end() if label else 0
            certain = isinstance(trouble, CutImpossible)
            yield from _in_row(text[start:], span.start + start, certain)
            window = max(0, span.start - AROUND), span.end + AROUND
            for line in _LINE.finditer(page.source, *window):
                if line.group(1) in USUAL:
                    yield line.group(1), Span(*line.span(1))
    if any([isinstance(one, CutImpossible | CutAmbiguous) for one in page.troubles]):
        for span in page.residue:  # a line among the cells of a row
            text = page.text(span).strip()
            yield ("" if text in page.titles else text), span
    for mention in page.ordered:
        if mention.value in USUAL:
            yield page.text(mention).strip(), Span(mention.start, mention.end)


def _in_row(text: str, at: int, certain: bool) -> Iterator[tuple[str, Span]]:
    """The usual marks in a row without borders. If it cannot be cut, also its lines, its words, the
    text between its digits or before a glued capital, and the text that it repeats."""
    pieces: list[str] = [mark for mark in USUAL if mark in text]
    if certain:
        pieces += [*text.split("\n"), *text.split(), *_NO_DIGITS.findall(text), *SEAM.split(text)]
        pieces += [match.group(1) for match in [_TWICE.fullmatch(text.strip())] if match]
    for word in dict.fromkeys(piece.strip() for piece in pieces):
        first = text.find(word)
        if word:
            yield word, Span(at + first, at + first + len(word))


def _may_be_mark(text: str, missing: list[str]) -> bool:
    """Whether a text has no digit, ends in no comma, is no known mark and no words next to one."""
    if text in missing or text.endswith(",") or any(c.isdigit() for c in text):
        return False
    worded = any(c.isalpha() for c in text)
    return not (worded and any(text.startswith(m) or text.endswith(m) for m in missing))
