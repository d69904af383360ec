"""Damage to the text of a page: it is cut off, lines are lost or added, borders or cells are
lost."""

from __future__ import annotations

import re

from extractor.deferred import deferred
from extractor.fields.sampling import Chooser
from extractor.synthesis.faults.places import grids, pick
from extractor.synthesis.generator import GeneratedPage

from .truth import Spoilt

#: lines that no grammar knows; the last one is a whole sentence
ADS = (
    "Advertisement",
    "Sponsored: 1,200 offers near you",
    "Find the best deals near you - sign up today",
    "Sign up today and save $50!",
)
#: borders; line ends of wrapped prose are not, nor tabs whose loss makes one word of two
_BORDER = deferred(r"\||(?<![a-z])\t|\t(?![a-z])|(?<![a-zA-Z,])\n")
#: a cell between pipes; between tabs, only the last one, which tools drop if it is empty
_CELLS = deferred(r"\|[^|\n]*(?=\|)|\t+[^\t\n]+(?=\n)")


def cut_head(made: GeneratedPage, other: GeneratedPage, chooser: Chooser) -> Spoilt | None:
    """The start of the page is lost, but not so that cells without their label are all that may be
    titles."""
    at = chooser.integer(1, len(made.text) - 1)
    above, left = made.text[:at].rpartition("\n")[2], made.text[at:]
    cells = above.strip("| \t") != "" and left.startswith(("  ", "\t", "|", " |"))
    if cells and not names(made, left) and not made.sheet.grammar.relational:
        return None
    return Spoilt(left, (made.facts,))


def names(made: GeneratedPage, text: str) -> bool:
    """Whether a text names an entity of a page."""
    shown = text.casefold()
    return any([title.casefold() in shown for title in made.sheet.truth.titles])


def cut_tail(made: GeneratedPage, other: GeneratedPage, chooser: Chooser) -> Spoilt | None:
    """The end of the page is lost."""
    at = chooser.integer(1, len(made.text) - 1)
    return Spoilt(made.text[:at], (made.facts,), cut=True)


def cut_cell(made: GeneratedPage, other: GeneratedPage, chooser: Chooser) -> Spoilt | None:
    """The page ends inside a cell of a table."""
    strip = chooser.choice(pick(chooser, grids(made.sheet))[1].strips)
    words = [word for box in strip.boxes for word in box.text.split() if len(word) > 1]
    word = pick(chooser, words)
    places = [match.start() for match in re.finditer(re.escape(word), made.text)]
    at = pick(chooser, places) + chooser.integer(1, len(word) - 1)
    return Spoilt(made.text[:at], (made.facts,))


def lost(made: GeneratedPage, other: GeneratedPage, chooser: Chooser) -> Spoilt | None:
    """A line is lost."""
    lines, at = _lines(made, chooser)
    gone = tuple(re.sub(r"[|+•*\t]", " ", lines[at]).split())
    return Spoilt("".join([*lines[:at], *lines[at + 1 :]]), (made.facts,), gone)


def doubled(made: GeneratedPage, other: GeneratedPage, chooser: Chooser) -> Spoilt | None:
    """A line is doubled."""
    lines, at = _lines(made, chooser)
    return Spoilt("".join([*lines[: at + 1], *lines[at:]]), (made.facts,))


def _lines(made: GeneratedPage, chooser: Chooser) -> tuple[list[str], int]:
    """The lines of a page, and the index of one not blank."""
    lines = made.text.splitlines(keepends=True)
    worded = [number for number, line in enumerate(lines) if line.strip()]
    return lines, pick(chooser, worded if len(lines) > 2 else [])


def boilerplate(made: GeneratedPage, other: GeneratedPage, chooser: Chooser) -> Spoilt | None:
    """A line of the grammar's boilerplate is inserted anywhere."""
    return _put(made, pick(chooser, made.sheet.grammar.file.boilerplate), chooser)


def ad(made: GeneratedPage, other: GeneratedPage, chooser: Chooser) -> Spoilt | None:
    """An unknown line is inserted anywhere, but not in place of a cell that a row left out."""
    line = chooser.choice(ADS)
    found = _put(made, line, chooser)
    return found and found._replace(come=tuple(line.split()) if line is ADS[-1] else ())


def _put(made: GeneratedPage, line: str, chooser: Chooser) -> Spoilt | None:
    lines = made.text.splitlines(keepends=True)
    if len(lines) < 3:
        return None
    at = chooser.integer(0, len(lines))
    if line in ADS and _fills(made, "".join(lines[:at])):
        return None
    return Spoilt("".join([*lines[:at], f"{line}\n", *lines[at:]]), (made.facts,))


def _fills(made: GeneratedPage, above: str) -> bool:
    """Whether a line below a text seems to be a cell of a row with one cell per line: the row left
    out one of its cells, and nothing else shows which lines are cells."""
    lines = [line.strip() for line in above.splitlines() if line.strip()][::-1]
    strips = [s for _, grid in grids(made.sheet) for s in grid.strips] if lines else []
    return made.layout == "stacked" and any(
        [
            strip.label in lines[: 1 + len([box for box in strip.boxes if box.text])]
            for strip in strips
            if not all([box.text for box in strip.boxes])
        ]
    )


def numbered(made: GeneratedPage, other: GeneratedPage, chooser: Chooser) -> Spoilt | None:
    """Each line begins with its number, as those of a list do; but blank ones, too."""
    if not made.look.airy:
        return None
    sign = chooser.choice((":", ".", ")", " |", ""))
    lines = [f"{n}{sign} {line}".rstrip() for n, line in enumerate(made.text.splitlines(), 1)]
    return Spoilt("".join([f"{line}\n" for line in lines]), (made.facts,))


def border(made: GeneratedPage, other: GeneratedPage, chooser: Chooser) -> Spoilt | None:
    """A border between two cells, or a line end, is lost."""
    places = [match.start() for match in _BORDER.finditer(made.text, 0, len(made.text) - 1)]
    at = pick(chooser, places)
    return Spoilt(made.text[:at] + made.text[at + 1 :], (made.facts,))


def short(made: GeneratedPage, other: GeneratedPage, chooser: Chooser) -> Spoilt | None:
    """A row loses a cell."""
    if made.layout == "grid":  # a line is not a row there
        return None
    cells = [m.span() for m in _CELLS.finditer(made.text) if any(map(str.isalnum, m.group()))]
    start, end = pick(chooser, cells)
    return Spoilt(made.text[:start] + made.text[end:], (made.facts,))
