"""The registry of layouts and the folder agree."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

import extractor.tokenizer as tokenizer
from extractor.tokenizer.blocks import RULES

#: modules that are no layout of their own
SERVING = {"__init__", "blocks", "state", "view", "tables", "membership", "ruled", "unlabelled"} | {
    "broken",
    "prefixes",
}


def test_each_module_is_a_layout() -> None:
    folder = {file.stem for file in Path(tokenizer.__file__).parent.glob("*.py")}
    assert folder - SERVING == set(tokenizer.LAYOUTS)


@pytest.mark.parametrize("layout", tokenizer.LAYOUTS)
def test_each_layout_can_be_written(layout: str) -> None:
    assert callable(import_module(f"extractor.tokenizer.{layout}").write)


def test_each_rule_is_of_a_layout() -> None:
    names = {rule.name.split()[0] for rule in RULES}
    assert names - {"ruled", "lines"} <= set(tokenizer.LAYOUTS)
