"""Output formats of findings: one module a format, one contract.

A format writes pieces of one output: `begin`, then `document` for each document in turn, with its
remarks in order (also for those without any), then `end`. It holds one document at a time, and the
same remarks give the same bytes. To add one: a module here with a `FORMAT`, and a row below.
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
    """The format of a name; None when there is none."""
    return next((format for format in FORMATS if format.name == name), None)
