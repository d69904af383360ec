"""Every text of every corpus reads, or is refused, just as the corpus says.

One corpus a field type, in corpus/<type>.toml: groups of one field each (`spec`), and for it `read`
(value, unit, texts), `refused` (problem, unit, choices, texts) and `written` (value, and the text
of each style).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractor.fields import TYPES, FieldSpec, Reading, by_name, reader

CORPORA = sorted(Path(__file__).with_name("corpus").glob("*.toml"))
SPEC_KEYS = {"unit", "units", "locale", "labels", "bounds", "bare", "single", "kilo", "yes", "no"}


def plain(value: Any) -> Any:
    """A corpus value as a reader gives it: open ends are None."""
    if isinstance(value, dict):
        return {key: None if end == "open" else end for key, end in value.items()}
    return value


def field(kind: str, keys: dict[str, Any]) -> FieldSpec:
    """The field that a group's `spec` describes."""
    assert keys.keys() <= SPEC_KEYS
    low, high = keys.pop("bounds", (None, None))
    keys |= {key: tuple(keys[key]) for key in ("units", "labels", "yes", "no") if key in keys}
    return FieldSpec("f", kind, low=low, high=high, **keys)


def groups() -> Iterator[tuple[FieldSpec, dict[str, Any]]]:
    """Each group's field and tables."""
    for path in CORPORA:
        corpus = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        kind = corpus.pop("type")
        for group in corpus.pop("groups"):
            yield field(kind, group.pop("spec")), group


def cases() -> Iterator[Any]:
    for spec, group in groups():
        tables = [(None, table) for table in group.pop("read", ())]
        tables += [(table.pop("problem"), table) for table in group.pop("refused", ())]
        assert group.keys() <= {"written"}, "a corpus holds nothing that no test looks at"
        for problem, table in tables:
            value, unit = plain(table.pop("value", None)), table.pop("unit", None)
            choices = tuple(map(plain, table.pop("choices", ())))
            texts = table.pop("texts")
            assert not table, "a corpus holds nothing that no test looks at"
            wanted = Reading(value, unit, problem, choices)
            for text in texts:
                yield pytest.param(spec, text, wanted, id=f"{spec.type}:{text}")


def written() -> Iterator[tuple[FieldSpec, Any, str, str]]:
    """Each text that a style must make of a value."""
    for spec, group in groups():
        for table in group.get("written", ()):
            value = plain(table.pop("value"))
            for style, text in table.items():
                yield spec, value, style, text


@pytest.mark.parametrize(("spec", "text", "wanted"), list(cases()))
def test_corpus(spec: FieldSpec, text: str, wanted: Reading) -> None:
    read = reader(spec)
    assert read(text) == wanted
    assert read(text) == wanted, "the second time as the first"
    assert type(read(text).value) is type(wanted.value), "45 is an int, 45.5 a Decimal"
    extent = next(kind.extent for kind in TYPES if kind.name == spec.type)
    if wanted.problem not in ("empty", "partial"):
        assert extent is None or extent.fullmatch(text.strip())


def test_every_type_has_a_corpus() -> None:
    assert sorted(path.stem for path in CORPORA) == sorted(kind.name for kind in TYPES)


@pytest.mark.parametrize(("spec", "value", "style", "text"), list(written()))
def test_a_style_writes(spec: FieldSpec, value: Any, style: str, text: str) -> None:
    kind = by_name(spec.type)
    assert kind is not None
    assert kind.render(value, spec, style) == text


def test_every_style_is_written() -> None:
    styles = {(spec.type, style) for spec, _, style, _ in written()}
    assert styles == {(kind.name, style) for kind in TYPES for style in kind.styles}
