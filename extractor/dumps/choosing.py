"""Which files of a folder or pattern are read: globs, and never what this program wrote itself.

A file that is named is always read.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple

from extractor.deferred import deferred

START_BYTES = 4096
"""How much of a file is looked at: the first keys of a row."""

_TEXT = rb'"(?:[^"\\]|\\.)*"'
_OWN = deferred(
    rb'\{\s*(?:"document":\s*(?:%b|null),\s*"(?:path|entity|family|code)":'
    rb'|"entity":\s*%b,\s*"field":|"code":\s*%b,\s*"(?:severity|entity|field)":'
    rb'|"fingerprint":\s*%b,\s*"count":)' % (_TEXT, _TEXT, _TEXT, _TEXT)
)


class Choice(NamedTuple):
    """Globs of paths or of names alone. `include` empty: all; `exclude` goes before it."""

    include: Sequence[str] = ()
    exclude: Sequence[str] = ()

    def takes(self, path: str, name: str) -> bool:
        """Whether a file is read; `name` is what outputs call it."""
        if _matches(name, self.exclude) or (self.include and not _matches(name, self.include)):
            return False
        lines = name.endswith((".jsonl", ".ndjson")) and os.path.isfile(path)  # and no pipe
        return not (lines and _is_own(path))


ALL = Choice()


def _matches(name: str, globs: Sequence[str]) -> bool:
    alone = name.rpartition("/")[2]
    return any(fnmatchcase(name, glob) or fnmatchcase(alone, glob) for glob in globs)


def _is_own(path: str) -> bool:
    """Whether a file begins as one of records, facts, findings, rejects, or a baseline does."""
    try:
        with open(path, "rb") as file:
            return _OWN.match(file.read(START_BYTES)) is not None
    except OSError:
        return False
