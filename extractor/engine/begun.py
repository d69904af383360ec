"""Whether a line is the start of a known sentence or heading that breaks off."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from extractor.grammar import Grammar


def is_half_heading(grammar: Grammar, line: str) -> bool:
    """Whether a line is the start of a heading, but not all of it."""
    heads = [words[0] for words in fixed(grammar, "heading")]
    return any([head.startswith(line) and head != line for head in heads])


def begins(grammar: Grammar, titles: Sequence[str], line: str) -> bool:
    """Whether a line breaks off: it has the first words of a known sentence, or others, but does
    not end as one; or the start of a heading."""
    if is_half_heading(grammar, line):
        return True
    named = [line[len(title) :] for title in titles if line.startswith(f"{title} ")]
    return any(
        [
            line.startswith(words[0].strip()) or words[0].startswith((line, *named))
            for words in fixed(grammar, "sentence")
            if words[0].strip()
        ]
    )


@lru_cache(maxsize=64)
def fixed(grammar: Grammar, kind: str) -> tuple[tuple[str, ...], ...]:
    """The fixed words of each phrase of a kind that has some."""
    found = [one.matcher.fixed for one in grammar.phrases if one.kind == kind]
    return tuple([words for words in found if words])
