"""Figures of sentences that no table states: fields of their own.

In: sentences, and the entities that they name. A figure is the longest text around digits that some
field type reads (`2-4 years`). Whose it is the order of names tells: one name, or as many names as
figures, or one figure for all. That is a guess, and a comment says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from extractor.deferred import deferred
from extractor.engine.frames.looks import has_digit
from extractor.engine.narrowest import read_cell, reads_as_figure
from extractor.grammar.patterns import EVERY
from extractor.model import Span

from .fields import Field, describe, unique_name
from .worded import UNNAMED, listing

if TYPE_CHECKING:
    from .phrases import Phrase

#: words before and after digits that a figure may have (`more than 10 years`)
AROUND = 2
#: words of so few letters name nothing (`for`, `are`)
SHORT = 3
LETTERS = "xyzabcdefghijklmnopqrstuvw"
_WORD = deferred(r"\S+")
GUESS = "whose each figure is was told by the order of names"


def figures(
    text: str,
    span: Span,
    taken: Sequence[tuple[int, int]],
    order: Sequence[int],
    locale: str | None,
) -> Iterator[tuple[int, int, frozenset[str]]]:
    """The slots of a sentence's figures outside of what is taken; none where it is not told whose
    they are."""
    found: list[Span] = []
    done = span.start
    for start, end in [*sorted(taken), (span.end, span.end)]:
        found += figures_within(text, Span(done, start), locale)
        done = max(done, end)
    names = list(dict.fromkeys(order))
    if len(names) == 1:
        owners = [LETTERS[0]] * len(found)
    elif len(names) == len(found):
        owners = [LETTERS[n] for n in range(len(names))]
    elif len(found) == 1 and len(names) == 2:
        owners = [EVERY]
    else:
        return
    for figure, owner in zip(found, owners, strict=True):
        yield (*figure, frozenset([f"{{{owner}.{UNNAMED}}}"]))


def figures_within(text: str, span: Span, locale: str | None) -> Iterator[Span]:
    """The figures of a stretch, each as long as it reads (`More than 10 years`)."""
    words = [Span(*match.span()) for match in _WORD.finditer(text, *span)]
    done = 0
    for at, word in enumerate(words):
        if at < done or not has_digit(text[slice(*word)]):
            continue
        best: Span | None = None
        for first in range(max(done, at - AROUND), at + 1):
            for last in range(min(len(words), at + AROUND + 1) - 1, at - 1, -1):
                end = words[last].end
                while text[end - 1] in ".,;:":
                    end -= 1
                if reads_as_figure(text[words[first].start : end], locale):
                    best = best or Span(words[first].start, end)
                    done = max(done, last + 1)
                    break
            if best:
                break
        if best:
            yield best


def said_in(text: str, span: Span, parts: Sequence[str | frozenset[str]]) -> tuple[str, ...]:
    """The texts of a sentence's slots that have no field, in order."""
    plain = [p if isinstance(p, str) else f"(?P<f{n}>.+?)" for n, p in enumerate(parts)]
    literal = [p if p.startswith("(?P<f") else re.escape(re.sub(r"\\(.)", r"\1", p)) for p in plain]
    match = re.fullmatch("".join(literal), text[slice(*span)], re.DOTALL)
    slots = [n for n, p in enumerate(parts) if not isinstance(p, str) and UNNAMED in min(p)]
    return tuple([match.group(f"f{n}") for n in slots]) if match else ()


def name_figures(said: Sequence[Phrase], fields: dict[str, Field], locale: str | None) -> None:
    """Gives each slot without a field one, named after the words before it, in place."""
    made: dict[str, Field] = {}
    for one in said:
        slots = [n for n, p in enumerate(one.parts) if not isinstance(p, str) and UNNAMED in min(p)]
        if not slots:
            continue
        literals = [part.strip() for part in one.parts[: slots[0]] if isinstance(part, str)]
        before = " … ".join(filter(None, literals))
        words = [word for word in re.findall(r"[a-z]+", before.lower()) if len(word) > SHORT]
        words = words[-2:] or ["figure"]
        key = f"{UNNAMED}{'_'.join(words)}"
        known = made.get(key)
        if known is None:
            taken = {other.name for other in fields.values()}
            known = made[key] = Field(unique_name("_".join(words), taken), [before or key])
            fields[key] = known
        known.cells += [
            (page, n, text) for page, texts in one.figures.items() for n, text in enumerate(texts)
        ]
        one.parts = tuple([_named(part, known.name) for part in one.parts])
        one.doubt = "; ".join(filter(None, [one.doubt, GUESS if len(one.letters) > 1 else ""]))
    describe(made.values(), locale)
    for known in made.values():
        spec = listing([text for _, _, text in known.cells]) if known.kind.words else None
        if spec is not None:
            known.type = spec.type
            known.readings = [read_cell(spec, text) for _, _, text in known.cells]


def _named(part: str | frozenset[str], name: str) -> str | frozenset[str]:
    if isinstance(part, str):
        return part
    return frozenset([slot.replace(UNNAMED, name) for slot in part])


__all__ = ["figures", "name_figures", "said_in"]
