"""Makes text safe for a terminal, and coloured if wanted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TextIO

#: SGR codes by severity or kind of text
COLOURS = {"error": "1;31", "warning": "1;33", "info": "1;36", "place": "1", "mark": "1;34"}


def printable(text: str) -> str:
    """`text` on one line, with control characters escaped."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def wants_colour(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Whether to colour output to a stream: never with NO_COLOR, always with FORCE_COLOR (unless
    0), else on a terminal other than `dumb`."""
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return environment["FORCE_COLOR"] != "0"
    return stream.isatty() and environment.get("TERM") != "dumb"


class Paint:
    """Colours text, or returns it unchanged."""

    def __init__(self, colour: bool) -> None:
        self._colour = colour

    def __call__(self, kind: str, text: str) -> str:
        """`text` in the colour of a kind (see `COLOURS`)."""
        return f"\x1b[{COLOURS[kind]}m{text}\x1b[0m" if self._colour else text
