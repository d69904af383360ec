"""What is known of the bundled grammars before they are compiled: grammars/index.json, generated.

In: the name of a family. Out: what the file says of it; nothing where its grammar has changed
since. So a run compiles only the grammars that its pages may be of.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TypedDict
from zlib import crc32

from .loader import families, folder

FILE = "index.json"


class Entry(TypedDict):
    """`clues`: what a page of the family holds (`dumps.clues`), None where that can't be said.
    `words`: the most mentions that a page makes where it has a word (`engine.candidates`)."""

    crc32: int
    clues: list[list[str]] | None
    words: dict[str, int]


def entry(name: str) -> Entry | None:
    """What is known of a grammar; None where it must be compiled to be known."""
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
    """What tells a bundled grammar's file from another."""
    return crc32((folder() / f"{family}.toml").read_bytes())
