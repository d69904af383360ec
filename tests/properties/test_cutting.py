"""Wrong is worse than missing: rows of typed cells, written with nothing or a blank between them.

Random tables of two to four entities. The true cut of a row is always among its readings, and
whatever value comes out of the whole page is the true one.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from extractor import Grammar, extract
from extractor.engine.cutting import MAX_WAYS, cut
from extractor.grammar import GrammarFile, compile_grammar
from tests.size import some

TITLES = ("Roofer", "Actuary", "Chef De Cuisine", "Truck Driver", "CDL Driver", "Stocker")
NAMES = ("Acme", "Micron Technology", "Blue Door", "St. Brendan's Parish", "Uplift - A Fund", "3M")
CITIES = ("Mahwah, NJ", "Washington, DC", "St. Paul, MN", "New York, NY", "Fargo, ND")
LABELS = {
    "pay": "Yearly pay",
    "rate": "Rate by the hour",
    "growth": "Growth",
    "jobs": "Jobs",
    "rating": "Rating",
    "age": "Mean age",
    "degree": "Degree",
    "city": "Best city",
    "firm": "Best firm",
    "split": "Split",
}
TYPES: dict[str, dict[str, Any]] = {
    "pay": {"type": "money", "unit": "USD/year", "bounds": [5_000, 2_000_000]},
    "rate": {"type": "money", "unit": "USD/hour", "bounds": [2, 1_000]},
    "growth": {"type": "percent", "bounds": [-100, 1_000]},
    "jobs": {"type": "count", "bounds": [0, 20_000_000]},
    "rating": {"type": "number", "bounds": [1, 5]},
    "age": {"type": "number", "bounds": [14, 99]},
    "degree": {"type": "share"},
    "city": {"type": "place"},
    "firm": {"type": "text"},
    "split": {"type": "ratio", "labels": "groups"},
}


def ratio(first: int) -> str:
    """Two groups that sum to 100."""
    return f"Male, {first / 10:.1f}%Female, {100 - first / 10:.1f}%"


CELLS: dict[str, st.SearchStrategy[str]] = {
    "pay": st.integers(5_000, 2_000_000).map("${:,}".format),
    "rate": st.integers(200, 99_999).map(lambda cents: f"${cents / 100:.2f}"),
    "growth": st.integers(-30, 120).map("{}%".format),
    "jobs": st.integers(0, 999).map(str) | st.integers(1_000, 9_999_999).map("{:,}".format),
    "rating": st.sampled_from(["1", "2", "3", "4", "5", "3.5", "4.75", "3.86"]),
    "age": st.integers(14, 99).map(str),
    "degree": st.integers(1, 99).map("Bachelor's Degree, {}%".format),
    "city": st.sampled_from(CITIES),
    "firm": st.sampled_from(NAMES),
    "split": st.integers(1, 999).map(ratio),
}


def grammar_of(entities: int) -> Grammar:
    """A grammar with a field of each type, in one table."""
    fields = {name: keys | {"description": name} for name, keys in TYPES.items()}
    file = {
        "family": "any",
        "description": "A table with a row of each type",
        "locale": "en-US",
        "entities": entities,
        "missing": ["-"],
        "vocabularies": {"groups": ["Male", "Female"]},
        "fields": fields,
        "sections": [
            {"name": "opening", "sentences": {"named": "Here is {x:a} for you."}},
            {"name": "facts", "table": LABELS},
        ],
        "rules": [
            {"kind": "scales", "field": "rate", "by": 2080, "to": "pay"},
            {"kind": "sums", "field": "split", "to": 100},
        ],
    }
    return compile_grammar(GrammarFile.validated(file))


GRAMMARS = {count: grammar_of(count) for count in (2, 3, 4)}


class Truth(NamedTuple):
    """A table as it was before it was flattened: titles, and the cells of each field."""

    titles: tuple[str, ...]
    rows: dict[str, tuple[str, ...]]
    joint: str

    @property
    def page(self) -> str:
        """The page, its cells with `joint` between them."""
        lead = "".join(f"Here is a {title.lower()} for you.\n" for title in self.titles)
        rows = [self.joint.join([LABELS[name], *cells]) for name, cells in self.rows.items()]
        return "\n".join([lead, self.joint.join(self.titles), *rows, ""])


@st.composite
def truths(draw: st.DrawFn) -> Truth:
    """A random table."""
    count = draw(st.integers(2, 4))
    titles = draw(st.permutations(TITLES))[:count]
    rows = {}
    for name in draw(st.lists(st.sampled_from(sorted(LABELS)), min_size=2, unique=True)):
        cell = CELLS[name] | st.just("-")
        rows[name] = tuple(draw(st.lists(cell, min_size=count, max_size=count)))
    return Truth(tuple(titles), rows, draw(st.sampled_from(["", "", " "])))


#: three times as many examples as usual
MANY = some(200)


@given(truths())
@settings(max_examples=MANY)
def test_a_value_is_the_true_one(truth: Truth) -> None:
    grammar = GRAMMARS[len(truth.titles)]
    record = extract(truth.page, grammar=grammar)
    assume(record.titles == truth.titles)
    for mention in record.mentions:
        cell = truth.rows[mention.field][mention.entity]
        assert mention.value == grammar.readers[mention.field](cell).value


@given(truths())
@settings(max_examples=MANY)
def test_the_true_cut_is_among_the_readings(truth: Truth) -> None:
    count = len(truth.titles)
    grammar = GRAMMARS[count]
    for name, cells in truth.rows.items():
        row = truth.joint.join(cells)
        joint = "space" if truth.joint else "none"
        kind, spec, read = grammar.types[name], grammar.specs[name], grammar.readers[name]
        ways = cut(row, 0, len(row), joint, count, kind, spec, read).ways
        if len(ways) <= MAX_WAYS:
            assert cells in {tuple(row[p.start : p.end] for p in way) for way in ways}


@given(truths())
def test_what_is_left_open_is_told(truth: Truth) -> None:
    record = extract(truth.page, grammar=GRAMMARS[len(truth.titles)])
    assume(record.titles == truth.titles)
    said = {(m.field, m.entity) for m in record.mentions}
    told = {f.field for f in record.findings}
    for name, cells in truth.rows.items():
        for entity in range(len(cells)):
            assert (name, entity) in said or name in told
