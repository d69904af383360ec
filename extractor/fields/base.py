"""The contract of a field type, and the reading of one text.

A field type is one module that holds all knowledge of the type: `compile(spec)` returns a reader
(text in, `Reading` out), `render` writes a value as text, `schema` describes it in JSON Schema,
`sample` makes values for generated pages. The other attributes of `FieldType` answer what rules and
the engine ask, so that no other module names a type. A reader reads its *whole* text or returns a
reading with a `problem`; it never raises and never guesses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from extractor.deferred import deferred

if TYPE_CHECKING:
    from extractor.fields.sampling import Samples

Number = int | Decimal
#: a value: `int`, `Decimal`, `str`, or a dict or list of those, in the shape of the output contract
Value = Any


class Reading(NamedTuple):
    """One text read as one field type.

    `value` is None for a missing mark and for every failure. `problem` is None on success, else one
    of `empty`, `partial` (some or all of the text is not of the type), `ambiguous` (`choices` holds
    the values), `bounds` (`choices` holds the value that is out of bounds) and `unit` (`choices`
    holds the value, `unit` the unit that the text names).
    """

    value: Value
    unit: str | None = None
    problem: str | None = None
    choices: tuple[Value, ...] = ()

    @property
    def usable(self) -> bool:
        """Whether the text has one reading; its value may be None or out of bounds."""
        return self.problem in (None, "bounds")

    @property
    def stated(self) -> Value:
        """The value of a usable reading, within bounds or not."""
        return self.choices[0] if self.problem else self.value


#: a `Reading` from a tuple of all four parts, at a third of the cost; for the hot paths
make: Callable[[tuple[Value, str | None, str | None, tuple[Value, ...]]], Reading] = partial(
    tuple.__new__, Reading
)

EMPTY = Reading(None, None, "empty")
PARTIAL = Reading(None, None, "partial")

Reader = Callable[[str], Reading]


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a grammar, as its type sees it."""

    name: str
    type: str
    #: unit of a value that names none: `USD/year`, `percent`, `year`
    unit: str | None = None
    #: units that a text may name instead (durations: `month`, `year`)
    units: tuple[str, ...] = ()
    #: inclusive bounds of every number in the value
    low: Number | None = None
    high: Number | None = None
    #: how numbers are grouped (`en-US`, `de-DE`); None: a text with two readings is ambiguous
    locale: str | None = None
    #: closed vocabulary: labels of a share or ratio, or whole texts; empty: open
    labels: tuple[str, ...] = ()
    #: names that start in lower case, which no cell cut out of a row does otherwise; a single
    #: letter allows any name that continues with a capital (`e` for `eBooks`)
    small: tuple[str, ...] = ()
    #: known texts; unknown ones are valid as well
    names: frozenset[str] = frozenset()
    #: bytes in a kB, kilobytes in an MB, …: 1000, 1024, or None if the grammar leaves it open
    kilo: int | None = None
    #: whether an amount that names no currency is in the field's unit
    bare: bool = False
    #: whether a single number is a range, from itself to itself
    single: bool = False
    #: extra words for true and false
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    #: the page's marks for "no value"; a row without borders may be cut at one
    missing: tuple[str, ...] = ()
    #: whether the usual marks (`fields.missing`) count as well
    usual: bool = False
    description: str = ""

    def within(self, value: Number) -> bool:
        """Whether a number lies in the field's bounds."""
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


#: between any two characters that are not white space
ANYWHERE = deferred(r"(?<=\S)(?=\S)")

#: roles (`FieldType.roles`) that rules may require of a field. FIGURE: the value is one number;
#: RANGE: it has a `low` and a `high` end; SHARE: its numbers are shares of a whole; WHOLE: its
#: numbers are all the shares of one whole; PERCENT: its number is a percentage; RANK: its number
#: may be a position in a ranking; END: its number may be the end of a range; NAME: it is a name
#: that a page may link
FIGURE, RANGE, SHARE, WHOLE = "figure", "range", "share", "whole"
PERCENT, RANK, END, NAME = "percentage", "rank", "end", "name"

#: the role of a vocabulary name in a value: a group with a share, the whole value, or a code in it
GROUP, ITSELF, CODE = "group", "itself", "code"

Limits = Mapping[str, tuple[Number, Number]]


def single(value: Value) -> tuple[Number, ...]:
    """`FieldType.numbers` of a value that is one number."""
    return (value,)


