"""Only the grammars that a page may be of are compiled, and what they read stays the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor import Grammar, extract, grammars, load_grammar
from extractor.batch.job import Job
from extractor.batch.work import Work
from extractor.dumps import clue_index
from extractor.dumps.document import NO_METADATA, Document, ReadSettings
from extractor.dumps.sieve import sieve_by_name
from extractor.engine.candidates import named
from extractor.engine.signs import signs_of
from extractor.grammar import index
from extractor.record import Origin

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*/*.txt"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_page_is_shown_to_few_grammars_with_the_same_result(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = path.read_text("utf-8")
    names = tuple(grammars())
    loaded: list[str] = []
    load = Job.grammar

    def noted(job: Job, name: str) -> Grammar:
        loaded.append(name)
        return load(job, name)

    monkeypatch.setattr(Job, "grammar", noted)
    work = Work(Job((), ReadSettings(), names, sieve=sieve_by_name(names)))
    record = work._engine(Document(Origin(path.stem), text, NO_METADATA, 0))
    assert path.parent.name in loaded
    assert len(loaded) < len(names)
    assert record is not None
    record.origin = None
    assert record.to_json() == extract(text, [*map(load_grammar, names)], path.stem).to_json()


def test_what_is_known_of_a_changed_grammar_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    family = grammars()[0]
    clues, signs = clue_index.clues_of([family]), signs_of(load_grammar(family))
    entries = {family: index.Entry(crc32=0, clues=[[" stale "]], signs={}, need=2)}
    monkeypatch.setattr(index, "_entries", lambda: entries)
    assert clue_index.clues_of([family]) == clues
    assert named(family).signs == signs
