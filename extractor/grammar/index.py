"""Facts of the bundled grammars that need no compiling: grammars/index.json, generated.

In: the name of a family. Out: its entry, or None if its grammar has changed since. Thanks to it, a
run compiles only the grammars that its pages may belong to.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any, TypedDict
from zlib import crc32

from .loader import families, folder

FILE = "index.json"


class Entry(TypedDict):
    """`clues`: strings that a page of the family contains (`dumps.clues`), None if none are
    reliable. `signs`: the words without which a grammar finds no mention; `need`: how many fields a
    long page shows (`engine.candidates`)."""

    crc32: int
    clues: list[list[str]] | None
    signs: dict[str, list[Any]]
    need: int


def entry(name: str) -> Entry | None:
    """The entry of a bundled grammar; None if the grammar must be compiled instead."""
    known = _entries().get(name) if name in families() else None
    return known if known is not None and known["crc32"] == checksum(name) else None


@cache
def _entries() -> dict[str, Entry]:
    try:
        known: dict[str, Entry] = json.loads((folder() / FILE).read_bytes())
    except (OSError, ValueError):
        return {}
    return known


@cache
def checksum(family: str) -> int:
    """The CRC-32 of a bundled grammar's file, to detect changes."""
    return crc32((folder() / f"{family}.toml").read_bytes())
