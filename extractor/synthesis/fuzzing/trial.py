"""A page under test, and its failures."""

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
    """A broken law. Failures are the same if they agree in law, layout, field (or "") and kind.
    `read` is the text that was read, if it differs from the page: with noise or a fault."""

    law: str
    layout: str
    field: str
    kind: str
    came: str
    wanted: str
    read: str = ""

    @property
    def key(self) -> Key:
        """What equal failures share."""
        return self[:4]

    @property
    def title(self) -> str:
        """A one-line title."""
        about = f" of {self.field}" if self.field else ""
        return f"{self.law}, layout {self.layout}: {self.kind}{about}"


class Trial:
    """One page, and the engine's record of it, read once when needed. `whole` says whether the page
    has everything that its grammar expects."""

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
        """The score of the record."""
        return score(self.page.sheet, self.page.text, self.record)

    @property
    def nameless(self) -> bool:
        """Whether the record may be empty: the page starts with a name that occurs nowhere else, so
        it could be the end of a longer one."""
        text = self.page.text.strip(" \n").casefold()
        names = [title.casefold() for title in self.page.sheet.truth.titles]
        begun = [name for name in names if text.startswith(name)]
        return self.record.family is None and any([text.count(name) == 1 for name in begun])

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
    """The failures under these laws. A crash is one, too; an error that a user can fix (no such
    program) ends the run."""
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
