"""Many pages behind one index: a folder of files, or one file that holds them all.

In: sheets, one after another. Out: names and bytes of files, for the caller to write. A folder's
pages are separate files, so that a browser loads one at a time, whatever their number. A file
holds its pages as inert templates, of which the script shows one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from extractor.errors import SettingError
from extractor.review.html.rendering import body, render, trusted
from extractor.review.html.sheet import Sheet

#: characters that one file of many pages may have: about what a browser opens in a second
ONE_FILE = 8 << 20

#: titles that the index shows of a page
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
    """A page in the index."""
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
    """The page of one record as a file of its own."""
    return render("page.html", [SCRIPT], sheet=sheet, links=links)


class Folder:
    """A folder: `pages/000001.html` and so on, and an index. A page is given out when it is known
    whether another follows."""

    def __init__(self) -> None:
        self._rows: list[dict[str, Any]] = []
        self._held: Sheet | None = None

    def add(self, sheet: Sheet) -> list[File]:
        """Takes the next page; gives the files that are ready."""
        ready = self._page(more=True)
        self._rows.append(row(sheet, _name(len(self._rows) + 1)))
        self._held = sheet
        return ready

    def end(self) -> list[File]:
        """The rest of the files; the index comes last."""
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
    """One file: a page, or an index with all pages in it."""

    def __init__(self) -> None:
        self._sheets: list[Sheet] = []
        self._size = 0

    def add(self, sheet: Sheet) -> list[File]:
        """Takes the next page. `SettingError` where it does not fit any more."""
        self._sheets.append(sheet)
        self._size += sum(len(mark.text) + len(mark.tip) for r in sheet.rows for mark in r.marks)
        if self._size > ONE_FILE and len(self._sheets) > 1:
            raise SettingError(
                f"{len(self._sheets):,} pages are too many for one file; end the output "
                "with a slash to write a folder"
            )
        return []

    def end(self) -> list[File]:
        """The file, without a name."""
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
