"""What every field type offers, and what a reading of one text is.

A field type is one module, and all that is known of the type stands in it: `compile(spec)` gives a
reader (text in, `Reading` out), `render` writes a value back as text, `schema` describes the value
in JSON Schema, `sample` makes values for generated pages; the other attributes of `FieldType` tell
rules and the engine what they need, so that no other module has to name a type. A reader reads its
*whole* text or gives a reading with a `problem`; it never raises and never guesses.
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
    """What one text says as one field type.

    `value` is None for the missing mark and for every failure. `problem` is None when the text
    reads, else one of `empty`, `partial` (some or all of the text is not of the type), `ambiguous`
    (`choices` holds the values), `bounds` (`choices` holds the value outside of them) and `unit`
    (`choices` holds the value, `unit` the unit that the text names).
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


#: a `Reading` from a tuple of all four parts, at a third of the cost; for what is read most
make: Callable[[tuple[Value, str | None, str | None, tuple[Value, ...]]], Reading] = partial(
    tuple.__new__, Reading
)

EMPTY = Reading(None, None, "empty")
PARTIAL = Reading(None, None, "partial")

Reader = Callable[[str], Reading]


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a grammar, as its type sees it.

    `unit` is what a value without a unit of its own has (`USD/year`, `percent`, `year`); `units`
    are the units that a text may name instead (durations: `month`, `year`). `low` and `high` bound
    every number in the value, both inclusive. `locale` settles how numbers are grouped (`en-US`,
    `de-DE`; None: a text with two readings is ambiguous). `labels` is the closed vocabulary of a
    share's or ratio's labels or of a text, empty where it is open. `small` are names that begin
    with a small letter, as otherwise no cell cut out of a row does (one letter: any name that goes
    on with a capital). `names` are texts that are known, among others that are not.
    `kilo` is what a kB, MB or GB counts by: 1000, 1024, or None where that is open. `yes` and `no`
    are further words for true and false. `missing` are the page's marks for "no value", at which a
    row without borders may be cut; `usual` says that the usual marks (`fields.missing`) mean that
    as well.
    """

    name: str
    type: str
    unit: str | None = None
    units: tuple[str, ...] = ()
    low: Number | None = None
    high: Number | None = None
    locale: str | None = None
    labels: tuple[str, ...] = ()
    small: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()
    kilo: int | None = None
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    usual: bool = False
    description: str = ""

    def within(self, value: Number) -> bool:
        """Whether a number lies in the field's bounds."""
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


#: between any two characters that are not blank
ANYWHERE = deferred(r"(?<=\S)(?=\S)")

#: what a rule may ask of a field's type (`FieldType.roles`): the value is one number; it has a
#: `low` and a `high` end; its numbers are shares of a whole; they are all shares of that whole;
#: its number is a percentage; its number may count places in an order; its number may be the end
#: of a range; the value is a name that a page may link
FIGURE, RANGE, SHARE, WHOLE = "figure", "range", "share", "whole"
PERCENT, RANK, END, NAME = "percentage", "rank", "end", "name"

#: what a name of a vocabulary is in a value: a group that has a share, the value itself, a code
GROUP, ITSELF, CODE = "group", "itself", "code"

Limits = Mapping[str, tuple[Number, Number]]


def single(value: Value) -> tuple[Number, ...]:
    """The number of a value that is one."""
    return (value,)


def ends(value: Value) -> tuple[Number, ...]:
    """The numbers of a value that has two ends, of which one may be open (None)."""
    return tuple([end for end in (value["low"], value["high"]) if end is not None])


def none(value: Value) -> tuple[Number, ...]:
    """The numbers of a value that has none."""
    return ()


def never(spec: FieldSpec) -> bool:
    """No field of a type."""
    return False


def exact(number: Number) -> Number:
    """The number as an int where it is whole: ints compare several times as fast."""
    return int(number) if number == int(number) else number


