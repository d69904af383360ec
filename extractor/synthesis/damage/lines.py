"""Damage to the text of a page: cut off, lines lost, doubled and put in, borders and cells lost."""

from __future__ import annotations

import re

from extractor.deferred import deferred
from extractor.fields.sampling import Chooser
from extractor.synthesis.generator import GeneratedPage
from extractor.synthesis.parts import Grid

from .truth import Spoilt

#: lines that no grammar knows; the last one is a whole sentence
ADS = (
    "Advertisement",
    "Sponsored: 1,200 offers near you",
    "Find the best deals near you - sign up today",
    "Sign up today and save $50!",
)
#: a border; a line end is none where prose was wrapped
_BORDER = deferred(r"[|\t]|(?<![a-zA-Z,])\n")
#: a cell between pipes; where tabs part cells, only the last one: tools drop it where it is empty
_CELLS = deferred(r"\|[^|\n]*(?=\|)|\t+[^\t\n]+(?=\n)")


def cut_head(made: GeneratedPage, other: GeneratedPage, chooser: Chooser) -> Spoilt | None:
    """The page begins anywhere."""
    at = chooser.integer(1, len(made.text) - 1)
    return Spoilt(made.text[at:], (made.facts,))


def cut_tail(made: GeneratedPage, other: GeneratedPage, chooser: Chooser) -> Spoilt | None:
    """The page ends anywhere."""
    at = chooser.integer(1, len(made.text) - 1)
    return Spoilt(made.text[:at], (made.facts,), cut=True)


def cut_cell(made: GeneratedPage, other: GeneratedPage, chooser: Chooser) -> Spoilt | None:
    """The page ends inside a cell of a table."""
    grids = [part for part in made.sheet.parts if isinstance(part, Grid)]
    if not grids:
        return None
    strip = chooser.choice(chooser.choice(grids).strips)
    words = [word for box in strip.boxes for word in box.text.split() if len(word) > 1]
    if not words:
        return None
    word = chooser.choice(words)
    places = [match.start() for match in re.finditer(re.escape(word), made.text)]
    if not places:
        return None
    at = chooser.choice(places) + chooser.integer(1, len(word) - 1)
    return Spoilt(made.text[:at], (made.facts,))


def lost(made: GeneratedPage, other: GeneratedPage, chooser: Chooser) -> Spoilt | None:
    """A line is lost."""
    lines = made.text.splitlines(keepends=True)
    if len(lines) < 3:
        return None
    at = chooser.choice([n for n, line in enumerate(lines) if line.strip()])
    gone = tuple(re.sub(r"[|+•*\t]", " ", lines[at]).split())
    return Spoilt("".join([*lines[:at], *lines[at + 1 :]]), (made.facts,), gone)


def doubled(made: GeneratedPage, other: GeneratedPage, chooser: Chooser) -> Spoilt | None:
    """A line stands twice."""
    lines = made.text.splitlines(keepends=True)
    if len(lines) < 3:
        return None
    at = chooser.choice([n for n, line in enumerate(lines) if line.strip()])
    return Spoilt("".join([*lines[: at + 1], *lines[at:]]), (made.facts,))


def boilerplate(made: GeneratedPage, other: GeneratedPage, chooser: Chooser) -> Spoilt | None:
    """A line of no content, which the grammar knows, stands anywhere."""
    lines = made.sheet.grammar.file.boilerplate
    return _put(made, chooser.choice(lines), chooser) if lines else None


def ad(made: GeneratedPage, other: GeneratedPage, chooser: Chooser) -> Spoilt | None:
    """A line that nobody knows stands anywhere."""
    line = chooser.choice(ADS)
    found = _put(made, line, chooser)
    return found and found._replace(come=tuple(line.split()) if line is ADS[-1] else ())


def _put(made: GeneratedPage, line: str, chooser: Chooser) -> Spoilt | None:
    lines = made.text.splitlines(keepends=True)
    if len(lines) < 3:
        return None
    at = chooser.integer(0, len(lines))
    return Spoilt("".join([*lines[:at], f"{line}\n", *lines[at:]]), (made.facts,))


def border(made: GeneratedPage, other: GeneratedPage, chooser: Chooser) -> Spoilt | None:
    """A border between two cells, or between two lines, is lost."""
    places = [match.start() for match in _BORDER.finditer(made.text, 0, len(made.text) - 1)]
    if not places:
        return None
    at = chooser.choice(places)
    return Spoilt(made.text[:at] + made.text[at + 1 :], (made.facts,))


def short(made: GeneratedPage, other: GeneratedPage, chooser: Chooser) -> Spoilt | None:
    """A row has a cell too few."""
    if made.layout == "grid":  # a line is not a row there
        return None
    cells = [m.span() for m in _CELLS.finditer(made.text) if any(map(str.isalnum, m.group()))]
    if not cells:
        return None
    start, end = chooser.choice(cells)
    return Spoilt(made.text[:start] + made.text[end:], (made.facts,))
