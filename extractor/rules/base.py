"""What every rule kind is made of: its codes, its checks, its constraints, its troubles.

A rule kind is one module with a `KIND`. Rules look at a `Page` after it was read; what they are
about (fields, labels, vocabularies) stands in the grammar, and `build` takes it from there once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import fill
from typing import TYPE_CHECKING, Any, NamedTuple

from extractor.fields.base import FieldSpec, Value
from extractor.model import Finding, Page, Span

if TYPE_CHECKING:
    from extractor.grammar.schema import GrammarFile

Values = Mapping[str, Value]

SEVERITIES = ("error", "warning", "info")


class Code(NamedTuple):
    """One thing that a rule can say, and its explanation page.

    `code` and `name` are stable and never used again for something else. `severity` is `error`
    (the page contradicts itself or cannot be read), `warning` (a part is missing or unsettled) or
    `info`.
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
        """A finding under this code."""
        return Finding(self.code, self.severity, message, entity, field, tuple(spans))

    def page(self) -> str:
        """The explanation as plain text, 78 columns wide at most, no newline at the end."""
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
    """What rules are compiled against: a grammar's file and its fields."""

    file: GrammarFile
    specs: Mapping[str, FieldSpec]


#: an entity's index, and a field of it
Key = tuple[int, str]
Known = Mapping[Key, Value]


class Tie(NamedTuple):
    """Values of one page that a rule holds against each other.

    `name` tells it from all other ties of the page. `holds` takes values of all `keys`. `repair`
    says what one of them would have to be were the others right; None where that is open.
    """

    name: tuple[Any, ...]
    keys: tuple[Key, ...]
    holds: Callable[[Known], bool]
    repair: Callable[[Known, Key], Value]


class Party(NamedTuple):
    """What may be wrong: a value, or (`words`) a sentence. `places`: how many speak for it."""

    entity: int
    field: str
    spans: tuple[Span, ...]
    places: int
    words: str = ""


class Dispute(NamedTuple):
    """A finding whose culprit is still open: one of `parties`, the first where nothing tells."""

    code: Code
    message: str
    tie: Tie
    parties: tuple[Party, ...]


class Quarrel(NamedTuple):
    """A finding about values of which at most one is right. `tell` makes it, given for each value
    how many rules bear it out, and not all others."""

    key: Key
    values: tuple[Value, ...]
    tell: Callable[[Sequence[int]], Finding]


Check = Callable[[Page], Iterable[Finding | Dispute | Quarrel]]
#: gives a trouble of its kind the code and the words of a finding
Speaker = Callable[[Page, Any, Setting], Finding]


class Constraint(NamedTuple):
    """What one entity's values must obey, whichever of `fields` are known.

    `holds` is False only for values that contradict each other; it never needs the page. `repair`
    is there where several are tied: what one would have to be were the others right.
    """

    fields: tuple[str, ...]
    holds: Callable[[Values], bool]
    repair: Callable[[Values, str], Value] | None = None

    def tie(self, entity: int) -> Tie:
        """What it demands of one entity of a page."""
        repair = self.repair or (lambda values, field: None)
        return Tie(
            (self.holds, entity),
            tuple([(entity, field) for field in self.fields]),
            lambda known: self.holds({field: value for (_, field), value in known.items()}),
            lambda known, key: repair({field: v for (_, field), v in known.items()}, key[1]),
        )


#: whether the values of one row may stand right above those of another
Order = Callable[[Values, Values], bool]


class Compiled(NamedTuple):
    """A rule kind made ready for one grammar."""

    checks: tuple[Check, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    orders: tuple[Order, ...] = ()
    ties: tuple[Callable[[Page], Iterable[Tie]], ...] = ()


def nothing(setting: Setting) -> Compiled:
    """The `build` of a kind that only gives words to troubles."""
    return Compiled()


@dataclass(frozen=True, slots=True)
class Kind:
    """A rule kind: the module's name, its codes, how it is built for a grammar, and the troubles
    of the engine that it speaks of, by kind."""

    name: str
    codes: tuple[Code, ...]
    build: Callable[[Setting], Compiled] = nothing
    troubles: Mapping[type, Speaker] = field(default_factory=dict)
