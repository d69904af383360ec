"""Selects the files of a folder or pattern to read: by globs, and never this program's own output.

A file named explicitly is always read.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple

from extractor.deferred import deferred

START_BYTES = 4096
"""Bytes of a file to inspect: enough for the first keys of a row."""

_TEXT = rb'"(?:[^"\\]|\\.)*"'
_OWN = deferred(
    rb'\{\s*(?:"document":\s*(?:%b|null),\s*"(?:path|entity|family|code)":'
    rb'|"entity":\s*%b,\s*"field":|"code":\s*%b,\s*"(?:severity|entity|field)":'
    rb'|"fingerprint":\s*%b,\s*"count":)' % (_TEXT, _TEXT, _TEXT, _TEXT)
)


class Choice(NamedTuple):
    """Globs of paths or bare names. Empty `include`: all files; `exclude` wins over it."""

    include: Sequence[str] = ()
    exclude: Sequence[str] = ()

    def takes(self, path: str, name: str) -> bool:
        """Whether to read a file; `name` is its name in outputs."""
        if _matches(name, self.exclude) or (self.include and not _matches(name, self.include)):
            return False
        lines = name.endswith((".jsonl", ".ndjson")) and os.path.isfile(path)  # and no pipe
        return not (lines and _is_own(path))


ALL = Choice()


def _matches(name: str, globs: Sequence[str]) -> bool:
    alone = name.rpartition("/")[2]
    return any(fnmatchcase(name, glob) or fnmatchcase(alone, glob) for glob in globs)


def _is_own(path: str) -> bool:
    """Whether a file starts like one of records, facts, findings or rejects, or like a baseline."""
    try:
        with open(path, "rb") as file:
            return _OWN.match(file.read(START_BYTES)) is not None
    except OSError:
        return False
