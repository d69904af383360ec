"""Only the grammars that a page may be of are compiled, and what they read stays the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor import extract, grammars
from extractor.batch.job import Job
from extractor.batch.work import Work
from extractor.dumps import clue_index
from extractor.dumps.document import ReadSettings
from extractor.dumps.sieve import sieve_by_name

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*/*.txt"))


def work() -> Work:
    names = tuple(grammars())
    return Work(Job((), ReadSettings(), names, sieve=sieve_by_name(names)))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_page_is_shown_to_few_grammars_with_the_same_result(path: Path) -> None:
    text = path.read_text("utf-8")
    chosen = work()._grammars(text.encode())
    assert path.parent.name in [grammar.family for grammar in chosen]
    assert len(chosen) < len(grammars())
    assert extract(text, chosen).to_json() == extract(text).to_json()


def test_the_clues_of_a_changed_grammar_are_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    family = grammars()[0]
    indexed = clue_index.clues_of([family])
    stale = {family: {"crc32": 0, "clues": [[" stale "]]}}
    monkeypatch.setattr(clue_index, "_index", lambda: stale)
    assert clue_index.clues_of([family]) == indexed
