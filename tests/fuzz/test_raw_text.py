"""A few hundred inputs of the raw-text harness, without atheris."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from extractor import extract
from extractor.synthesis import LAYOUTS

from .raw_text import CORPUS, check, spoilt

#: bytes of memory that one short page may take while it is read
MEMORY = 20_000_000


def test_the_corpus_has_a_page_in_each_layout() -> None:
    assert {path.stem for path in CORPUS.iterdir()} == set(LAYOUTS)


@pytest.mark.parametrize("page", sorted(CORPUS.iterdir()), ids=lambda path: path.stem)
def test_each_page_of_the_corpus_is_read(page: Path) -> None:
    record = extract(page.read_text("utf-8"))
    assert record.layout == page.stem
    assert record.entities[1]["average_salary"] == 112030


@pytest.mark.parametrize("seed", range(4))
def test_spoilt_pages_are_read_in_little_memory(seed: int) -> None:
    check(b"")
    tracemalloc.start()
    try:
        for data in spoilt(30, seed):
            tracemalloc.reset_peak()
            before = tracemalloc.get_traced_memory()[0]
            check(data)
            assert tracemalloc.get_traced_memory()[1] - before < MEMORY
    finally:
        tracemalloc.stop()
