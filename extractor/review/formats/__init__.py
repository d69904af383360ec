"""Output formats of findings: one module per format, one contract.

A format yields the pieces of one output: `begin`, then `document` for each document (even without
remarks), with its remarks in order, then `end`. It holds one document at a time, and equal remarks
give equal bytes. To add one: write a module here with a `FORMAT`, and list it below.
"""

from __future__ import annotations

from extractor.review.formats import (
    concise,
    full,
    github,
    json_array,
    json_lines,
    junit,
    sarif,
)
from extractor.review.formats.base import Format

FORMATS: tuple[type[Format], ...] = (
    concise.FORMAT,
    full.FORMAT,
    json_array.FORMAT,
    json_lines.FORMAT,
    sarif.FORMAT,
    junit.FORMAT,
    github.FORMAT,
)
NAMES = tuple(format.name for format in FORMATS)
DEFAULT = concise.FORMAT.name


def by_name(name: str) -> type[Format] | None:
    """The format called `name`, or None."""
    return next((format for format in FORMATS if format.name == name), None)
