"""grammars/README.md and grammar.schema.json say what the language has, and their examples hold."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from extractor.engine import check
from extractor.grammar.reference import KEYS
from extractor.grammar.schema import RULES, GrammarFile

from .reference import FOLDER, INDEX, README, SCHEMA, entries, readme, schema

CORPUS = Path(__file__).parent / "corpus"
WRITE = "run `python -m tests.grammar.reference`"
EDITOR = Draft7Validator(json.loads(SCHEMA.read_text("utf-8")))
SOUND = [*sorted(FOLDER.glob("*.toml")), *(CORPUS / f"{n}.toml" for n in ("phones", "towns"))]
_BLOCK = re.compile(r"^```toml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
#: what the README's examples are examples of
HEAD = """
family = "phones"
description = "Phones"
entities = "columns"
fields.price = { type = "money", unit = "USD", description = "price" }
fields.price_inr = { type = "number", unit = "INR", description = "price there" }
fields.price_usd = { type = "money", unit = "USD", description = "price here" }
fields.cores = { type = "count", description = "cores" }
fields.fast = { type = "count", description = "fast ones" }
fields.slow = { type = "count", description = "slow ones" }
fields.uses = { type = "text", description = "uses" }
"""


def test_the_readme_is_current() -> None:
    text = README.read_text("utf-8")
    assert readme(text) == text, WRITE


def test_the_schema_is_current() -> None:
    assert SCHEMA.read_text("utf-8") == schema(), WRITE


def test_the_index_is_current() -> None:
    assert INDEX.read_text("utf-8") == entries(), WRITE


def test_every_key_has_its_meaning() -> None:
    assert {model: set(keys) for model, keys in KEYS.items()} == {
        model: {key.name for key in fields(model)} for model in KEYS
    }
    assert all(rule.__doc__ for rule in RULES.values())


def test_the_pieces_of_grammars_hold(tmp_path: Path) -> None:
    path = tmp_path / "phones.toml"
    blocks = [block for block in _BLOCK.findall(README.read_text("utf-8")) if "family" not in block]
    path.write_text(HEAD + "".join(blocks), "utf-8")
    assert check(path) == []


def test_the_readme_names_every_sign() -> None:
    patterns = README.read_text("utf-8").split("## Tables")[0]
    for sign in (
        "{x}",
        "{x:a}",
        "{x:plural}",
        "{x:possessive}",
        "{both.",
        "{other.",
        "{by.",
        "<about>",
    ):
        assert sign in patterns


@pytest.mark.parametrize("path", SOUND, ids=lambda path: path.stem)
def test_editors_take_a_sound_grammar(path: Path) -> None:
    Draft7Validator.check_schema(EDITOR.schema)
    assert [error.message for error in EDITOR.iter_errors(tomllib.loads(path.read_text()))] == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("family", "Red Phones"),
        ("entities", "cells"),
        ("entities", 0.5),
        ("locael", "en-US"),
        ("synonyms", {"about": "about"}),
        ("relations", {"cheaper": "<<"}),
        ("fields", {"price": {"type": "money"}}),
        ("fields", {"price": {"type": "mony", "description": "price"}}),
        ("fields", {"price": {"type": "money", "description": "price", "bounds": [1]}}),
        ("sections", [{"name": "facts", "cells": {"Cores": 1}}]),
        ("rules", [{"kind": "sums", "field": "price"}]),
        ("rules", [{"kind": "sum", "field": "price", "to": 1}]),
        ("examples", [{"text": "At $39"}]),
    ],
)
def test_editors_mark_a_mistake(key: str, value: Any) -> None:
    sound = tomllib.loads((CORPUS / "phones.toml").read_text("utf-8"))
    assert not EDITOR.is_valid(sound | {key: value})


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_a_bundled_grammar_names_the_schema(path: Path) -> None:
    assert path.read_text("utf-8").startswith(f"#:schema ./{SCHEMA.name}\n")


@pytest.mark.parametrize("path", SOUND, ids=lambda path: path.stem)
def test_a_sound_grammar_is_the_same_without_validation(path: Path) -> None:
    raw = tomllib.loads(path.read_text("utf-8"))
    assert GrammarFile.built(raw) == GrammarFile.validated(raw)
    assert check(path) == []
