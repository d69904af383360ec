"""A toy engine behind the real command line, so that these tests speak of the command line alone.

A page of the family `toy` begins with `toy`; each further line `NAME PRICE` is an entity. A price
of 0 is a warning, a page that holds `crash` is a bug in the engine.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest

import extractor
from extractor.cli import main
from extractor.engine.judging import About
from extractor.model import Finding, Mention, Span
from extractor.record import Record


class Outcome(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str


Run = Callable[..., Outcome]


class ToyGrammar(SimpleNamespace):
    """A grammar that is itself alone, as grammars are."""

    __hash__ = object.__hash__  # type: ignore[assignment]


TOY = ToyGrammar(
    family="toy",
    description="Prices of things",
    specs={"price": SimpleNamespace(description="What it costs")},
    own=("price",),
    types={"price": SimpleNamespace(schema=lambda spec: {"type": "number"})},
    phrases=(),
    lines=(),
    spoken=(),
    relational=False,
    entities=(1, 2),
    tables=(),
    spelt=(),
    file=SimpleNamespace(sections=(), unknown=None),
    path=None,
    json_schema=lambda shape, labels=False: {"title": f"toy {shape}"},
)


def toy_extract(
    text: str,
    *,
    grammar: Any = None,
    document: str = "",
    metadata: Mapping[str, Any] | None = None,
    settle: str | None = None,
    unknown: str | None = None,
) -> Record:
    """The toy engine."""
    if "crash" in text:
        raise RuntimeError("crash")
    if not text.startswith("toy"):
        no_one = Finding("DOC001", "warning", "no grammar reads this page", None, None, ())
        return Record(document, None, "", metadata or {}, (), (), (), (), (no_one,), (), text)
    rows = list(re.finditer(r"(?m)^(.+) ([\d.]+)\r?$", text))
    mentions = [
        Mention(i, "price", Decimal(row[2]), "USD", "table:prices", *row.span(2))
        for i, row in enumerate(rows)
    ]
    findings = [
        Finding("BND001", "warning", "price is 0", row[1], "price", (Span(*row.span(2)),))
        for row in rows
        if row[2] == "0"
    ]
    return Record(
        document=document,
        family="toy",
        layout="lines",
        metadata=metadata or {},
        titles=tuple(row[1] for row in rows),
        values=[{"price": mention.value} for mention in mentions],
        mentions=mentions,
        claims=[],
        findings=findings,
        residue=[],
        source=text,
    )


def install(monkeypatch: pytest.MonkeyPatch, engine: Callable[..., Record]) -> None:
    """Puts an engine in the place of the real one."""

    def read_as(candidates: object, text: str, about: About, *_: Any) -> Record:
        return engine(text, document=about.document, metadata=about.metadata)

    monkeypatch.setitem(vars(extractor), "extract", engine)
    monkeypatch.setattr("extractor.engine.extraction.read_as", read_as)


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The toy engine and its one grammar in place of the real ones."""
    install(monkeypatch, toy_extract)
    monkeypatch.setitem(vars(extractor), "grammars", lambda: ("toy",))
    monkeypatch.setattr("extractor.grammar.loader.families", lambda: ("toy",))
    monkeypatch.setitem(vars(extractor), "load_grammar", lambda name: TOY)


@pytest.fixture
def run(
    toy: None,
    capfdbinary: pytest.CaptureFixture[bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Run:
    """Runs the command line in this process, in the test's folder, on the toy engine."""
    monkeypatch.chdir(tmp_path)

    def call(*args: object) -> Outcome:
        code = main([str(arg) for arg in args])
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return Outcome(code, out.decode("utf-8"), err.decode("utf-8"))

    return call
