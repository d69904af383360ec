"""Checks a grammar file: loads it and runs its examples.

An example's text must give exactly its facts; each missing or extra fact is a mistake, with the
example's dotted key.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from extractor.errors import GrammarError
from extractor.grammar import Grammar, load_grammar
from extractor.grammar.checks import warnings
from extractor.grammar.schema import Example

from .extraction import extract


def doubts(path: str | Path) -> list[str]:
    """What a valid grammar file says that cannot work, one line each."""
    grammar = load_grammar(Path(path))
    return [f"{path}: warning: {key}: {text}" for key, text in warnings(grammar)]


def check(path: str | Path) -> list[str]:
    """Every mistake in a grammar file, one line each; empty if there is none."""
    try:
        grammar = load_grammar(Path(path))
    except GrammarError as error:
        return error.mistakes
    return [f"{path}: {mistake}" for mistake in _failures(grammar)]


def _failures(grammar: Grammar) -> Iterator[str]:
    for number, example in enumerate(grammar.file.examples, 1):
        wanted = {_fact(e.entity, e.field, e.value, e.unit) for e in example.expect}
        found = set(_facts(grammar, example))
        for fact in sorted(wanted - found):
            yield f"examples.{number}: the text does not give {fact}; fix pattern or example"
        for fact in sorted(found - wanted):
            yield f"examples.{number}: the text also gives {fact}; add it to `expect`"


def _facts(grammar: Grammar, example: Example) -> Iterator[str]:
    for fact in extract(f"{example.text.rstrip()}\n", grammar=grammar).rows():
        yield _fact(fact["entity"], fact["field"], fact["value"], fact["unit"])


def _fact(entity: str, field: str, value: Any, unit: str | None) -> str:
    return f"{entity}: {field} = {_plain(value)}{f' {unit}' if unit else ''}"


def _plain(value: Any) -> str:
    """A value as text, the same for equal numbers of any type."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_plain(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_plain, value)) + "]"
    if isinstance(value, float):
        value = Decimal(repr(value))
    if isinstance(value, Decimal):
        value = int(value) if value == value.to_integral_value() else value.normalize()
    return "missing" if value is None else str(value)
