"""Many pages behind one index: a folder of files, or one file with all of them.

In: sheets, one at a time. Out: names and bytes of files, for the caller to write. The pages of a
folder are separate files, so that a browser loads one at a time, however many there are. A single
file contains its pages as inert templates; the script shows one at a time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from extractor.errors import SettingError
from extractor.review.html.rendering import body, render, trusted
from extractor.review.html.sheet import Sheet

#: longest single file of many pages, in characters: about what a browser opens in a second
ONE_FILE = 8 << 20

#: titles of a page that the index shows
NAMED = 4

SCRIPT = "review.js"
INDEX = "index.html"


class File(NamedTuple):
    """A file of the review, its name relative to the folder."""

    name: str
    data: bytes


class Link(NamedTuple):
    """A link in the head of a page."""

    href: str
    text: str
    rel: str = ""


def row(sheet: Sheet, href: str) -> dict[str, Any]:
    """A page's row in the index."""
    severities = Counter(finding.severity for finding in sheet.findings)
    more = len(sheet.titles) - NAMED
    return {
        "href": href,
        "document": sheet.document,
        "given": sheet.given,
        "titles": " · ".join([*sheet.titles[:NAMED], *([f"{more} more"] if more > 0 else [])]),
        "family": sheet.family or "",
        "layout": sheet.layout,
        "values": sheet.values,
        "filled": sheet.filled,
        "error": severities["error"],
        "warning": severities["warning"],
        "info": severities["info"],
        "codes": sorted({finding.code for finding in sheet.findings}),
        "open": sheet.open,
    }


def page(sheet: Sheet, links: Sequence[Link] = ()) -> bytes:
    """The page of one record as a separate file."""
    return render("page.html", [SCRIPT], sheet=sheet, links=links)


class Folder:
    """A folder: `pages/000001.html` and so on, and an index. Each page is returned only once it is
    known whether another follows, as it links to it."""

    def __init__(self) -> None:
        self._rows: list[dict[str, Any]] = []
        self._held: Sheet | None = None

    def add(self, sheet: Sheet) -> list[File]:
        """Takes the next page; returns the files that are ready."""
        ready = self._page(more=True)
        self._rows.append(row(sheet, _name(len(self._rows) + 1)))
        self._held = sheet
        return ready

    def end(self) -> list[File]:
        """The remaining files, the index last."""
        index = render("index.html", ["index.js"], rows=self._rows, pages=[])
        return [*self._page(more=False), File(INDEX, index)]

    def _page(self, more: bool) -> list[File]:
        if self._held is None:
            return []
        number = len(self._rows)
        links = [Link(f"../{INDEX}", "Index")]
        if number > 1:
            links.append(Link(f"../{_name(number - 1)}", "Previous", "prev"))
        if more:
            links.append(Link(f"../{_name(number + 1)}", "Next", "next"))
        return [File(_name(number), page(self._held, links))]


class OneFile:
    """A single file: one page, or an index with all pages in it."""

    def __init__(self) -> None:
        self._sheets: list[Sheet] = []
        self._size = 0

    def add(self, sheet: Sheet) -> list[File]:
        """Takes the next page. Raises `SettingError` if the file becomes too large."""
        self._sheets.append(sheet)
        self._size += sum(len(mark.text) + len(mark.tip) for r in sheet.rows for mark in r.marks)
        if self._size > ONE_FILE and len(self._sheets) > 1:
            raise SettingError(
                f"{len(self._sheets):,} pages are too many for one file; end the output "
                "with a slash to write a folder"
            )
        return []

    def end(self) -> list[File]:
        """The file, with an empty name."""
        if len(self._sheets) == 1:
            return [File("", page(self._sheets[0]))]
        rows, pages = [], []
        for number, sheet in enumerate(self._sheets, 1):
            rows.append(row(sheet, f"#p{number}"))
            links = [Link("#", "Index")]
            if number > 1:
                links.append(Link(f"#p{number - 1}", "Previous", "prev"))
            if number < len(self._sheets):
                links.append(Link(f"#p{number + 1}", "Next", "next"))
            pages.append(trusted(body("sheet.html", {"sheet": sheet, "links": links})))
        return [File("", render("index.html", [SCRIPT, "index.js"], rows=rows, pages=pages))]


def _name(number: int) -> str:
    return f"pages/{number:06}.html"
