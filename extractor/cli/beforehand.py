"""Checks before any work starts: missing libraries, outputs that collide or cannot be written,
dumps without a text column.

Each function raises an `ExtractorError` with the problem and the fix.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from extractor.dumps.document import ReadSettings, Reject
from extractor.dumps.extras import need
from extractor.dumps.html import CONVERTER
from extractor.dumps.inputs import Source
from extractor.dumps.readers import PLAIN, READERS, read
from extractor.dumps.remote import is_remote
from extractor.dumps.suffixes import inner_suffix
from extractor.dumps.target import STDOUT, Target
from extractor.dumps.writers import DATABASE, WRITERS
from extractor.errors import SettingError

FIRST_ROWS = 20
"""Rows of a dump to check for the text column: one row without it may be a mistake in the dump,
this many are a mistake in the command."""

FIRST_DUMPS = 3
"""Dumps to check; each costs one read."""

NO_COLUMN = ("no text field", "no text column")


def check_inputs(sources: Sequence[Source], settings: ReadSettings) -> None:
    """Raises `SettingError` for a missing library, and for dumps without a text column."""
    if settings.html:
        need(CONVERTER, "--html")
    suffixes = {inner_suffix(source.path): source for source in reversed(sources)}
    for reader in READERS:
        for suffix in reader.suffixes if reader.needs else ():
            if suffix in suffixes:
                need(reader.needs, f"{suffixes[suffix].name}: reading {suffix}")
    if all(map(_is_dump, sources)):  # with a text file among them, the command may be right
        found = [_first(source, settings) for source in sources[:FIRST_DUMPS]]
        if all(map(_no_column, found)):
            raise SettingError(str(found[0][0]))


def _is_dump(source: Source) -> bool:
    """Whether a source has rows and can be read twice, unlike a pipe."""
    there = is_remote(source.path) or os.path.isfile(source.path)
    return there and inner_suffix(source.path) not in ("", *PLAIN.suffixes)


def _first(source: Source, settings: ReadSettings) -> list[object]:
    return list(islice(read(source, settings), FIRST_ROWS))


def _no_column(items: list[object]) -> bool:
    return bool(items) and all(isinstance(i, Reject) and i.reason in NO_COLUMN for i in items)


def check_format(name: str) -> None:
    """Raises `SettingError` if the library that writes a format is missing."""
    for row in (*WRITERS, DATABASE):
        for module in row.needs if row.name == name else ():
            need(module, f"writing {name}")


def check_outputs(named: Mapping[str, Iterable[str | None]]) -> None:
    """Raises `SettingError` if two options name the same file, `OutputError` if a file cannot be
    created. `named`: the files of each option; None for no file."""
    for path in check_distinct(named):
        if not os.path.exists(path) or os.path.isdir(path):
            Target(path).discard()


def check_distinct(named: Mapping[str, Iterable[str | None]]) -> list[str]:
    """All files. Raises `SettingError` if two options name the same one."""
    seen: dict[str, str] = {}
    found: list[str] = []
    for option, paths in named.items():
        for path in paths:
            if path is None or path == STDOUT:
                continue
            place = os.path.realpath(path)
            if place in seen:
                raise SettingError(f"{path}: {seen[place]} and {option} would both write it")
            seen[place] = option
            found.append(path)
    return found
