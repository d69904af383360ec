"""The report of a run as a page: completeness of fields, distributions of numbers, findings.

In: the report from `report.json`, an earlier one, and links to example pages of findings. Out: one
HTML file, whose size does not grow with the run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from extractor.review.html.drift import Change, drift
from extractor.review.html.marking import visible
from extractor.review.html.plots import histogram
from extractor.review.html.record_table import label
from extractor.review.html.rendering import render, trusted
from extractor.rules import find

Report = Mapping[str, Any]

#: interquartile ranges outside the quartiles beyond which a number is far out (Tukey's fence)
FENCE = 3
#: limit of fields listed with a finding
NAMED = 3
#: shades of a heat map
SHADES = 5


class Part(NamedTuple):
    """A segment of a bar: state, percent, start, count."""

    state: str
    percent: float
    at: float
    times: int


class Complete(NamedTuple):
    """How complete a field is over all entities of its family."""

    family: str
    field: str
    parts: tuple[Part, ...]


class Numbers(NamedTuple):
    """The distribution of a field's numbers; quantiles are exact to two digits. `outside`: findings
    of numbers out of bounds; `far`: numbers beyond the fence."""

    name: str
    unit: str
    times: int
    low: float
    quantiles: tuple[float, float, float]
    high: float
    far: int
    outside: int
    plot: Any


class Found(NamedTuple):
    """A code: how often and in which fields it occurred, and an example page."""

    code: str
    name: str
    severity: str
    times: int
    rate: float
    fields: str
    document: str
    href: str


class Reason(NamedTuple):
    """A reason why documents were set aside, with the first case."""

    reason: str
    times: int
    example: str


class Heat(NamedTuple):
    """Findings by layout: a row per code, a cell per layout with count and shade."""

    code: str
    cells: tuple[tuple[int, int], ...]


def run_report(report: Report, against: Report | None, pages: Mapping[str, str]) -> bytes:
    """The page. `pages` maps a code to the link of an example page."""
    profile = report["profile"]
    outside = Counter[str]()
    for code, field, count in profile["fields"]:
        if code.startswith("BND"):
            outside[field] += count
    layouts = list(report["layouts"])
    changes: Sequence[Change] = drift(report, against) if against else ()
    before = _bins(against["profile"]) if against and "profile" in against else {}
    numbers = [
        _numbers(key, bins, before.get(key, {}), outside) for key, bins in _bins(profile).items()
    ]
    return render(
        "run_report.html",
        ["tables.js"],
        report=report,
        complete=_complete(profile),
        numbers=numbers,
        found=_found(report, pages),
        layouts=layouts,
        heat=_heat(profile, layouts),
        reasons=[
            Reason(reason, count, visible(profile["reasons"].get(reason, "")))
            for reason, count in report["rejects"].items()
        ],
        slowest=[(visible(slow["document"]), slow["seconds"]) for slow in report["slowest"]],
        changes=changes,
        against=against,
    )


def _complete(profile: Report) -> list[Complete]:
    states: dict[tuple[str, str], dict[str, int]] = {}
    for family, field, state, count in profile["states"]:
        states.setdefault((family, field), {})[state] = count
    found = []
    for (family, field), counts in states.items():
        whole = max(profile["entities"].get(family, 0), sum(counts.values()), 1)
        counts["absent"] = whole - sum(counts.values())
        parts, at = [], 0.0
        for state in ("filled", "none", "open", "absent"):
            percent = 100 * counts.get(state, 0) / whole
            parts.append(Part(state, percent, at, counts.get(state, 0)))
            at += percent
        found.append(Complete(family, label(field), tuple(parts)))
    return found


def _bins(profile: Report) -> dict[tuple[str, str, str], dict[float, int]]:
    return {
        (family, name, unit): {float(bin): count for bin, count in counts.items()}
        for family, name, unit, counts in profile["numbers"]
    }


def _numbers(
    key: tuple[str, str, str],
    bins: Mapping[float, int],
    before: Mapping[float, int],
    outside: Mapping[str, int],
) -> Numbers:
    _, name, unit = key
    q1, median, q3 = (quantile(bins, share) for share in (0.25, 0.5, 0.75))
    reach = FENCE * (q3 - q1)
    fence = (q1 - reach, q3 + reach) if reach else (min(bins), max(bins))
    far = sum(count for number, count in bins.items() if not fence[0] <= number <= fence[1])
    plot = histogram(label(name), bins, before, fence)
    return Numbers(
        label(name),
        unit,
        sum(bins.values()),
        min(bins),
        (quantile(bins, 0.05), median, quantile(bins, 0.95)),
        max(bins),
        far,
        outside.get(name.partition(".")[0], 0),
        trusted(plot) if plot else None,
    )


def quantile(bins: Mapping[float, int], share: float) -> float:
    """The smallest number that at least a `share` of all numbers do not exceed."""
    wanted, seen = share * sum(bins.values()), 0
    for number, count in sorted(bins.items()):
        seen += count
        if seen >= wanted:
            return number
    raise ValueError("no numbers")


def _found(report: Report, pages: Mapping[str, str]) -> list[Found]:
    profile = report["profile"]
    fields: dict[str, list[str]] = {}
    for code, field, _ in sorted(profile["fields"], key=lambda row: -row[2]):
        if field:
            fields.setdefault(code, []).append(label(field))
    found = []
    for code, count in report["findings"].items():
        known = find(code)
        document = profile["examples"].get(code, [""])[0]
        found.append(
            Found(
                code,
                known.name if known else "",
                known.severity if known else "",
                count,
                1000 * count / (report["records"] or 1),
                ", ".join(fields.get(code, [])[:NAMED]),
                visible(document),
                pages.get(code, ""),
            )
        )
    return found


def _heat(profile: Report, layouts: Sequence[str]) -> list[Heat]:
    """The shade of a cell shows the count relative to the code's highest."""
    counts = {(layout, code): count for layout, code, count in profile["layouts"]}
    codes = sorted({code for _, code in counts})
    rows = []
    for code in codes:
        row = [counts.get((layout, code), 0) for layout in layouts]
        most = max(row, default=0) or 1
        rows.append(Heat(code, tuple([(n, -(-SHADES * n // most)) for n in row])))
    return rows
