"""Changes between two runs: shares that moved further than chance explains.

In: two reports. Out: the changes, the most significant first.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt
from typing import Any, NamedTuple

from extractor.review.html.record_table import label

Report = Mapping[str, Any]

#: standard errors between two different shares; by chance, one of 370 unchanged shares exceeds this
APART = 3.0


class Change(NamedTuple):
    """A share in two runs, in percent; `apart` is the signed difference in standard errors."""

    what: str
    before: float
    now: float
    apart: float


def drift(now: Report, before: Report) -> list[Change]:
    """The shares that changed. Without profiles, only families, layouts and codes are compared."""
    current, earlier = _counts(now), _counts(before)
    wholes, earlier_wholes = _wholes(now), _wholes(before)
    changes = []
    for key in dict.fromkeys([*current, *earlier]):
        whole, whole_before = wholes.get(key[0], 0), earlier_wholes.get(key[0], 0)
        count = min(current.get(key, 0), whole)  # a page may have the same finding several times
        count_before = min(earlier.get(key, 0), whole_before)
        apart = _apart(count, whole, count_before, whole_before)
        if abs(apart) >= APART:
            share, share_before = 100 * count / whole, 100 * count_before / whole_before
            changes.append(Change(": ".join(key), share_before, share, apart))
    return sorted(changes, key=lambda change: -abs(change.apart))


def _counts(report: Report) -> dict[tuple[str, str], int]:
    """Counts by kind and name."""
    found = {
        (kind, name or "none"): count
        for kind in ("families", "layouts", "rejects", "findings")
        for name, count in report[kind].items()
    }
    for family, field, state, count in report.get("profile", {}).get("states", ()):
        found[f"fields of {family}", f"{label(field)} {state}"] = count
    return found


def _wholes(report: Report) -> dict[str, int]:
    """The totals that the counts of each kind are shares of."""
    entities = report.get("profile", {}).get("entities", {})
    return {
        **dict.fromkeys(("families", "layouts", "findings"), report["records"]),
        "rejects": report["documents"],
        **{f"fields of {family}": count for family, count in entities.items()},
    }


def _apart(count: int, whole: int, count_before: int, whole_before: int) -> float:
    """The difference of two shares in standard errors (two-proportion z-test)."""
    if not whole or not whole_before:
        return 0.0
    pooled = (count + count_before) / (whole + whole_before)
    error = sqrt(pooled * (1 - pooled) * (1 / whole + 1 / whole_before))
    return (count / whole - count_before / whole_before) / error if error else 0.0
