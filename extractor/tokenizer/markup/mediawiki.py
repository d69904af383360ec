"""Tables of MediaWiki: `{|` to `|}`, rows after `|-`, header cells after `!`, others after `|`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.deferred import deferred
from extractor.model import Cell

from .base import MAX_SPAN, Content, Edit, Format, Found, Rows, trimmed, unwrapped

_ATTRIBUTE = r"\w[\w:-]*[ \t]*=[ \t]*(?:\"[^\"\n|]*\"|'[^'\n|]*'|[^\s|\"']+)"
_ATTRIBUTES = deferred(rf"[ \t]*(?:(?:{_ATTRIBUTE}|nowrap)(?:[ \t]+|(?=\|)))+\|(?!\|)")
_SPANS = deferred(r"(row|col)span[ \t]*=[ \t]*[\"']?(\d{1,3})")
#: what separates cells on a line; links and templates do not, with all their pipes
_BORDERS = deferred(r"\[\[[^\[\]\n]{0,300}\]\]|\{\{[^{}\n]{0,300}\}\}|(?P<data>\|\|)|(?P<head>!!)")
_INNER = deferred(
    r"""
    (?P<note><!--[^>]{0,300}-->|<ref\b[^<>\n]{0,300}(?:/>|>[^<]{0,2000}</ref>))
  | (?P<tag></?(?!br\b)[a-zA-Z][^<>\n]{0,300}>)
  | (?P<quotes>'{2,5})
  | (?P<file>\[\[[ ]*(?:[Ff]ile|[Ii]mage):[^\[\]\n]{0,300}\]\])
  | (?P<link>\[\[(?:[^\[\]\n|]{0,300}\|)?(?P<name>[^\[\]\n|]{1,300})\]\])
  | (?P<site>\[(?:https?:)?//[^\s\]]{1,300}[ ](?P<text>[^\[\]\n]{1,300})\])
  | (?P<template>\{\{[^{}\n|]{1,100}(?:\|[^{}\n]{0,300})?\}\})
  | (?P<line>\n\s*(?:[*\#:][ ]*)?)
  | (?P<pipe>\|)
    """,
    re.VERBOSE,
)
_INSTEAD = {"line": " ", "pipe": "\\|"}
#: templates that are footnotes, and those that show a measure in their first two parts
_FOOTNOTES = frozenset(("cn", "citation needed", "efn", "fn", "note", "ref", "refn", "sfn"))
_MEASURES = frozenset(("convert", "cvt"))


def read(source: str, top: int, start: int, end: int) -> Found:
    """The rows of a table, and its caption."""
    caption: Cell | None = None
    rows: Rows = [[]]
    at = start
    while at < end:
        stop = source.find("\n", at, end)
        stop = end if stop < 0 else stop
        line = source[at:stop]
        first = at + len(line) - len(line.lstrip())
        sign = source[first : min(first + 2, stop)]
        if sign == "|+":
            caption = _content(source, first + 2, stop)[:2]
        elif sign == "|-":
            rows.append([])
        elif sign[:1] in ("|", "!"):
            rows[-1] += _cells(source, first + 1, stop, sign[0] == "!")
        elif rows[-1] and sign:  # the cell goes on
            rows[-1][-1] = rows[-1][-1]._replace(end=at + len(line.rstrip()))
        at = stop + 1
    shown = caption and caption[0] < caption[1]
    return Found([row for row in rows if row], caption if shown else None)


def _cells(source: str, start: int, end: int, head: bool) -> Iterator[Content]:
    """The cells on a line."""
    for border in _BORDERS.finditer(source, start, end):
        if border["data"] or (head and border["head"]):
            yield _content(source, start, border.start())
            start = border.end()
    yield _content(source, start, end)


def _content(source: str, start: int, end: int) -> Content:
    """A cell without its attributes."""
    attributes = _ATTRIBUTES.match(source, start, end)
    sizes = {"row": 1, "col": 1}
    if attributes:
        for span in _SPANS.finditer(source, start, attributes.end()):
            sizes[span[1]] = min(max(1, int(span[2])), MAX_SPAN)
        start = attributes.end()
    return trimmed(source, start, end)._replace(rows=sizes["row"], columns=sizes["col"])


def shown(source: str, start: int, end: int) -> Iterator[Edit]:
    """What turns a cell into the text that it shows."""
    for match in _INNER.finditer(source, start, end):
        first, last = match.span()
        kind = match.lastgroup
        if kind == "template":
            yield from _template(source, first, last, (first, last) == (start, end))
        elif kind in ("link", "site"):
            inner = match.span("name" if kind == "link" else "text")
            yield from unwrapped(FORMAT, source, (first, last), inner)
        else:
            yield first, last, _INSTEAD.get(kind or "", "")


def _template(source: str, start: int, end: int, whole: bool) -> Iterator[Edit]:
    """What leaves of a template the text that it shows, if that is certain: its only part, the
    first two of a measure; its name if it fills the cell. Nothing of a footnote."""
    name, *parts = source[start + 2 : end - 2].split("|")
    first = start + 3 + len(name)
    name = name.strip().casefold()
    if name in _FOOTNOTES:
        yield start, end, ""
    elif not parts and whole:
        yield from unwrapped(FORMAT, source, (start, end), (start + 2, end - 2))
    elif len(parts) == 1 and "=" not in parts[0]:
        yield from unwrapped(FORMAT, source, (start, end), (first, end - 2))
    elif name in _MEASURES and len(parts) > 1:
        at = first + len(parts[0])
        yield start, first, ""
        yield at, at + 1, " "
        yield at + 1 + len(parts[1]), end, ""
    else:
        pipes = [at for at in range(start, end) if source[at] == "|"]
        yield from [(at, at + 1, "\\|") for at in pipes]


FORMAT = Format(
    signs=("{|",),
    opens=r"^[ \t:]*\{\|[^\n]*\n",
    closes=r"^[ \t:]*\|\}[^\n]*\n?",
    read=read,
    shown=shown,
)
