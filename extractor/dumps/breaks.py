"""Detects pages that lost their line breaks, which the extracted values alone would not show."""

from __future__ import annotations

SHORTEST = 800
"""Shortest text to judge, in characters: a shorter one may well be a single paragraph."""

LONG_LINES = 400
"""Characters per line, on average, that no page with tables reaches: pages of all layouts have 20
to 110, and 200 if cells are glued and long sentences prevail."""


def lost_breaks(text: str) -> str:
    """A warning for the user of such a page; "" if the text has the lines of a page."""
    lines = text.count("\n") + 1
    if len(text) < SHORTEST or len(text) // lines < LONG_LINES:
        return ""
    counted = "1 line" if lines == 1 else f"{lines:,} lines"
    return (
        f"{len(text):,} characters on {counted}: were its line breaks lost? "
        "Tables need them; convert the page again, with line breaks"
    )
