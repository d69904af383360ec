"""Free text: any words, white space folded to single spaces.

Also answers two questions on rows without cell borders: does a text look like one whole cell
(`is_cell`), and where may a cell start (`joints`)?
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.deferred import deferred
from extractor.fields import prose
from extractor.fields.base import (
    EMPTY,
    NAME,
    PARTIAL,
    FieldSpec,
    FieldType,
    Reader,
    Reading,
    Value,
    make,
)
from extractor.fields.sampling import Samples

#: replaces a byte that could not be decoded; never part of a value
REPLACED = "\ufffd"
#: what a text ends with that a page shows only in part
ELLIPSES = ("…", "...")

#: letters with case from Latin to Armenian, and Vietnamese; `re` has no classes for them
_LETTERS = [*map(chr, range(0x0590)), *map(chr, range(0x1E00, 0x1F00))]
_UPPER = "".join(filter(str.isupper, _LETTERS))
_LOWER = "".join(filter(str.islower, _LETTERS))
#: except after a prefix that joins the next word (`McAllister`)
_JOINED = r"(?<!\bMc)(?<!\bMac)"
#: the letter that a name such as `iShares` or `m5` begins with
_SMALL = rf"[{_LOWER}](?=[{_UPPER}0-9])"
_WHOLE = rf"(?=[{_UPPER}0-9]|{_SMALL}).*(?:[^\W_]{_JOINED}|[).'+#!])"
#: where two words touch; see `is_cell`
_SEAM = (
    rf"[{_LOWER}]{_JOINED}[{_UPPER}0-9]|[{_UPPER}0-9][{_UPPER}][{_LOWER}]"
    rf"|[{_LOWER}0-9][.][{_UPPER}]|[{_LOWER}][.][0-9]|[)\]!?+#%][{_UPPER}0-9]"
    rf"|[{_LOWER}0-9][$€£¥₹][0-9]"
)
_CELL = deferred(rf"(?![0-9]*+(?>(?:{_SMALL})?)(?s:.)*?(?:{_SEAM})){_WHOLE}", re.DOTALL)
_PARTED_CELL = deferred(_WHOLE, re.DOTALL)
#: where a new, naturally written cell may start: before a capital, a digit or an opening quote, and
#: after a letter, a digit or a mark that ends a cell (`IBMCisco`: I|B, B|M, M|C)
JOINT = deferred(
    rf"(?:(?<=[^\W\d_])|(?<=[.)!?+#%\"”\]®™]))(?=[{_UPPER}0-9\"“])|(?<=[0-9])(?=[{_UPPER}0-9\"“])"
)


#: where a tool broke a word at its slash (`Host/` `Waiter`)
_SLASHED = deferred(r"(?<=[^\W_]/)\n\s*+(?=[^\W_])")


#: white space of ASCII besides the space
_BLANKS = "\t\n\r\v\f\x1c\x1d\x1e\x1f"


def fold(text: str) -> str:
    """The text with each run of white space (line ends, no-break spaces) made one space. A line end
    right after a slash inside a word is a tool's wrap and vanishes, as does a backslash that
    escapes a pipe."""
    if "\\|" in text:
        text = text.replace("\\|", "|")
    if text.isascii() and "  " not in text and not any(map(text.__contains__, _BLANKS)):
        return text.strip()
    if "/\n" in text:
        text = _SLASHED.sub("", text)
    return " ".join(text.split())


def is_cell(text: str, glued: bool = True) -> bool:
    """Whether a text looks like one whole cell, naturally written.

    It starts with an upper-case letter, one after a lower-case one (`iShares`) or a digit, ends
    with a letter, a digit or one of `) . ' + # !`, and has no seam of two words: from lower case to
    upper case or a digit (`ServicesMicron`, `Schools3M`; not after `Mc` and `Mac`), from a capital
    or digit to a capitalised word (`IBMCisco`, `Pier 21Energy`, but `4Front` may start a cell), or
    after a closing mark (`Inc.Energy`). The test is strict: `LinkedIn` fails it. The cutter takes
    the only way without seams; if every way has one, it may cut at any. Seams are ignored unless
    the cells were `glued`.
    """
    return (_CELL if glued else _PARTED_CELL).fullmatch(text) is not None


def are_cells(texts: Sequence[str], glued: bool) -> bool:
    """Whether each text looks like one whole cell."""
    return all([is_cell(text, glued) for text in texts])


def compile(spec: FieldSpec) -> Reader:
    """A reader of any text, including texts outside the field's labels; none that the page cut
    short."""
    unit, labels = spec.unit, spec.labels

    def read(text: str) -> Reading:
        value = fold(text)
        if REPLACED in value or (value.endswith(ELLIPSES) and value not in labels):
            return PARTIAL
        return make((value, unit, None, ())) if value else EMPTY

    return read


def render(value: Value, spec: FieldSpec, style: str) -> str:
    """The text itself."""
    return str(value)


def schema(spec: FieldSpec) -> dict[str, Value]:
    """A non-empty string, from the field's labels if it has any."""
    found: dict[str, Value] = {"type": "string", "minLength": 1}
    return found | {"enum": list(spec.labels)} if spec.labels else found


#: names of firms, schools, trades and the like, the plainest first
SAMPLES = (
    "Acme", "Technology", "Business", "Health Care", "General Studies", "Micron Works",
    "Energy", "Harbor Freight Services", "Education", "Manufacturing", "Hospitality", "Nursing",
    "Northern State University", "Pacific Power And Light", "Finance", "Riverside Schools",
    "Criminal Justice", "Amalgamated Paper Industries", "Retail", "Media", "Lakeside College",
    "Real Estate", "Union Rail", "Fine Arts", "Pharmaceutical", "New Hope Community Church",
)  # fmt: skip
#: short texts that are hard to cut out of a row or to keep whole
UGLY_SAMPLES = (
    "University of Maine - Orono", "Johnson & Sons", "UofL Works", "École Nationale", "3M",
    "O'Neill Freight", "eBooks Direct", "Careers Unlimited - A Genesis Company", "A.B. Smith Inc.",
    "IBM", "Hospitality, Food And Drink", "McAllister Bros", "AT&T", "YMCA of the Rockies",
    "St. Mary's College", "Toys \"R\" Them", "Ernst & Young (US)", "7-Twelve", "Yahoo!",
    "HealthSouth", "Non-Profit Community Services", "Marks and Spencer", "Nestlé", "Café 21",
)  # fmt: skip
#: those that start with a capital or digit
_UGLY_CAPITALS = tuple(text for text in UGLY_SAMPLES if not text[0].islower())


def sample(spec: FieldSpec, part: str, realistic: bool) -> Samples:
    """Names of the vocabulary, or of firms, schools and trades."""
    if spec.labels:
        return spec.labels
    ugly = UGLY_SAMPLES if spec.small else _UGLY_CAPITALS
    chance = 0.15 if realistic else 0.4
    return lambda chooser: chooser.choice(ugly if chooser.boolean(chance) else SAMPLES)


TYPE = FieldType(
    name="text",
    compile=compile,
    render=render,
    schema=schema,
    sample=sample,
    words=True,
    alike=are_cells,
    joint=JOINT,
    flaw=prose.flaw,
    options=frozenset({"unit", "labels", "small", "names"}),
    roles=frozenset({NAME}),
    labels=lambda value: (value,),
    telling=0.5,
)
