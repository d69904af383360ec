"""Writes TOML, with comments for doubts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any


def value(of: Any) -> str:
    """A value in TOML, on one line."""
    if isinstance(of, bool):
        return str(of).lower()
    if isinstance(of, str):
        return json.dumps(of, ensure_ascii=False)
    if isinstance(of, int):
        return f"{of:_}"
    if isinstance(of, float | Decimal):
        return str(of)
    if isinstance(of, Mapping):
        return "{ " + ", ".join(f"{key} = {value(part)}" for key, part in of.items()) + " }"
    return "[" + ", ".join(map(value, of)) + "]"


def pairs(keys: Mapping[str, Any], comments: Mapping[str, str] | None = None) -> list[str]:
    """Lines `key = value` with aligned signs and optional comments; empty values are left out."""
    filled = {key: of for key, of in keys.items() if of not in (None, [], "", {}, ())}
    width = max(map(len, filled), default=0)
    lines = []
    for key, of in filled.items():
        comment = (comments or {}).get(key, "")
        lines.append(f"{key:<{width}} = {value(of)}{f'  # {comment}' if comment else ''}")
    return lines


def table(name: str, lines: Iterable[str], *, listed: bool = False) -> list[str]:
    """A table, with a blank line above."""
    title = f"[[{name}]]" if listed else f"[{name}]"
    return ["", title, *lines]


def document(parts: Sequence[str]) -> str:
    """The file."""
    return "".join([f"{part}\n" for part in parts])
