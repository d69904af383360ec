"""Renders values for people, by the shape of the JSON value alone, not by field type.

In: a value of a record. Out: text, or labelled shares to draw as a bar.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from extractor.model import Value

#: shown for a value that the page marks as missing
NONE = "none"


class Share(NamedTuple):
    """A labelled part of a whole, in percent."""

    label: str
    percent: float


def shown(value: Value) -> str:
    """A value as text: thousands groups in figures, a dash in ranges, commas between parts."""
    if value is None:
        return NONE
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float | Decimal):
        return f"{value:,}"
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple):
        return ", ".join(map(shown, value))
    if isinstance(value, dict):
        return _parts(value)
    return str(value)


def with_unit(value: Value, unit: str | None) -> str:
    """A value with its unit; a missing value has none."""
    return shown(value) if value is None or not unit else f"{shown(value)} {unit}"


def shares(value: Value) -> list[Share]:
    """The labelled shares of a value, [] if it does not consist of such."""
    parts = value if isinstance(value, list) else []
    if not parts or not all(
        [isinstance(p, dict) and {"label", "percent"} <= set(p) for p in parts]
    ):
        return []
    return [Share(str(part["label"]), float(part["percent"])) for part in parts]


def _parts(value: dict[str, Value]) -> str:
    if set(value) == {"low", "high"}:
        low, high = value["low"], value["high"]
        if high is None:
            return f"{shown(low)} or more"
        if low is None:
            return f"up to {shown(high)}"
        return shown(low) if low == high else f"{shown(low)} – {shown(high)}"
    if set(value) == {"label", "percent"}:
        return f"{value['label']} {shown(value['percent'])}%"
    return ", ".join(shown(part) for part in value.values() if part is not None)
