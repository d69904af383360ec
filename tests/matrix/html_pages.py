"""Writes a sheet as HTML, in the ways in which sites write comparison tables.

In: a `Sheet` and a `Markup`. Out: one HTML page. What HTML-to-text tools make of a table hangs on
these ways: on white space between tags, on `<th>`, on where the blank header cell stands, and on
what parts the paragraphs of a cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from extractor.fields.base import NAME
from extractor.fields.sampling import Chooser
from extractor.synthesis.parts import Box, Grid, Heading, Items, Line, Listing, Paragraph, Sheet

#: white space between tags: none, a line for each tag, or a line for each table row
SPACINGS = ("none", "pretty", "rows")
HEADS = ("thead", "th", "td")
PARTS = ("inline", "p", "br", "div", "ul")


@dataclass(frozen=True, slots=True)
class Markup:
    """How a page is marked up. `head` says what the header row is made of (`thead`: of `th` in a
    part of its own), `labels` which tag labels have, `blank` what the blank header cell holds and
    `blank_first` where it stands, `parts` how a cell's paragraphs are parted; `paragraphs` puts
    every value in a `<p>`, `strong` labels in bold, `links` text values in links."""

    spacing: str = "none"
    head: str = "thead"
    labels: str = "td"
    blank: str = ""
    blank_first: bool = True
    parts: str = "inline"
    paragraphs: bool = False
    strong: bool = False
    links: bool = False


def markup(chooser: Chooser) -> Markup:
    """One of all ways, the plainest first."""
    return Markup(
        spacing=chooser.choice(SPACINGS),
        head=chooser.choice(HEADS),
        labels="th" if chooser.boolean(0.2) else "td",
        blank="&nbsp;" if chooser.boolean(0.15) else "",
        blank_first=not chooser.boolean(0.4),
        parts=chooser.choice(PARTS),
        paragraphs=chooser.boolean(0.1),
        strong=chooser.boolean(0.2),
        links=chooser.boolean(0.2),
    )


def write(sheet: Sheet, how: Markup) -> str:
    """The page as HTML."""
    lines = [part.text for part in sheet.parts if isinstance(part, Line)]
    above = lines[: sheet.outline.navigation]
    head = f'<head><meta charset="utf-8"><title>{_text(sheet.title)}</title></head>'
    links = "".join([f'<li><a href="/{n}">{_text(one)}</a></li>' for n, one in enumerate(above)])
    nav = f"<header><nav><ul>{links}</ul></nav></header>" if above else ""
    body = "".join(_parts(sheet, how))
    below = "".join([f"<p>{_text(line)}</p>" for line in lines[len(above) :]])
    footer = f"<footer>{below}</footer>" if below else ""
    page = (
        f'<!DOCTYPE html><html lang="en">{head}<body>{nav}'
        f"<main><article>{body}</article></main>{footer}</body></html>"
    )
    return _spaced(page, how.spacing)


def _text(text: str) -> str:
    return escape(text, quote=False)


def _parts(sheet: Sheet, how: Markup) -> Iterator[str]:
    for part in sheet.parts:
        if isinstance(part, Heading):
            yield f"<h{part.level}>{_text(part.text)}</h{part.level}>"
        elif isinstance(part, Paragraph):
            yield f"<p>{_text(part.text)}</p>"
        elif isinstance(part, Items | Listing):
            lines = part.items if isinstance(part, Items) else [one.text for one in part.told]
            items = "".join([f"<li>{_text(line)}</li>" for line in lines])
            yield f"<ul>{items}</ul>"
        elif isinstance(part, Grid):
            yield _table(sheet, part, how)


def _table(sheet: Sheet, grid: Grid, how: Markup) -> str:
    cell = "td" if how.head == "td" else "th"
    titles = [_text(title) for title in grid.titles]
    cells = [how.blank, *titles] if how.blank_first else [*titles, how.blank]
    cells = titles if grid.relational else cells
    head = "<tr>" + "".join([f"<{cell}>{one}</{cell}>" for one in cells]) + "</tr>"
    rows = []
    for strip in grid.strips:
        label = f"<strong>{_text(strip.label)}</strong>" if how.strong else _text(strip.label)
        kind = sheet.grammar.types.get(strip.field)
        linked = how.links and kind is not None and NAME in kind.roles
        boxes = "".join([f"<td>{_box(box, how, linked)}</td>" for box in strip.boxes])
        if grid.relational:
            rows.append(f"<tr>{boxes}</tr>")
            continue
        rows.append(f"<tr><{how.labels}>{label}</{how.labels}>{boxes}</tr>")
    body = "".join(rows)
    if how.head == "thead":
        return f"<table><thead>{head}</thead><tbody>{body}</tbody></table>"
    return f"<table><tbody>{head}{body}</tbody></table>"


def _box(box: Box, how: Markup, linked: bool) -> str:
    if box.parts:
        parts = [_text(part) for part in box.parts]
        if how.parts == "br":
            return "<br>".join(parts)
        if how.parts == "ul":
            return "<ul>" + "".join([f"<li>{part}</li>" for part in parts]) + "</ul>"
        if how.parts in ("p", "div"):
            return "".join([f"<{how.parts}>{part}</{how.parts}>" for part in parts])
    text = _text(box.text)
    if linked and box.fact is not None and box.fact.value is not None:
        text = f'<a href="/x/{len(text)}">{text}</a>'
    return f"<p>{text}</p>" if how.paragraphs else text


_TOKENS = re.compile(r"<[^>]+>|[^<]+")
_INLINE = ("<a ", "</a>", "<strong>", "</strong>")
_ALONE = ("<br>", "<meta", "<!DOCTYPE")


def _spaced(page: str, spacing: str) -> str:
    """The page with white space between its tags."""
    if spacing == "none":
        return page
    if spacing == "rows":
        return re.sub(r"(</tr>|</h\d>|</p>(?!</td>|<p>)|</table>|</ul>(?!</td>))", r"\1\n", page)
    lines: list[str] = []
    words: list[str] = []
    depth = 0

    def flush() -> None:
        if text := "".join(words).strip():
            lines.append("  " * depth + text)
        words.clear()

    for token in _TOKENS.findall(page):
        if not token.startswith("<") or token.startswith(_INLINE):
            words.append(token)
            continue
        flush()
        depth -= token.startswith("</")
        lines.append("  " * depth + token)
        depth += not token.startswith(("</", *_ALONE))
    flush()
    return "\n".join(lines) + "\n"
