"""Fields from the labels of tables.

In: the tables of all pages. Out: a `Field` for each label, in page order, with the narrowest type
that reads all its cells, their common unit, roomy bounds, and a vocabulary if the values share one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from extractor.deferred import deferred
from extractor.engine.frames.looks import says_nothing
from extractor.engine.narrowest import locale_of, narrowest, read_cell, roomy
from extractor.fields import FieldSpec, FieldType, by_name, reader
from extractor.fields.base import GROUP, Number, Reading
from extractor.fields.units import PERIOD, currencies, period

from .evidence import Seen

#: how many sample cells a comment shows, and their length
SAMPLES = 3
SHOWN = 40

#: longest name of a field, in characters: labels may be sentences
LONGEST = 60

#: the share of a field's cells that may contradict themselves: `176 g (7.9 oz)`
AMBIGUOUS = 0.25

_PERIOD = deferred(rf"(?<!\w){PERIOD}(?!\w)")
_RATE = deferred(r"\brates?\b")


@dataclass(slots=True)
class Field:
    """A field of the draft. `spellings` are its labels as written, `lent` others that no page has,
    `cells` its texts as (page, entity, text), `readings` their values, None if unreadable.
    `patterns` are for cells that also hold other values; `whole` keeps such cells as they were.
    `doubt` becomes a comment."""

    name: str
    spellings: list[str]
    cells: list[tuple[int, int, str]] = field(default_factory=list)
    type: str = ""
    unit: str | None = None
    units: tuple[str, ...] = ()
    bounds: tuple[int, int] | None = None
    labels: tuple[str, ...] = ()
    readings: list[Reading | None] = field(default_factory=list)
    patterns: tuple[str, ...] = ()
    whole: tuple[tuple[int, int, str], ...] = ()
    lent: list[str] = field(default_factory=list)
    doubt: str = ""

    @property
    def pages(self) -> int:
        """How many pages state it."""
        return len({page for page, _, _ in self.cells})

    @property
    def kind(self) -> FieldType:
        """Its type."""
        kind = by_name(self.type)
        assert kind is not None
        return kind

    def values(self) -> dict[tuple[int, int], Reading]:
        """Its first value for each entity, by (page, entity)."""
        found: dict[tuple[int, int], Reading] = {}
        for (page, entity, _), reading in zip(self.cells, self.readings, strict=True):
            if reading is not None and reading.value is not None:
                found.setdefault((page, entity), reading)
        return found

    @property
    def unsure(self) -> str:
        """A doubt about its unit: the label of an amount of money names a period or a rate."""
        if not self.unit or not currencies(self.unit):
            return ""
        label = " ".join(self.spellings).lower()
        pers = {period(match.group()) for match in _PERIOD.finditer(label)}
        per = f'"{self.unit}/{pers.pop()}" by its label' if len(pers) == 1 else ""
        return per or ("per what?" if _RATE.search(label) else "")

    def join(self, other: Field) -> None:
        """Adds the labels and cells of another field, which has the same meaning."""
        self.spellings += [label for label in other.spellings if label not in self.spellings]
        self.cells += other.cells
        self.readings += other.readings

    def put_together(self, locale: str | None) -> None:
        """Undoes splitting its cells into several values."""
        self.patterns, self.cells = (), list(self.whole)
        describe([self], locale)

    def samples(self) -> list[str]:
        """Some distinct cells, shortened."""
        shown = dict.fromkeys([" ".join(text.split()) for _, _, text in self.cells])
        return [text if len(text) <= SHOWN else text[: SHOWN - 1] + "…" for text in shown][:SAMPLES]


def fields_of(pages: Sequence[Seen]) -> dict[str, Field]:
    """The fields by folded label, in page order."""
    found: dict[str, Field] = {}
    for number, page in enumerate(pages):
        for table in page.tables:
            for row in table.rows:
                one = found.setdefault(row.key, Field("", []))
                if row.label not in one.spellings:
                    one.spellings.append(row.label)
                one.cells += [(number, entity, text) for entity, text in row.cells]
    names: set[str] = set()
    for one in found.values():
        one.name = unique_name(plain_name(one.spellings[0]), names)
        names.add(one.name)
    return found


def describe(found: Iterable[Field], locale: str | None) -> None:
    """Gives fields their type, unit, bounds and vocabulary."""
    for one in found:
        one.unit, one.units, one.bounds, one.labels = None, (), None, ()
        texts = [text for _, _, text in one.cells]
        spec = roomy(narrowest(texts, locale, AMBIGUOUS), texts)
        one.type = spec.type
        one.readings = [_usable(read_cell(spec, text)) for text in texts]
        units = sorted({r.unit for r in one.readings if r and r.value is not None and r.unit})
        if "units" in one.kind.options:
            one.units = tuple(units)
        elif units and "unit" in one.kind.options:
            _unite(one, spec, units)
        valued = [reading for reading in one.readings if reading and reading.value is not None]
        if "bounds" in one.kind.options and (len(units) < 2 or one.units or one.unit):
            signed = any([text.lstrip().startswith("+") for text in texts])
            one.bounds = _bounds([n for r in valued for n in one.kind.numbers(r.value)], signed)
        if one.kind.naming == GROUP and one.kind.labels and valued:
            groups = [tuple(one.kind.labels(reading.value)) for reading in valued]
            closed = len(set(map(frozenset, groups))) == 1 and len(groups[0]) > 1
            one.labels = groups[0] if closed else ()


def _unite(one: Field, spec: FieldSpec, units: Sequence[str]) -> None:
    """Gives a field its cells' most common unit in which they can all be read; of equally common
    ones, the one with the fewest fractions."""
    found = [reading.unit for reading in one.readings if reading]
    ways = []
    for unit in units:
        read = reader(replace(spec, unit=unit))
        texts = [text for _, _, text in one.cells]
        readings = [_usable(Reading(None) if says_nothing(text) else read(text)) for text in texts]
        whole = sum([isinstance(new.value, int) for new in readings if new])
        if readings.count(None) == one.readings.count(None):
            ways.append((found.count(unit), whole, unit, readings))
    if ways:
        *_, one.unit, one.readings = max(ways, key=lambda way: way[:2])


def locale_of_all(pages: Sequence[Seen]) -> str | None:
    """The locale that fits the figures of all pages."""
    return locale_of("\n".join([page.text for page in pages]))


def marks_of(found: Iterable[Field]) -> list[str]:
    """The marks for "no value" in cells, most common first."""
    counts: dict[str, int] = {}
    for one in found:
        for _, _, text in one.cells:
            if says_nothing(text):
                counts[text] = counts.get(text, 0) + 1
    return sorted(counts, key=lambda mark: (-counts[mark], mark))


def _usable(reading: Reading) -> Reading | None:
    return None if reading.problem else reading


def _bounds(numbers: Sequence[Number], signed: bool) -> tuple[int, int] | None:
    """Ten times the next power of ten above all numbers as the upper bound; as the lower one 0, or
    minus that if a number is negative or the texts are `signed` (`+3%`)."""
    if not numbers:
        return None
    highest = max([abs(int(number)) for number in numbers])
    room = 10 ** (len(str(highest)) + 1)
    return (-room if signed or any([number < 0 for number in numbers]) else 0), room


def plain_name(words: str) -> str:
    """A name made from words of a page: lower-case letters, digits and underscores; of a long text,
    its first words."""
    plain = "".join(map(_in_ascii, unicodedata.normalize("NFKD", words))).lower()
    name = "_".join(re.findall(r"[a-z0-9]+", plain))
    return name if len(name) <= LONGEST else name[:LONGEST].rpartition("_")[0] or name[:LONGEST]


def _in_ascii(sign: str) -> str:
    """A letter of another alphabet by its Unicode name: `sh` for `ш`, which is called SHA; "" for
    other signs."""
    *called, name = unicodedata.name(sign, " ").lower().partition(" with ")[0].split(" ")
    if sign.isascii() or "letter" not in called or name == "sign":
        return sign if sign.isascii() else ""
    if len(name) == 2 and name[0] in "aeiouy":
        return name[name[0] != "y" :]  # `yu`, `em`, `ie`
    return name[: next((n for n, c in enumerate(name) if c in "aeiou"), 1) or 1]


def unique_name(name: str, taken: Iterable[str]) -> str:
    """A field name that is not taken yet."""
    name = name or "field"
    name = name if name[0].isalpha() else f"field_{name}"
    number = 2
    unique = name
    while unique in taken:
        unique = f"{name}_{number}"
        number += 1
    return unique
