"""Statistics of a run's records: how complete each field is, how its numbers are distributed, where
findings occur, and an example page for each.

In: records, one at a time. Out: additive counts, equal for any number of workers, of a size that
does not grow with the run: numbers are counted by their first two digits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from extractor.model import Value
from extractor.record import Record

#: states of an entity's field: it has a value, the page marks it as missing, the page mentions but
#: does not settle it. For all other entities it is absent
STATES = ("filled", "none", "open")


class Example(NamedTuple):
    """An example document and its position: file, offset in bytes, line."""

    document: str
    path: str
    offset: int
    line: int | None


@dataclass(slots=True)
class Profile:
    """Counts of records. Keys: family; family, field, state; family, number, unit; layout, code;
    code, field. `numbers` maps a number's first two digits (`3.8e+04`) to their frequency;
    `examples` has the first document with each code, `reasons` the first reject for each reason."""

    entities: Counter[str] = field(default_factory=Counter)
    states: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    numbers: dict[tuple[str, str, str], Counter[str]] = field(default_factory=dict)
    layouts: Counter[tuple[str, str]] = field(default_factory=Counter)
    fields: Counter[tuple[str, str]] = field(default_factory=Counter)
    examples: dict[str, Example] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)

    def record(self, record: Record, path: str, offset: int, line: int | None) -> None:
        """Counts a record read from a position of a dump."""
        from extractor.engine.candidates import FAMILY as GENERIC

        family = record.family or ""
        self.entities[family] += len(record.titles)
        if family != GENERIC:  # its fields are the labels of its pages, without limit
            self._states(record, family)
            self._numbers(record, family)
            for finding in record.findings:
                self.fields[finding.code, finding.field or ""] += 1
        for code in {finding.code for finding in record.findings}:
            example = Example(record.document, path, offset, line)
            self.examples.setdefault(code, example)
        for finding in record.findings:
            self.layouts[record.layout, finding.code] += 1

    def _states(self, record: Record, family: str) -> None:
        for values in record.values:
            for name, value in values.items():
                self.states[family, name, "none" if value is None else "filled"] += 1
        for entity, name in record.open:
            if name not in record.values[entity]:
                self.states[family, name, "open"] += 1

    def _numbers(self, record: Record, family: str) -> None:
        counted: set[tuple[int, str]] = set()
        values, numbers = record.values, self.numbers
        for mention in record.mentions:
            entity, name = place = mention[:2]
            if place not in counted and name in values[entity]:
                counted.add(place)
                for part, number in numbers_of(name, values[entity][name]):
                    key = family, part, mention.unit or ""
                    if key not in numbers:
                        numbers[key] = Counter()
                    numbers[key][_rounded(number)] += 1

    def add(self, other: Profile) -> None:
        """Adds the counts of the records that follow."""
        for name in ("entities", "states", "layouts", "fields"):
            getattr(self, name).update(getattr(other, name))
        for key, counts in other.numbers.items():
            self.numbers.setdefault(key, Counter()).update(counts)
        self.examples = {**other.examples, **self.examples}
        self.reasons = {**other.reasons, **self.reasons}

    def to_dict(self) -> dict[str, Any]:
        """As JSON values, sorted by name."""
        return {
            "entities": dict(sorted(self.entities.items())),
            "states": _rows(self.states),
            "numbers": [
                [*key, {bin: n for bin, n in sorted(counts.items(), key=lambda c: float(c[0]))}]
                for key, counts in sorted(self.numbers.items())
            ],
            "layouts": _rows(self.layouts),
            "fields": _rows(self.fields),
            "examples": {code: list(example) for code, example in sorted(self.examples.items())},
            "reasons": dict(sorted(self.reasons.items())),
        }

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Profile:
        """The inverse of `to_dict`; empty for an old report without a profile."""
        return cls(
            Counter(kept.get("entities", {})),
            Counter({(a, b, c): count for a, b, c, count in kept.get("states", ())}),
            {(a, b, c): Counter(counts) for a, b, c, counts in kept.get("numbers", ())},
            Counter({(a, b): count for a, b, count in kept.get("layouts", ())}),
            Counter({(a, b): count for a, b, count in kept.get("fields", ())}),
            {code: Example(*example) for code, example in kept.get("examples", {}).items()},
            dict(kept.get("reasons", {})),
        )


#: cached: pages far outnumber distinct figures
@lru_cache(maxsize=4096)
def _rounded(number: float) -> str:
    return f"{number:.1e}"


def numbers_of(name: str, value: Value) -> Iterator[tuple[str, float]]:
    """The numbers of a value, each with its name: `pay`, or `range.low` for a part."""
    if isinstance(value, (int, Decimal, float)) and not isinstance(value, bool):
        yield name, float(value)
    elif isinstance(value, dict):
        for part, inner in value.items():
            yield from numbers_of(f"{name}.{part}", inner)


def _rows(counts: Counter[Any]) -> list[list[Any]]:
    return [[*key, count] for key, count in sorted(counts.items())]
