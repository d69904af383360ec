"""Writes a sheet as text in each of the layouts of HTML-to-text tools.

In: a `Sheet` and a `Look`. Out: the text; None if the layout cannot express one of its tables, such
as an empty row among columns of blanks. The tokenizer's module of each layout writes tables; this
module writes everything else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from extractor.fields.sampling import Chooser
from extractor.tokenizer import aligned, gfm, glued, grid, pipe, spaced, stacked, tabbed
from extractor.tokenizer.tables import wrapped

from .parts import Grid, Heading, Items, Listing, Paragraph, Sheet

WRITERS: Mapping[str, Callable[..., str | None]] = {
    "pipe": pipe.write,
    "gfm": gfm.write,
    "tabbed": tabbed.write,
    "aligned": aligned.write,
    "grid": grid.write,
    "spaced": spaced.write,
    "stacked": stacked.write,
    "glued": glued.write,
}
LAYOUTS = tuple(WRITERS)

#: the options of each writer, plainest first
_OPTIONS: Mapping[str, Mapping[str, tuple[Any, ...]]] = {
    "pipe": {"blank": ("last", "first")},
    "gfm": {"outer": (True, False), "padded": (False, True), "dashes": (False, True)},
    "tabbed": {"tabs": (2, 1), "blank": ("first", "last")},
    "aligned": {"gap": (2, 3), "indent": (0, 4), "blank": ("first",)},
    "grid": {"width": (21, 30), "head_rule": (True, False)},
    "spaced": {"newline": (True,), "apart": (False, True)},
    "stacked": {"joined": (False, True), "indent": (0, 4)},
    "glued": {"newline": (True, False), "joint": ("", " ")},
}
#: layouts of tools that write Markdown, and of those that put blank lines between paragraphs
_MARKDOWN = ("gfm", "pipe")
_AIRY = ("gfm", "tabbed", "aligned", "grid")
#: bullets of list items
_BULLETS = {"pipe": ("- ",), "gfm": ("* ", "- ", "-   "), "tabbed": ("  • ",)}
_BULLETS |= {"aligned": ("  * ", "  • "), "grid": ("-   ",)}


@dataclass(frozen=True, slots=True)
class Look:
    """How a page is written. `options` go to the layout's writer; `wrap` is the width of wrapped
    prose (0: no wrapping), `indent` the number of blanks before it; `airy` puts blank lines between
    paragraphs, `marks` writes headings with `#`, `bullet` precedes list items."""

    layout: str
    options: Mapping[str, Any] = field(default_factory=dict)
    wrap: int = 0
    indent: int = 0
    airy: bool = False
    marks: bool = False
    bullet: str = ""


def look(chooser: Chooser, layout: str | None = None) -> Look:
    """One of the ways to write a page in a layout; the plainest is the first choice."""
    name = chooser.choice(LAYOUTS) if layout is None else layout
    options = {key: chooser.choice(values) for key, values in _OPTIONS[name].items()}
    airy = name in _AIRY or (name != "glued" and chooser.boolean(0.3))
    wrapped = airy and name not in ("pipe", "tabbed", "stacked") and chooser.boolean(0.3)
    return Look(
        layout=name,
        options=options,
        wrap=chooser.integer(72, 80) if wrapped else 0,
        indent=3 if wrapped and name == "aligned" and chooser.boolean() else 0,
        airy=airy,
        marks=name in _MARKDOWN and airy and chooser.boolean(),
        bullet=chooser.choice(_BULLETS[name]) if name in _BULLETS else "",
    )


def write(sheet: Sheet, how: Look) -> str | None:
    """The page as text; None if the layout cannot express it."""
    pieces: list[str] = []
    for part in sheet.parts:
        if isinstance(part, Grid):
            piece = _table(part, how)
            if piece is None:
                return None
        elif isinstance(part, Paragraph):
            piece = _wrapped(part.text, how, "") if how.wrap else part.text
        elif isinstance(part, (Items, Listing)):
            lines = part.items if isinstance(part, Items) else [one.text for one in part.told]
            piece = "\n".join([_wrapped(line, how, how.bullet) for line in lines])
        elif how.marks and isinstance(part, Heading):
            piece = "#" * part.level + " " + part.text
        else:
            piece = part.text
        pieces.append(piece)
    if how.layout == "glued" and not how.options.get("newline", True):
        return "".join([piece.replace("\n", "") for piece in pieces]) + "\n"
    return ("\n\n" if how.airy else "\n").join(pieces) + "\n"


def _table(part: Grid, how: Look) -> str | None:
    rows = [
        (label, ["\n".join(parts) if parts else text for text, parts, *_ in boxes])
        for _, label, boxes in part.strips
    ]
    if part.relational:
        rows = [(cells[0], cells[1:]) for _, cells in rows]
    text = WRITERS[how.layout](part.titles, rows, **how.options)
    return None if text is None else text.rstrip("\n")


def _wrapped(text: str, how: Look, bullet: str) -> str:
    """The text, wrapped to `how.wrap` characters where words are short enough."""
    if not how.wrap:
        return bullet + text
    line = " " * how.indent + bullet
    return line + f"\n{' ' * len(line)}".join(wrapped(text, how.wrap - len(line)))
