"""Each code raises on the pages of its corpus that it must, alone, and on none of the near misses.

A new case goes into `corpus/<CODE>.toml`: under `[[raises]]` with `says` (the message) and `at`
(the text of the first finding's first span), or under `[[passes]]`, with `finds` where another code
speaks; `also` names codes that speak of such pages besides. Keys that change the page: conftest.py.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from extractor.model import Page
from extractor.rules import BETWEEN_PAGES, KINDS, Rules, find

CORPUS = {
    path.stem: tomllib.loads(path.read_text("utf-8"))
    for path in sorted((Path(__file__).parent / "corpus").glob("*.toml"))
}
Build = Callable[[Mapping[str, Any]], Page]


def cases(kind: str) -> list[Any]:
    """All cases of one kind, named by code and title."""
    return [
        pytest.param(code, case, id=f"{code}: {case['title']}")
        for code, corpus in CORPUS.items()
        for case in corpus.get(kind, ())
    ]


#: codes of pages whose entities are rows; their cases are whole pages, in pages.toml
OF_ROWS = {"CLM002", "RNK001"}


def test_every_code_has_a_corpus() -> None:
    of_one_page = [kind for kind in KINDS if kind not in BETWEEN_PAGES]
    names = {code.code for kind in of_one_page for code in kind.codes}
    elsewhere = {"DOC001", *OF_ROWS}
    assert CORPUS.keys() == names - elsewhere, "a page that no grammar reads comes to no rule"


@pytest.mark.parametrize("code", CORPUS)
def test_a_corpus_has_three_cases_of_each_kind(code: str) -> None:
    assert set(CORPUS[code]) == {"raises", "passes"}
    assert min(map(len, CORPUS[code].values())) >= 3


def test_the_clean_page_has_no_finding(rules: Rules, page_of: Build) -> None:
    assert rules.check(page_of({})) == []


@pytest.mark.parametrize(("code", "case"), cases("raises"))
def test_raises(code: str, case: dict[str, Any], rules: Rules, page_of: Build) -> None:
    page = page_of(case)
    found = [f for f in rules.check(page) if f.code not in case.get("also", ())]
    wanted = [case["says"]] if isinstance(case["says"], str) else case["says"]
    assert [(f.code, f.message) for f in found] == [(code, says) for says in wanted]
    assert page.text(found[0].spans[0]) == case["at"]
    known = find(code)
    assert known is not None
    assert {f.severity for f in found} == {known.severity}
    assert all(page.titles.count(f.entity) for f in found if f.entity is not None)


@pytest.mark.parametrize(("code", "case"), cases("passes"))
def test_passes(code: str, case: dict[str, Any], rules: Rules, page_of: Build) -> None:
    page = page_of(case)
    assert page != page_of({}), "a near miss must differ from the clean page"
    assert [f.code for f in rules.check(page)] == case.get("finds", [])
    assert code not in case.get("finds", [])
