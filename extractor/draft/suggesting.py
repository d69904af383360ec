"""Patterns for sentences of one page that a grammar does not read.

In: lines of a page, and the values of its entities. Out: patterns, with their spans. `FIELD` stands
for an unknown field.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extractor.model import Span

from .evidence import Seen
from .fields import Field
from .phrases import phrase_of
from .sayings import UNNAMED, Prose

FIELD = "FIELD"


def suggestions(
    text: str,
    titles: Sequence[str],
    lines: Sequence[Span],
    fields: Mapping[str, Field],
    locale: str | None,
) -> Iterator[tuple[Span, str]]:
    """Patterns for the sentences in `lines` that name an entity and state a value."""
    page = Seen(text, tuple(titles), (), tuple(lines), frozenset())
    for said in Prose(0, page, fields, locale, whole_lines=False).said():
        made = phrase_of(said, fields) if said.after is None else None
        if made is not None and made.letters and made.stated and made.words:
            yield said.span, made.pattern.replace(UNNAMED, FIELD)