@dataclass(frozen=True, slots=True)
class FieldType:
    """One field type: how it reads, writes and describes itself.

    `render(value, spec, style)` writes a value so that the reader gives it back; `styles` names the
    spellings that it can write, the first being the default. `lines` tells whether one cell may
    hold several lines, `words` whether a value is free words, not a figure. `alike` tells whether
    texts that were cut out of a row *without* visible cell borders look like whole cells, written
    in one hand (None: whatever reads does); its second argument is whether nothing at all parted
    the cells, so that a joint inside a word speaks against it. `strict` tells that whole
    cells may look otherwise, too: where blanks part them, looks decide nothing, and where nothing
    does, only what looks so is a cell. `joint` finds, as empty matches, where in such a text one
    cell may end and the next one begin. `extent` matches where a text that
    reads may begin, up to where it must have ended, or further; it spares reading what cannot be a
    cell (None: any text may). Neither knows missing marks. `flaw` says what shows that free text
    between other parts of a page is not whole, or "" (None: it cannot tell). `options` are the
    settings that a field of this type supports beside type and description: `unit`, `units`,
    `bounds`, `labels`, `small`, `names`, `kilo`, `yes`, `no`. `unit` is the unit of its values
    where the grammar names none.

    `sample` gives the values that generated pages state: all of them, or what makes one. `part` is
    where the page states them: `cell`, `sentence` or `lines`. `roles` are what rules may ask of a
    field of this type (`FIGURE`, `RANGE`, …). `numbers` are those of a value that bounds hold for.
    `labels` are the names of a value that a vocabulary may list, and `naming` tells what such a
    name is; None: the type takes no vocabulary. `telling` is how much it says that a text reads as
    this type, up to 1: next to nothing does not read as a text.

    A type whose texts name their own unit has `limits`, the field's bounds in each unit, and
    `written`, which renders a value in a unit; its samples are pairs of value and unit. `sparse`
    tells which fields real pages mostly leave empty. `answers` are words that are values of the
    type and of no other, in small letters. `lacks` says, in a few words, what keeps a text with a
    number from being a value, or ""; None: it cannot tell.
    """

    name: str
    compile: Callable[[FieldSpec], Reader]
    render: Callable[[Value, FieldSpec, str], str]
    schema: Callable[[FieldSpec], Mapping[str, Any]]
    sample: Callable[[FieldSpec, str, bool], Samples]
    styles: tuple[str, ...] = ("plain",)
    lines: bool = False
    words: bool = False
    alike: Callable[[Sequence[str], bool], bool] | None = None
    strict: bool = False
    joint: re.Pattern[str] = field(default=ANYWHERE)
    extent: re.Pattern[str] | None = None
    flaw: Callable[[str], str] | None = None
    options: frozenset[str] = field(default=frozenset())
    unit: str | None = None
    roles: frozenset[str] = field(default=frozenset())
    numbers: Callable[[Value], Sequence[Number]] = none
    labels: Callable[[Value], Sequence[str]] | None = None
    naming: str = ITSELF
    telling: float = 1.0
    limits: Callable[[FieldSpec], Limits] | None = None
    written: Callable[[Value, str, FieldSpec, str], str] | None = None
    sparse: Callable[[FieldSpec], bool] = never
    answers: frozenset[str] = field(default=frozenset())
    lacks: Callable[[str], str] | None = None

    def reach(self, text: str, start: int, end: int, marks: tuple[str, ...]) -> int:
        """How far a value that begins at `start` may go, up to `end`; `start` where none begins.
        What begins with one of `marks` may be missing, and go anywhere."""
        if self.extent is None or text.startswith(marks, start):
            return end
        match = self.extent.match(text, start, end)
        return match.end() if match else start

    def is_flawed(self, text: str) -> bool:
        """Whether lines of words do not make one cell: something else stands among them."""
        return self.words and self.flaw is not None and self.flaw(text) != ""
