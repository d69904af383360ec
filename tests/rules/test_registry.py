"""The registry lists every rule kind of the folder, and every code is whole and explained."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, get_args

import pytest

import extractor.rules
from extractor.model import Page, Span
from extractor.rules import KINDS, Code, Rules, codes, explain, find, unknown_family
from extractor.rules.base import SEVERITIES
from extractor.troubles import (
    AmbiguousValue,
    CutAmbiguous,
    EntitiesUnsettled,
    OtherUnit,
    Trouble,
    UnknownRowLabel,
    UnreadableValue,
    Where,
)

#: modules that rule kinds are made with
MADE_WITH = {"__init__", "base", "culprit", "likely", "rounding", "unsettled", "wording"}
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


def test_each_kind_of_trouble_is_spoken_of_under_the_code_of_its_name() -> None:
    spoken = [(trouble, kind) for kind in KINDS for trouble in kind.troubles]
    assert Counter(trouble for trouble, _ in spoken) == Counter(get_args(Trouble))
    for trouble, kind in spoken:
        name = re.sub("(?<!^)(?=[A-Z])", "-", trouble.__name__).lower()
        assert name in {code.name for code in kind.codes}


WHERE = Where((Span(3, 9),), "table:overview", "")


@pytest.mark.parametrize(
    "trouble",
    [
        UnreadableValue(WHERE._replace(field="gender")),
        UnreadableValue(WHERE._replace(entity=9, field="gender")),
        AmbiguousValue(WHERE._replace(entity=-1, field="pay"), (1, 1000)),
        OtherUnit(WHERE._replace(field="state"), None, ()),
        EntitiesUnsettled(WHERE._replace(text="pay \n| ")),
        UnknownRowLabel(WHERE._replace(place="table:none")),
        CutAmbiguous(WHERE, (), 65),
    ],
)
def test_a_trouble_with_gaps_is_told(trouble: Trouble, rules: Rules, page_of: Build) -> None:
    page = page_of({})
    page.troubles = [trouble]
    (found,) = rules.check(page)
    assert found.spans == trouble.where.spans
    assert find(found.code) is not None
    assert found.message == " ".join(found.message.split()) != ""
    assert "None" not in found.message


def test_a_document_without_a_grammar() -> None:
    found = unknown_family(12)
    assert (found.code, found.spans) == ("DOC001", (Span(0, 12),))
