"""A page on trial, and what can be held against whoever read it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from extractor.engine import extract
from extractor.errors import ExtractorError
from extractor.grammar import Grammar
from extractor.record import Record, to_json
from extractor.synthesis.generator import GeneratedPage
from extractor.synthesis.scoring import Score, score

Key = tuple[str, str, str, str]


class Failure(NamedTuple):
    """A law that was broken. Failures are the same when they agree in the law, the page's layout,
    the field (or "") and the kind of failure. `read` is the text that was read, where that is not
    the page itself: with noise, with a fault."""

    law: str
    layout: str
    field: str
    kind: str
    came: str
    wanted: str
    read: str = ""

    @property
    def key(self) -> Key:
        """What makes two failures the same."""
        return self[:4]

    @property
    def title(self) -> str:
        """The failure in a line."""
        about = f" of {self.field}" if self.field else ""
        return f"{self.law}, layout {self.layout}: {self.kind}{about}"


class Trial:
    """One page, and what the engine reads on it (read once, when asked for). `whole` tells whether
    the page has all that its grammar expects."""

    def __init__(self, grammar: Grammar, page: GeneratedPage, whole: bool) -> None:
        self.grammar, self.page, self.whole = grammar, page, whole
        self.readings = 0
        self.codes: set[str] = set()

    @cached_property
    def record(self) -> Record:
        """What the engine reads."""
        return self.read(self.page.text)

    @cached_property
    def score(self) -> Score:
        """The record, held against what the page states."""
        return score(self.page.sheet, self.page.text, self.record)

    def read(self, text: str) -> Record:
        """What the engine reads in a text."""
        self.readings += 1
        record = extract(text, self.grammar)
        self.codes.update([finding.code for finding in record.findings])
        return record

    def failure(
        self, law: str, kind: str, came: object, wanted: object, field: str = "", read: str = ""
    ) -> Failure:
        """A failure of this page."""
        return Failure(law, self.page.layout, field, kind, shown(came), shown(wanted), read)


Law = Callable[[Trial], Iterator[Failure]]


def judge(laws: Mapping[str, Law], names: Iterable[str], trial: Trial) -> list[Failure]:
    """What breaks the laws of these names. A crash under a law breaks it, too; an error that a
    user can mend (no such program) ends the run."""
    found: list[Failure] = []
    for name in names:
        try:
            found += laws[name](trial)
        except ExtractorError:
            raise
        except Exception as error:
            place = _place(error)
            kind = f"{type(error).__name__} in {place}"
            found.append(trial.failure(name, kind, f"{type(error).__name__}: {error}", "no crash"))
    return found


def _place(error: BaseException) -> str:
    """The function that an exception was raised in."""
    trace, place = error.__traceback__, "?"
    while trace is not None:
        place = trace.tb_frame.f_code.co_qualname
        trace = trace.tb_next
    return place


def shown(value: Any) -> str:
    """A value as JSON text; a text as it is."""
    return value if isinstance(value, str) else to_json(value).decode("utf-8")
