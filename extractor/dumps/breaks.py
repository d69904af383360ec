"""A page whose line breaks were lost, which nobody sees who looks at its values alone."""

from __future__ import annotations

SHORTEST = 800
"""Characters of a text that is judged: a short one may well be one paragraph."""

LONG_LINES = 400
"""Characters a line, on average, that no page with tables has: pages of all layouts have 20 to 110,
and 200 where cells are glued and long sentences prevail."""


def lost_breaks(text: str) -> str:
    """What to tell a user of such a page; empty where the text has the lines of a page."""
    lines = text.count("\n") + 1
    if len(text) < SHORTEST or len(text) // lines < LONG_LINES:
        return ""
    counted = "1 line" if lines == 1 else f"{lines:,} lines"
    return (
        f"{len(text):,} characters on {counted}: were its line breaks lost? "
        "Tables need them; convert the page again, with line breaks"
    )
