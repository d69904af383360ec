"""A small matrix: whatever tool flattened a page, no value of its record is wrong.

Only tools that are installed run; `pytest -rs` says which are not. The whole matrix, as
extractor/tokenizer/README.md shows it, is `python -m tests.matrix`.
"""

from __future__ import annotations

import pytest

from extractor import grammars, load_grammar
from tests.matrix.running import run, run_shapes, samples
from tests.matrix.shapes import total
from tests.matrix.tools import TOOLS, available

#: the libraries leave files of their own open
pytestmark = [
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.slow,  # each page goes through each tool
]

PAGES = {name: list(samples(load_grammar(name), pages=4, seed=1)) for name in grammars()}


@pytest.mark.parametrize("family", PAGES)
@pytest.mark.parametrize("tool", TOOLS)
def test_no_value_is_wrong(tool: str, family: str) -> None:
    if available()[tool] is None:
        pytest.skip(f"{tool} is not installed")
    score = run(load_grammar(family), PAGES[family], [tool])[tool]
    assert score is not None
    assert [case for case in score.cases if case.kind in ("wrong", "silent")] == []


#: the least share of facts in tables that is read without a grammar: borders, columns, none of both
FLOORS = {
    **dict.fromkeys(("html2text", "html2text-unwrapped", "markdownify"), 0.98),
    **dict.fromkeys(("pandoc-gfm", "pandoc-plain"), 0.98),
    **dict.fromkeys(("trafilatura", "trafilatura-markdown"), 0.9),  # it leaves out some titles
    "inscriptis": 0.95,
    "w3m": 0.85,
    "resiliparse": 0.85,
    "lynx": 0.5,
    **dict.fromkeys(("beautifulsoup-lines", "justext"), 0.55),
}


@pytest.mark.parametrize("tool", TOOLS)
def test_without_a_grammar_no_value_is_wrong(tool: str) -> None:
    if available()[tool] is None:
        pytest.skip(f"{tool} is not installed")
    parts = [run_shapes(load_grammar(family), pages, tool) for family, pages in PAGES.items()]
    found = total(parts)
    assert found.wrong == []
    assert found.right >= FLOORS.get(tool, 0.35) * found.stated


@pytest.mark.parametrize("family", PAGES)
def test_the_same_seed_gives_the_same_pages(family: str) -> None:
    again = list(samples(load_grammar(family), pages=4, seed=1))
    assert [page.html for page in again] == [page.html for page in PAGES[family]]
