"""A page as it reads: the source without the marks that flattening tools leave inside text.

`view(source)` returns the text that every later stage reads, with a map back: each span of the view
maps to a half-open span of the source as given. It undoes Markdown escapes, emphasis and links,
HTML entities (escaped ones, too) and comments, `<br>` and tags inside text, mojibake of UTF-8 read
as cp1252, typographic quotes and spaces, CR and other line ends, drawn borders, zero-width
characters, a terminal's colours, quote marks before tables, what comes before all lines
(`prefixes`), escaped line ends of a text without others, line ends after a word's hyphen, and the
markup of tables (`markup`). Marks of structure (`#`, bullets, pipes, escaped pipes) stay. A
source without any of these is its own view, at no cost.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from heapq import merge
from html import unescape
from typing import NamedTuple

from extractor.deferred import deferred

from . import markup
from .markup.base import Edit
from .prefixes import prefix_of, unprefixed

#: private-use characters: reserved, as the engine masks titles with them
_PRIVATE = range(0xE000, 0xF900)
#: drawn lines (`│`, `─`, `┼`), each as the sign that draws it in plain text
_DRAWN = {
    **{chr(code): "+" for code in range(0x2500, 0x2580)},
    **dict.fromkeys("─━┄┅┈┉╌╍═╴╶╸╺╼╾", "-"),
    **dict.fromkeys("│┃┆┇┊┋╎╏║╵╷╹╻╽╿", "|"),
}
#: blanks and quotes as they are typed
_TYPED = {
    **dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006", " "),
    **dict.fromkeys("\u2007\u2008\u2009\u200a\u202f\u205f\u3000\x0b\x0c", " "),
    **dict.fromkeys("‘’ʼ\u2032", "'"),
    **dict.fromkeys("“”\u2033", '"'),
}
#: one for one, so the view keeps its length
_ALIKE = str.maketrans(
    {
        **_TYPED,
        **dict.fromkeys("\u2028\u2029\x85", "\n"),
        **_DRAWN,
        **dict.fromkeys((chr(0), *map(chr, _PRIVATE)), "\ufffd"),
    }
)
_BLANKS_AND_QUOTES = str.maketrans(_TYPED)

#: zero-width characters, and marks of a text's direction
NO_WIDTH = (
    "\u200b\u200c\u200d\u2060\ufeff\u00ad"
    "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c"
)
#: longest link text, link target and emphasis that is undone, in characters
_REACH = 300
#: longest tag or comment of HTML inside text, in characters
_TAG = 2_000

_TARGET = rf"""\]\([^()\s]{{0,{_REACH}}}(?:[ ]"[^"\n]{{0,{_REACH}}}")?\)"""
_MARKS = deferred(
    rf"""
    (?P<sign>\\[\\*_\[\]&<!])                       # Markdown escape of what would be a mark
  | (?P<escape>\\(?=[!-/:-@\[-`{{}}~]))            # or of anything else (an escaped pipe stays)
  | (?P<break><[bB][rR][ ]?/?>)
  | (?P<tag></?(?:(?:a|span|img|font)(?=[\s/>])[^<>\n]{{0,{_TAG}}}|b|i|u|em|strong)>)
  | (?P<comment><!--[^<>]{{0,{_TAG}}}+(?<=--)>)
  | (?P<entity>&(?:amp;){{0,4}}(?:\#\d{{1,7}}|\#[xX][0-9a-fA-F]{{1,6}}
        |[a-zA-Z][a-zA-Z0-9]{{1,30}});|&nbsp)
  | (?P<image>!\[[^\[\]\n]{{0,{_REACH}}}\]\([^()\n]{{0,{_REACH}}}\))
  | (?P<hollow>\[{_TARGET})
  | (?P<open>\[(?=(?:[^\[\]\n]|\n(?![ \t]*\n)|\[[^\[\]\n]{{0,80}}\]){{1,{_REACH}}}+{_TARGET}))
  | (?P<close>{_TARGET})
  | (?P<strong>(?:\*\*|(?<!\w)__)(?=[^\s|]))
  | (?P<emphasis>(?<![\w*])(?P<one>[*_])
        (?=[^\s*_|](?:[^\n*_|]{{0,{_REACH}}}[^\s*_|])?(?P<once>(?P=one))(?![\w*])))
  | (?P<closing>\*\*|__|[*_])
  | (?P<mojibake>[ÂÃâ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{{1,2}})
  | (?P<nothing>(?:[{NO_WIDTH}]|ï»¿|\x1b\[[0-9;]{{0,16}}[A-Za-z])+)
  | (?P<cr>\r\n?)
  | (?P<quote>(?<![^\n])(?:>[ ]?)+)
  | (?P<hyphen>(?<=[^\W_])-\n(?=(?P<next>[a-z]+)))
    """,
    re.VERBOSE,
)
#: ends of strong emphasis, by its sign; a line end or a pipe ends it unclosed
_CLOSINGS = {sign: deferred(rf"(?<=[^\s|]){re.escape(sign)}|[\n|]") for sign in ("**", "__")}
#: the first characters of marks
_BEGINS = deferred(rf"[\\<&!\[\]*_ÂÃâï{NO_WIDTH}\x1b\r>\-](?<!-(?!\n))")
#: table rows in a block quote, whose `>` marks are not part of the text
_QUOTED = deferred(r"^>[ >]*\|", re.MULTILINE)
_UNQUOTED = deferred(r"^[ \t]*+[^>\s]", re.MULTILINE)
#: a drawn table of which a blank line follows each line, and a line end without one
_SPREAD = deferred(r"\n\r?\n[ \t]*+[|+]-[-=+|]*+[ \t]*+\r?\n")
_SINGLE = deferred(r"\n(?<!\n\n)(?<!\n\r\n)(?![ \t\r]*+(?:\n|\Z))")
_DOUBLE = deferred(r"\n(\r?\n)")
#: what JSON writes for signs that are no text
_JSON = deferred(r"\\(?:[ntr]|u(?![dD][89a-fA-F])[0-9a-fA-F]{4})")
_JSON_SIGNS = {"n": "\n", "t": "\t", "r": ""}
#: where a drawn line lost its end: before the border of a row, or behind one
_RUN_ON = deferred(
    r"^[ \t]*+\+[-=+]++(?<=[-=]\+)(?P<row>\| )|(?P<end> \|)(?=\+[-=]++\+[-=+]*+[ \t]*+$)",
    re.MULTILINE,
)
_HYPHENED = deferred(r"-\n(?<=[^\W_]-\n)[a-z]")
#: narrowest wrap of any tool, in characters
_NARROW = 60
_PLAIN = "".join([chr(code) for code in _ALIKE if code not in _PRIVATE])
_ODD = deferred(f"[{re.escape(_PLAIN)}{chr(_PRIVATE[0])}-{chr(_PRIVATE[-1])}]")
_CONTROLS = ("\0", "\x0b", "\x0c")
_ASCII_SIGNS = ("\\", "*", "&", "](", "_", "<", "\r", "\x1b", *_CONTROLS)
#: signs of Markdown: single `*` and `_` are emphasis in such a page, literal in any other
_MARKDOWN = deferred(r"\\[-*_\#.\[\]()>`]|\]\(|\*\*[^\s*]|^\#{1,6}[ ]", re.MULTILINE)


class View(NamedTuple):
    """The text as it reads, and the position of each of its characters in the source.

    `starts` and `ends` are (positions, shifts): from each position on, add the shift to the start
    (or end) of a span to get its place in the source. Both are empty if the two are equally long.
    `cuts` are the positions where lines of the source were left out.
    """

    text: str
    starts: tuple[list[int], list[int]] = ([], [])
    ends: tuple[list[int], list[int]] = ([], [])
    cuts: tuple[int, ...] = ()

    @property
    def shifted(self) -> bool:
        """Whether positions of the view differ from those of the source."""
        return bool(self.starts[0])

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the source that `text[start:end]` was made from."""
        positions, shifts = self.starts
        at = bisect_right(positions, start)
        first = start + shifts[at - 1] if at else start
        positions, shifts = self.ends
        at = bisect_right(positions, end)
        last = end + shifts[at - 1] if at else end
        return first, max(first, last)


def without(whole: View, gone: Sequence[tuple[int, int]]) -> View:
    """The view without some spans of whole lines, given in order."""
    if not gone:
        return whole
    parts: list[str] = []
    cuts: list[int] = []
    done = length = 0
    for start, end in gone:
        parts.append(whole.text[done:start])
        length += start - done
        cuts.append(length)
        done = end
    parts.append(whole.text[done:])
    starts, ends = _shifted(whole.starts, gone, 0), _shifted(whole.ends, gone, 1)
    return View("".join(parts), starts, ends, tuple(cuts))


def _shifted(
    ways: tuple[list[int], list[int]], gone: Sequence[tuple[int, int]], behind: int
) -> tuple[list[int], list[int]]:
    """The map of starts, or of ends (`behind` 1), after the spans `gone` are left out."""
    positions, shifts = ways
    found: tuple[list[int], list[int]] = ([], [])
    removed = at = 0
    for start, end in gone:
        while at < len(positions) and positions[at] < start + behind:
            found[0].append(positions[at] - removed)
            found[1].append(shifts[at] + removed)
            at += 1
        while at < len(positions) and positions[at] <= end:
            at += 1
        shift = shifts[at - 1] if at else 0
        if found[0] and found[0][-1] == start + behind - removed:
            found[0].pop()
            found[1].pop()
        found[0].append(start + behind - removed)
        removed += end - start
        found[1].append(shift + removed)
    found[0].extend([position - removed for position in positions[at:]])
    found[1].extend([shift + removed for shift in shifts[at:]])
    return found


@lru_cache(maxsize=1)
def view(source: str) -> View:
    """The source as it reads; rules ask again. Time is linear in its length."""
    quoted = ">" in source and _is_quoted(source)
    drawn = _has(source, ("|-", "+-")) and _SPREAD.search(source) is not None
    spread = drawn and _SINGLE.search(source) is None
    hyphened = "-\n" in source and _HYPHENED.search(source) is not None
    tabled = markup.may_have(source)
    run_on = _has(source, ("+|", "|+")) and _RUN_ON.search(source) is not None
    prefix = prefix_of(source)
    marked = quoted or hyphened or tabled or spread or run_on or prefix is not None
    marked = marked or _has(source, _ASCII_SIGNS)
    if source.isascii() and not marked:
        return View(source)
    pieces: list[str] = []
    starts: tuple[list[int], list[int]] = ([], [])
    ends: tuple[list[int], list[int]] = ([], [])
    done = length = 0
    found = _undone(source, quoted)
    found = _apart(found, markup.edits(source)) if tabled else found
    found = _apart(found, _ended(source)) if run_on else found
    found = _apart(_unescaped(source), found) if _is_escaped(source) else found
    found = _apart(unprefixed(source, prefix), found) if prefix else found
    for at, after, instead in _apart(found, _closed_up(source)) if spread else found:
        pieces += (source[done:at], instead)
        length += at - done + len(instead)
        done = after
        shift = after - length
        if len(instead) != after - at:
            starts[0].append(length)
            starts[1].append(shift)
            ends[0].append(length if instead else length + 1)
            ends[1].append(shift)
    if not pieces:
        return View(_plain(source))
    pieces.append(source[done:])
    return View(_plain("".join(pieces)), starts, ends)


def typed(text: str) -> str:
    """A text of a grammar with the blanks and quotes of a view."""
    return text.translate(_BLANKS_AND_QUOTES)


def unescaped(entity: str) -> str:
    """What an entity stands for, which may itself be escaped."""
    while (plain := unescape(entity)) != entity:
        entity = plain
    return plain


def _is_quoted(source: str) -> bool:
    """Whether the `>` at line starts are no text: of table rows, or of all lines."""
    return _QUOTED.search(source) is not None or _UNQUOTED.search(source) is None


def _closed_up(source: str) -> Iterator[Edit]:
    """What takes out each second line end."""
    for match in _DOUBLE.finditer(source):
        yield *match.span(1), ""


def _ended(source: str) -> Iterator[Edit]:
    """What gives drawn lines back their ends, each in place of a blank beside a border."""
    for match in _RUN_ON.finditer(source):
        kind = match.lastgroup or ""
        yield *match.span(kind), "\n|" if kind == "row" else "|\n"


def _is_escaped(source: str) -> bool:
    """Whether a text has the line ends of JSON, and no others."""
    return "\\n" in source and "\n" not in source.strip() and source.count("\\n") > 2


def _unescaped(source: str) -> Iterator[Edit]:
    """What undoes the escapes of JSON."""
    for match in _JSON.finditer(source):
        sign = match.group()
        plain = _JSON_SIGNS.get(sign[1])
        yield *match.span(), chr(int(sign[2:], 16)) if plain is None else plain


def _has(text: str, signs: Sequence[str]) -> bool:
    """Whether a text has one of some signs; one character is found much faster than two."""
    return any([s[0] in text and s[-1] in text and s in text for s in signs])


def _plain(text: str) -> str:
    odd = _has(text, _CONTROLS) if text.isascii() else _ODD.search(text)
    return text.translate(_ALIKE) if odd else text


def _apart(*edits: Iterator[Edit]) -> Iterator[Edit]:
    """Edits in order, each without what an earlier one changes."""
    done = 0
    for start, end, instead in merge(*edits):
        if end > done or start == end == done:
            yield max(start, done), end, instead
            done = end


def _undone(source: str, quoted: bool) -> Iterator[Edit]:
    """The marks of a source, in order, with their replacements; emphasis only in pairs."""
    closings: set[int] = set()
    ends = dict.fromkeys(_CLOSINGS, -1)
    markdown: bool | None = None
    done = 0
    for begin in _BEGINS.finditer(source):
        match = _MARKS.match(source, begin.start()) if begin.start() >= done else None
        if match is None:
            continue
        done = match.end()
        kind = match.lastgroup
        if kind == "strong":
            sign, at = match.group(), match.end() + 1
            if ends[sign] < at:  # the nearest end serves every opening before it
                end = _CLOSINGS[sign].search(source, at)
                ends[sign] = end.start() if end else len(source)
            if ends[sign] - at <= _REACH and source.startswith(sign, ends[sign]):
                closings.add(ends[sign])
            elif match.start() not in closings:
                continue
        elif kind == "emphasis":
            if markdown is None:
                markdown = _MARKDOWN.search(source) is not None
            if not markdown:
                continue
            closings.add(match.start("once"))
        elif (
            (kind == "closing" and match.start() not in closings)
            or (kind == "quote" and not quoted)
            or (kind == "hyphen" and not _is_wrapped(source, match))
        ):
            continue
        instead = _instead(kind, match.group())
        if instead is not None:
            yield *match.span(), instead


def _is_wrapped(source: str, match: re.Match[str]) -> bool:
    """Whether a tool broke the line after a hyphen: the next word did not fit, and the line is not
    part of a table. Before `and`, `or` and `to` it was not: in `short- and long-term` a space
    follows the hyphen."""
    line = source[source.rfind("\n", 0, match.start()) + 1 : match.start()]
    word = match["next"]
    full = len(line) + 1 + len(word) > _NARROW
    return full and word not in ("and", "or", "to") and "|" not in line and "\t" not in line


def _instead(kind: str | None, text: str) -> str | None:
    """The replacement of a mark in the view; None if it is no mark after all."""
    match kind:
        case "sign":
            return text[1]
        case "cr":
            return "\n"
        case "hyphen":
            return "-"
        case "break":
            return " "
        case "entity":
            plain = unescaped(text)
            return plain if len(plain) == 1 or text.startswith("&amp;") else None
        case "mojibake":
            try:
                plain = text.encode("cp1252").decode("utf-8")
            except UnicodeError:
                return None
            return "" if plain in NO_WIDTH else plain
        case _:
            return ""
