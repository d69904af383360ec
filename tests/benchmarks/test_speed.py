"""How fast pages become records: whole, by stage, by size, and against a peer.

    pytest tests/benchmarks --benchmark-enable

Without the option each benchmark runs once, as a test that it still works. The ratio to the peer is
printed at the end. Every input is a text of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import pytest

from extractor import Grammar, Record, extract
from extractor.engine.extraction import read_page
from extractor.engine.judging import rules_of
from extractor.tokenizer.blocks import tables
from extractor.tokenizer.view import view

from .pages import of_size, varied
from .peer import Peer

pytestmark = pytest.mark.slow  # pages of up to 4 MB

#: pages that one round reads
BATCH = 50
ROUNDS = 40
SIZES = (4_000, 40_000, 400_000, 4_000_000)
Measure = Callable[[Callable[[Any], object], Iterator[Any]], None]


@pytest.fixture
def measure(benchmark: Any) -> Measure:
    """Measures a function of one input over rounds of fresh inputs."""

    def call(function: Callable[[Any], object], inputs: Iterator[Any]) -> None:
        def batch(items: list[Any]) -> None:
            for item in items:
                function(item)

        def fresh() -> tuple[tuple[list[Any]], dict[str, Any]]:
            return (list(islice(inputs, BATCH)),), {}

        benchmark.extra_info["inputs a round"] = BATCH
        benchmark.pedantic(batch, setup=fresh, rounds=ROUNDS, warmup_rounds=2)

    return call


@pytest.fixture
def records(occupations: Grammar) -> Iterator[Record]:
    """Records of fresh pages."""
    return (extract(page, grammar=occupations) for page in varied())


@pytest.mark.benchmark(group="page to JSON, against the peer")
def test_page_to_json(measure: Measure, occupations: Grammar) -> None:
    measure(lambda page: extract(page, grammar=occupations).to_json(), varied())


@pytest.mark.benchmark(group="page to JSON, against the peer")
def test_peer_page_to_strings(measure: Measure, occupations: Grammar) -> None:
    measure(Peer(occupations).read, varied())


@pytest.mark.benchmark(group="stages")
def test_stage_view_and_tables(measure: Measure, occupations: Grammar) -> None:
    measure(lambda page: tables(view(page).text, occupations.labels), varied())


@pytest.mark.benchmark(group="stages")
def test_stage_all_but_json(measure: Measure, occupations: Grammar) -> None:
    measure(lambda page: extract(page, grammar=occupations), varied())


@pytest.mark.benchmark(group="stages")
def test_stage_rules(measure: Measure, occupations: Grammar) -> None:
    pages = (read_page(text, occupations) for text in varied())
    measure(rules_of(occupations).judge, pages)


@pytest.mark.benchmark(group="stages")
def test_stage_json(measure: Measure, records: Iterator[Record]) -> None:
    measure(lambda record: record.to_json(), records)


@pytest.mark.parametrize("kind", ["pages", "pipes"])
@pytest.mark.parametrize("size", SIZES)
def test_size(benchmark: Any, occupations: Grammar, kind: str, size: int) -> None:
    text = of_size(size) if kind == "pages" else "|" * size
    benchmark.group = f"size of {kind}"
    benchmark.extra_info["characters"] = size
    record = benchmark.pedantic(extract, args=(text, occupations), rounds=3)
    assert record.source == text


def test_the_peer_reads_every_cell_of_the_tables(occupations: Grammar) -> None:
    page = next(varied())
    found = Peer(occupations).read(page)
    for table in occupations.tables:
        groups = found[table.name]
        cells = (groups if isinstance(groups, dict) else groups[-1]).values()
        assert len(cells) == 2 * len(table.fields)
        assert all(f"| {cell} |" in page for cell in cells)


def test_no_input_comes_twice() -> None:
    pages = list(islice(varied(), 2_000))
    assert len(set(pages)) == len(pages)


def test_inputs_have_the_findings_of_their_originals(occupations: Grammar) -> None:
    pages = list(islice(varied(), 40))
    found = [{f.code for f in extract(page, grammar=occupations).findings} for page in pages]
    assert found == found[:2] * 20
