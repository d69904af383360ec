"""The pages that tests read: the samples, and real pages from the folder in EXTRACTOR_CORPUS.

A test that takes `sample`, `real` or `saved` (either) runs once for each such page; without the
folder, real ones are skipped.
Beside `<slug>.txt` stand `<slug>.facts.jsonl` and, where the page has findings,
`<slug>.findings.jsonl`. Real pages' facts say of a place only its kind (`prose`, `table`).
"""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from extractor import Grammar, Record, extract, load_grammar

from . import size

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = sorted((ROOT / "samples").glob("*/*.txt"))
CORPUS = os.environ.get("EXTRACTOR_CORPUS")
REAL = sorted(Path(CORPUS).glob("*.txt")) if CORPUS else []
SLOW = "benchmarks, real tools, browsers, runs in many processes, the examples of help"
NO_REAL = pytest.mark.skip(reason="EXTRACTOR_CORPUS names no folder with real pages")


class SavedPage(NamedTuple):
    """A page on disk, and what it must give."""

    path: Path

    @property
    def text(self) -> str:
        """The page, its line ends as they are."""
        return self.path.read_bytes().decode("utf-8")

    @property
    def record(self) -> Record:
        """What the engine makes of it."""
        return extract(self.text, document=self.path.stem)

    def wanted(self, kind: str) -> list[dict[str, Any]]:
        """The lines of `<slug>.<kind>.jsonl`."""
        path = self.path.with_suffix(f".{kind}.jsonl")
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def pytest_configure(config: pytest.Config) -> None:
    """Tries fewer examples of each property in a quick run."""
    if config.option.markexpr == "not slow":
        size.quick()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says what was left out."""
    if terminalreporter.config.option.markexpr == "not slow":
        terminalreporter.write_line(f"left out as slow: {SLOW}; run them with -m slow")


def _params(paths: list[Path]) -> list[Any]:
    found = [pytest.param(SavedPage(path), id=path.stem) for path in paths]
    return found or [pytest.param(None, id="none", marks=NO_REAL)]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Runs a test once for each saved page, of whatever origin, sample or real page."""
    for name, params in (
        ("saved", _params(SAMPLES) + _params(REAL)),
        ("sample", _params(SAMPLES)),
        ("real", _params(REAL)),
    ):
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, params)


@pytest.fixture(scope="session")
def samples() -> list[SavedPage]:
    """All samples."""
    return [SavedPage(path) for path in SAMPLES]


@pytest.fixture(scope="session")
def occupations() -> Grammar:
    """The bundled grammar of the samples."""
    return load_grammar("occupation-comparison")


@pytest.fixture(scope="session")
def short_pages() -> Grammar:
    """The same grammar, but no table is missed: for pages of a line or two."""
    from extractor.grammar import compile_grammar

    file = load_grammar("occupation-comparison").file
    sections = [replace(part, expected=False) for part in file.sections]
    return compile_grammar(replace(file, sections=sections))


@pytest.fixture(scope="session")
def whole_page() -> str:
    """A clean page of the samples, in the pipe layout."""
    return SavedPage(ROOT / "samples/occupation-comparison/lineman-vs-chairperson.txt").text