def ends(value: Value) -> tuple[Number, ...]:
    """`FieldType.numbers` of a range; an open end (None) is left out."""
    return tuple([end for end in (value["low"], value["high"]) if end is not None])


def none(value: Value) -> tuple[Number, ...]:
    """`FieldType.numbers` of a value without numbers."""
    return ()


def never(spec: FieldSpec) -> bool:
    """`FieldType.sparse` of types that pages usually fill in."""
    return False


def exact(number: Number) -> Number:
    """The number as an int if it is whole: ints compare several times as fast."""
    return int(number) if number == int(number) else number


@dataclass(frozen=True, slots=True)
class FieldType:
    """One field type: how it reads, writes and describes itself."""

    name: str
    #: builds the reader of a field
    compile: Callable[[FieldSpec], Reader]
    #: writes a value in a style so that the reader gives it back
    render: Callable[[Value, FieldSpec, str], str]
    #: the JSON Schema of a value
    schema: Callable[[FieldSpec], Mapping[str, Any]]
    #: values for generated pages, all of them or a function that makes one. Arguments: the field,
    #: where the page states the value (`cell`, `sentence` or `lines`), whether it is realistic
    sample: Callable[[FieldSpec, str, bool], Samples]
    #: spellings that `render` can write, the default first
    styles: tuple[str, ...] = ("plain",)
    #: whether one cell may hold several lines
    lines: bool = False
    #: whether a value is free words, not a figure
    words: bool = False
    #: whether texts cut out of a row *without* visible borders look like whole, consistently
    #: written cells; None: every text that reads does. The second argument says that nothing at all
    #: separated the cells, so a joint inside a word is evidence against the cut
    alike: Callable[[Sequence[str], bool], bool] | None = None
    #: whole cells may fail `alike`: ignore it where spaces separate cells, and where nothing does,
    #: accept only what passes it
    strict: bool = False
    #: empty matches where one cell may end and the next one start; ignores missing marks
    joint: re.Pattern[str] = field(default=ANYWHERE)
    #: matches where a value may start, to its latest possible end or further, so that hopeless
    #: texts are never read; None: any text may be a value. Ignores missing marks
    extent: re.Pattern[str] | None = None
    #: why free text between other parts of a page is not whole, or ""; None: cannot say
    flaw: Callable[[str], str] | None = None
    #: optional settings of a field of this type, besides type and description: `unit`, `units`,
    #: `bounds`, `labels`, `small`, `names`, `kilo`, `bare`, `single`, `yes`, `no`
    options: frozenset[str] = field(default=frozenset())
    #: unit of the values where the grammar names none
    unit: str | None = None
    #: what rules may ask of the field (`FIGURE`, `RANGE`, …)
    roles: frozenset[str] = field(default=frozenset())
    #: the numbers of a value that bounds apply to
    numbers: Callable[[Value], Sequence[Number]] = none
    #: the names in a value that a vocabulary may list; None: the type takes no vocabulary
    labels: Callable[[Value], Sequence[str]] | None = None
    #: what such a name is: `GROUP`, `ITSELF` or `CODE`
    naming: str = ITSELF
    #: weight of the evidence that a text reads as this type, up to 1: little where most texts do
    telling: float = 1.0
    #: for types whose texts name their own unit (samples are pairs of value and unit): the field's
    #: bounds in each unit
    limits: Callable[[FieldSpec], Limits] | None = None
    #: for the same types: renders a value in a given unit
    written: Callable[[Value, str, FieldSpec, str], str] | None = None
    #: whether real pages leave this field empty more often than not
    sparse: Callable[[FieldSpec], bool] = never
    #: words that are values of this type and of no other, in lower case
    answers: frozenset[str] = field(default=frozenset())
    #: why a text with a number is not a value, in a few words, or ""; None: cannot say
    lacks: Callable[[str], str] | None = None

    def reach(self, text: str, start: int, end: int, marks: tuple[str, ...]) -> int:
        """How far a value that starts at `start` may extend, at most to `end`; `start` if none
        starts there. A text that starts with one of `marks` may be missing, so it reaches `end`."""
        if self.extent is None or text.startswith(marks, start):
            return end
        match = self.extent.match(text, start, end)
        return match.end() if match else start

    def is_flawed(self, text: str) -> bool:
        """Whether lines of words are not one whole cell: other parts are mixed in."""
        return self.words and self.flaw is not None and self.flaw(text) != ""
