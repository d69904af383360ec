"""The registry lists every rule kind of the folder, and every code is whole and explained."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

import extractor.engine
import extractor.rules
from extractor.model import Page, Span, Trouble
from extractor.rules import KINDS, Code, Rules, codes, explain, find, unknown_family
from extractor.rules.base import SEVERITIES

#: modules that rule kinds are made with
MADE_WITH = {"__init__", "base", "likely", "rounding", "wording"}
TROUBLES = sorted(name for kind in KINDS for name in kind.troubles)
Build = Callable[[Mapping[str, Any]], Page]


def test_the_registry_is_the_folder() -> None:
    folder = {path.stem for path in Path(extractor.rules.__file__).parent.glob("*.py")}
    assert Counter(kind.name for kind in KINDS) == Counter(folder - MADE_WITH)


def test_codes_and_names_are_unique_and_sorted() -> None:
    assert [code.code for code in codes()] == sorted({code.code for code in codes()})
    assert len({code.name for code in codes()}) == len(codes())


@pytest.mark.parametrize("code", codes(), ids=lambda code: code.code)
def test_a_code_is_whole(code: Code) -> None:
    assert re.fullmatch("[A-Z]{3}[0-9]{3}", code.code)
    assert re.fullmatch("[a-z]+(-[a-z0-9]+)*", code.name)
    assert code.severity in SEVERITIES
    for part in (code.checks, code.matters, code.example, code.settle):
        assert len(part) > 20
        assert part.endswith(".")


@pytest.mark.parametrize("code", codes(), ids=lambda code: code.code)
def test_a_code_explains_itself(code: Code) -> None:
    page = explain(code.name)
    assert page.startswith(f"{code.code} {code.name} ({code.severity})\n")
    titles = [line for line in page.splitlines()[1:] if line and not line.startswith(" ")]
    assert titles == ["What it checks", "Why it matters", "Example", "How to settle it"]
    assert max(map(len, page.splitlines())) <= 78


@pytest.mark.parametrize("text", ["AGR001", "agr001", " mentions-disagree "])
def test_find(text: str) -> None:
    found = find(text)
    assert found is not None
    assert found.code == "AGR001"


@pytest.mark.parametrize("text", ["", "AGR", "AGR999", "mentions"])
def test_find_nothing(text: str) -> None:
    assert find(text) is None
    with pytest.raises(KeyError):
        explain(text)


def test_troubles_are_named_as_codes_are() -> None:
    assert set(TROUBLES) <= {code.name for code in codes()}
    assert len(TROUBLES) == len(set(TROUBLES))


def test_rules_speak_of_the_troubles_that_the_engine_has() -> None:
    sources = [
        path.read_text("utf-8") for path in Path(extractor.engine.__file__).parent.glob("*.py")
    ]
    made = {code.name for code in codes() if any(f'"{code.name}"' in text for text in sources)}
    assert set(TROUBLES) == made


@pytest.mark.parametrize("name", TROUBLES)
@pytest.mark.parametrize(
    "trouble",
    [
        Trouble("", ()),
        Trouble("", (), 9, "no_such_field"),
        Trouble("", (Span(3, 3),), 1, "gender"),
        Trouble("", (Span(3, 9),), -1, None, {"text": None, "readings": [], "choices": ()}),
        Trouble("", (Span(0, 4),), 0, "pay", {"count": 3, "readings": [(1,)], "expected": []}),
    ],
)
def test_a_trouble_with_gaps_is_told(
    name: str, trouble: Trouble, rules: Rules, page_of: Build
) -> None:
    page = page_of({})
    page.troubles = [trouble._replace(name=name)]
    (found,) = rules.check(page)
    assert found.spans == trouble.spans
    assert find(found.code) is not None
    assert found.message == " ".join(found.message.split()) != ""
    assert "None" not in found.message


def test_a_trouble_that_no_rule_knows_is_a_bug(rules: Rules, page_of: Build) -> None:
    page = page_of({})
    page.troubles = [Trouble("no-such-trouble", ())]
    with pytest.raises(KeyError, match="no-such-trouble"):
        rules.check(page)


def test_a_document_without_a_grammar() -> None:
    found = unknown_family(12)
    assert (found.code, found.spans) == ("DOC001", (Span(0, 12),))
