"""A label with its percentage: `Steel body, 39%`, `39% Steel body`, `Red (29.7%)`.

The value is {"label", "percent"}. A label starts with a letter and contains neither digits nor
percent signs. Ratios read their labels and percentages with this module.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.deferred import deferred
from extractor.fields import numerals
from extractor.fields.base import (
    GROUP,
    PARTIAL,
    SHARE,
    FieldSpec,
    FieldType,
    Reader,
    Reading,
    Value,
    make,
)
from extractor.fields.numerals import BLANK, NUMERAL, Convention
from extractor.fields.sampling import TENTHS, Samples
from extractor.fields.text import REPLACED, fold
from extractor.fields.text import is_cell as is_text_cell

#: a letter, then anything but digits and percent signs
LABEL = rf"[^\W\d_][^0-9%％{REPLACED}]*+"
#: a percentage without its label
FIGURE = rf"({NUMERAL}){BLANK}[%％]"

#: a share ends in its figure or its label; the next starts with the other
JOINT = deferred(r"(?<=[%％)])(?=\S)|(?<=[^\W\d_])(?=[0-9])")

_LABEL_FIRST = deferred(rf"({LABEL}){FIGURE}(\))?")
_FIGURE_FIRST = deferred(rf"{FIGURE}(?: ?[,:;]| [-–—])? ?({LABEL})")
#: characters that may follow a share before the next one starts
_BETWEEN = ",;| \t\n\u00a0"
_STOPS = ",:;|-–—( \u00a0"


#: labels of generated shares
SAMPLES = (
    "Bachelor's Degree", "High School Diploma", "Associate Degree", "Master's Degree",
    "Certificate", "Some College", "No Degree", "Doctorate", "Diploma",
)  # fmt: skip


def broken(text: str) -> bool:
    """Whether a non-empty text cannot be whole shares: it starts with a label but does not end with
    a percentage, or starts and ends with a figure."""
    first, last = text[0], text.rstrip(_BETWEEN)[-1:]
    return last.isalnum() if first.isalpha() else last in "0123456789%" and first in "0123456789"


def label_before(head: str, closed: bool) -> str | None:
    """The label in the text before a figure, without its comma, colon, dash or bracket.

    `closed`: whether a `)` follows the figure. None if the rest is no label, or if a minus sign
    touches the figure: no share is negative.
    """
    rest = head.rstrip()
    if closed:
        return label(rest[:-1].rstrip()) if rest.endswith("(") else None
    if rest[-1:] in ("-", "–", "—"):
        spaced = rest[-2:-1] == " " and len(head) > len(rest)
        return label(rest[:-1].rstrip()) if spaced else None
    return label(rest[:-1].rstrip() if rest[-1:] in (",", ":", ";") else rest)


def label(text: str) -> str | None:
    """The text as a label, white space folded; None if its last character cannot end a label."""
    text = fold(text)
    return text if text and text[-1] not in _STOPS else None


def readings(pairs: list[tuple[str, str]], ways: tuple[Convention, ...]) -> list[Value]:
    """The shares of labels and figures, once for each convention that reads all figures."""
    found = []
    for way in ways:
        shares = [{"label": name, "percent": numerals.number(token, way)} for name, token in pairs]
        if all(share["percent"] is not None for share in shares):
            found.append(shares)
    return found


def inside(spec: FieldSpec, shares: list[dict[str, Value]]) -> bool:
    """Whether all percentages are within the field's bounds."""
    return all(spec.within(share["percent"]) for share in shares)


def _pair(text: str) -> tuple[str, str] | None:
    """The label and the figure of a whole text, None if it is no share."""
    if match := _LABEL_FIRST.fullmatch(text):
        name, token = label_before(match[1], match[3] is not None), match[2]
    elif match := _FIGURE_FIRST.fullmatch(text):
        name, token = label(match[2]), match[1]
    else:
        return None
    return (name, token) if name else None


def compile(spec: FieldSpec) -> Reader:
    """A reader of shares in the field's bounds and locale; unknown labels read too."""
    ways, unit = numerals.conventions(spec.locale), spec.unit
    least, most = numerals.bounds(spec)
    mark = ways[0].groups[0]
    words = r"[^\W\d_]++(?>(?:[ '’/&-][^\W\d_]++)*)"
    quick = re.compile(rf"({words}), {numerals.quick(ways)}%").fullmatch

    def general(text: str) -> Reading:
        pair = _pair(numerals.tidy(text))
        if pair is None:
            return numerals.refused(text)
        found = readings([pair], ways)
        shares = [share for (share,) in found]
        return numerals.settle(shares, unit, lambda share: inside(spec, [share]))

    def read(text: str) -> Reading:
        if match := quick(text):
            name, whole, fraction = match.groups()
            percent = numerals.plain(whole, fraction, mark)
            if least <= percent <= most:
                return make(({"label": name, "percent": percent}, unit, None, ()))
        return PARTIAL if text and broken(text) else general(text)

    return read


def is_cell(text: str, glued: bool = True) -> bool:
    """Whether a text is a share with a label that looks like a whole cell (see `text.is_cell`)."""
    pair = _pair(text)
    return pair is not None and is_text_cell(pair[0], glued)


def render(value: Value, spec: FieldSpec, style: str) -> str:
    """The share as text: `Red, 29.7%`; bracket `Red (29.7%)`; figure-first `29.7% Red`."""
    name, figure = value["label"], numerals.write(value["percent"], spec.locale) + "%"
    if style == "bracket":
        return f"{name} ({figure})"
    return f"{figure} {name}" if style == "figure-first" else f"{name}, {figure}"


def schema(spec: FieldSpec) -> dict[str, Value]:
    """An object of a label (from the field's labels, if any) and a number."""
    name: dict[str, Value] = {"type": "string", "minLength": 1}
    if spec.labels:
        name["enum"] = list(spec.labels)
    return {
        "type": "object",
        "properties": {"label": name, "percent": numerals.schema(spec)},
        "required": ["label", "percent"],
        "additionalProperties": False,
    }


def are_cells(texts: Sequence[str], glued: bool) -> bool:
    """Whether each text looks like one whole share."""
    return all([is_cell(text, glued) for text in texts])


def sample(spec: FieldSpec, part: str, realistic: bool) -> Samples:
    """Labels of the vocabulary with percentages."""
    labels = spec.labels or SAMPLES
    if realistic:
        return tuple(
            {"label": label, "percent": percent} for label in labels for percent in range(18, 79)
        )
    return lambda chooser: {"label": chooser.choice(labels), "percent": chooser.choice(TENTHS)}


TYPE = FieldType(
    name="share",
    compile=compile,
    render=render,
    schema=schema,
    sample=sample,
    styles=("plain", "bracket", "figure-first"),
    words=True,
    alike=are_cells,
    joint=JOINT,
    options=frozenset({"bounds", "labels"}),
    roles=frozenset({SHARE}),
    numbers=lambda value: (value["percent"],),
    labels=lambda value: (value["label"],),
    naming=GROUP,
)
