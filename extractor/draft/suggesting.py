"""A pattern for a sentence of one page that a grammar does not read.

In: lines of a page, what is known of its entities. Out: patterns in the grammar's language, with
their spans. `FIELD` is in place of a field that is not known.
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
    """The sentences in some lines of a page that name an entity and state something."""
    page = Seen(text, tuple(titles), (), tuple(lines), frozenset())
    for said in Prose(0, page, fields, locale, whole_lines=False).said():
        made = phrase_of(said, fields) if said.after is None else None
        if made is not None and made.letters and made.stated and made.words:
            yield said.span, made.pattern.replace(UNNAMED, FIELD)
