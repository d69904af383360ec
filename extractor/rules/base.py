"""The contract of a rule kind: codes, checks, constraints, and the troubles it reports.

A rule kind is one module with a `KIND`. Rules check a `Page` after it is read; `build` compiles a
kind for a grammar, which names the fields, labels and vocabularies to check.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import fill
from typing import TYPE_CHECKING, Any, NamedTuple

from extractor.fields.base import FieldSpec, Value
from extractor.model import Finding, Page, Span, new

if TYPE_CHECKING:
    from extractor.grammar.schema import GrammarFile

Values = Mapping[str, Value]

SEVERITIES = ("error", "warning", "info")


class Code(NamedTuple):
    """A code of findings, with its explanation.

    `code` and `name` are stable and never reused. `severity` is `error` (the page contradicts
    itself or cannot be read), `warning` (a part is missing or unsettled) or `info`.
    """

    code: str
    name: str
    severity: str
    checks: str
    matters: str
    example: str
    settle: str

    def finding(
        self,
        message: str,
        spans: Iterable[Span],
        entity: str | None = None,
        field: str | None = None,
    ) -> Finding:
        """A finding with this code."""
        shown = self.code, self.severity, message, entity, field, tuple(spans)
        return new(Finding, shown)

    def page(self) -> str:
        """The explanation as plain text, at most 78 columns wide, without a final newline."""
        parts = (
            ("What it checks", self.checks),
            ("Why it matters", self.matters),
            ("Example", self.example),
            ("How to settle it", self.settle),
        )
        body = "\n\n".join(f"{title}\n{_indented(text)}" for title, text in parts)
        return f"{self.code} {self.name} ({self.severity})\n\n{body}"


def _indented(text: str) -> str:
    return fill(
        text,
        78,
        initial_indent="  ",
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,  # options stay whole: --date-field
    )


class Setting(NamedTuple):
    """What rules are compiled for: a grammar's file, and its fields by name."""

    file: GrammarFile
    specs: Mapping[str, FieldSpec]


#: an entity's index, and a field of it
Key = tuple[int, str]
Known = Mapping[Key, Value]


class Tie(NamedTuple):
    """A rule's demand on values of one page.

    `name` is unique on the page. `holds` takes values of all `keys`. `repair` gives the value that
    one of the keys would need if the others are right; None if that is open.
    """

    name: tuple[Any, ...]
    keys: tuple[Key, ...]
    holds: Callable[[Known], bool]
    repair: Callable[[Known, Key], Value]


class Party(NamedTuple):
    """What may be wrong: a value, or (`words`) a sentence. `places`: how many places support it."""

    entity: int
    field: str
    spans: tuple[Span, ...]
    places: int
    words: str = ""


class Dispute(NamedTuple):
    """A finding with an unknown culprit: one of `parties`, the first if nothing shows which."""

    code: Code
    message: str
    tie: Tie
    parties: tuple[Party, ...]


class Quarrel(NamedTuple):
    """A finding on values of which at most one is right. `tell` builds it from the number of rules
    that support each value but not all of them."""

    key: Key
    values: tuple[Value, ...]
    tell: Callable[[Sequence[int]], Finding]


Check = Callable[[Page], Iterable[Finding | Dispute | Quarrel]]
#: turns a trouble of its type into a finding
Speaker = Callable[[Page, Any, Setting], Finding]


class Constraint(NamedTuple):
    """A rule's demand on one entity's values, of which any may be unknown.

    `holds` is False only for values that contradict each other; it needs no page. `repair`, for
    constraints on several fields, gives the value that one would need if the others are right.
    """

    fields: tuple[str, ...]
    holds: Callable[[Values], bool]
    repair: Callable[[Values, str], Value] | None = None

    def tie(self, entity: int) -> Tie:
        """The constraint as a tie of one entity of a page."""
        repair = self.repair or (lambda values, field: None)
        return Tie(
            (self.holds, entity),
            tuple([(entity, field) for field in self.fields]),
            lambda known: self.holds({field: value for (_, field), value in known.items()}),
            lambda known, key: repair({field: v for (_, field), v in known.items()}, key[1]),
        )


#: whether one row's values may come right before another's
Order = Callable[[Values, Values], bool]


class Compiled(NamedTuple):
    """A rule kind compiled for one grammar."""

    checks: tuple[Check, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    orders: tuple[Order, ...] = ()
    ties: tuple[Callable[[Page], Iterable[Tie]], ...] = ()


def nothing(setting: Setting) -> Compiled:
    """The `build` of a kind that only reports troubles."""
    return Compiled()


@dataclass(frozen=True, slots=True)
class Kind:
    """A rule kind: its name, its codes, how it is compiled for a grammar, and a speaker for each
    type of trouble that it reports."""

    name: str
    codes: tuple[Code, ...]
    build: Callable[[Setting], Compiled] = nothing
    troubles: Mapping[type, Speaker] = field(default_factory=dict)
