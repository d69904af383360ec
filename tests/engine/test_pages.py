"""Short pages, each about one thing that the engine does.

The pages stand in corpus/pages.toml. A new case goes there, under the words that say what it shows.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from extractor import Grammar, extract

PAGES = tomllib.loads(Path(__file__).with_name("corpus").joinpath("pages.toml").read_text("utf-8"))
#: codes of tables and rows that a short page lacks
MISSING = ("CMP001", "CMP002")
KEYS = {"title", "page", "facts", "findings", "residue"}


@pytest.mark.parametrize("case", [pytest.param(c, id=c["title"]) for c in PAGES["pages"]])
def test_a_short_page(case: dict[str, Any], short_pages: Grammar) -> None:
    assert case.keys() <= KEYS, "a corpus holds nothing that no test looks at"
    page = case["page"]
    record = extract(page, grammar=short_pages)
    facts = [f"{f['entity']} {f['field']}: {f['text']}" for f in record.facts()]
    assert facts == case.get("facts", [])
    told = [f for f in record.findings if f.code not in MISSING]
    findings = [f"{f.code} {page[slice(*f.spans[0])]}" for f in told]
    assert findings == case.get("findings", [])
    assert [page[start:end] for start, end in record.residue] == case.get("residue", [])


@pytest.mark.parametrize("end", ["\r\n", " \n", "\n "])
def test_line_ends_do_not_matter(whole_page: str, end: str) -> None:
    def said(page: str) -> list[tuple[str, str, object]]:
        facts = extract(page).facts()
        return [(f["entity"], f["field"], f["value"]) for f in facts if f["field"] != "description"]

    assert said(whole_page.replace("\n", end)) == said(whole_page)


def test_a_no_break_space_is_a_space(whole_page: str) -> None:
    changed = whole_page.replace("Best paying company", "Best\u00a0paying company")
    assert changed != whole_page
    assert [*extract(changed).facts()] == [*extract(whole_page).facts()]
