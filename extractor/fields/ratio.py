"""Shares of one whole: `Red, 29.7% Blue, 70.3%`, with anything or nothing between them.

The value is the list of shares in the text's order. Shares may be separated by white space, line
ends, bullets, `<br>`, `;`, `,`, `|`, `and`, or nothing. All shares of a text have the same form:
label first or figure first. A repeated label makes the text no ratio: two cells were glued together
there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from extractor.deferred import deferred
from extractor.fields import numerals, share
from extractor.fields.base import (
    GROUP,
    PARTIAL,
    SHARE,
    WHOLE,
    FieldSpec,
    FieldType,
    Number,
    Reader,
    Reading,
    Value,
    make,
)
from extractor.fields.sampling import TENTHS, Chooser, Samples, Seeded, bell
from extractor.fields.share import FIGURE, LABEL

_BREAK = deferred(r"<br ?/?>|(?:^|(?<=[\s%]))[-*•·][ \t]+", re.IGNORECASE | re.MULTILINE)
_PARTING = r"[ \u00a0]?(?:[;,|][ \u00a0]?)?(?:and )?"
_LABEL_FIRST = deferred(rf"({LABEL}){FIGURE}(\))?{_PARTING}")
_FIGURE_FIRST = deferred(rf"{FIGURE}(?: ?[,:;]| [-–—])? ?({LABEL})")
_TRAIL = deferred(r"(?:[;,|]|,? and)$")


#: how many realistic ratios of a field generated pages choose from
RATIOS = 500


def _pairs(text: str) -> list[tuple[str, str]] | None:
    """The labels and figures of a whole text, None if it is no ratio."""
    pattern = _FIGURE_FIRST if text[:1] in "0123456789." else _LABEL_FIRST
    pairs: dict[str, str] = {}
    position = 0
    while position < len(text):
        match = pattern.match(text, position)
        if match is None:
            return None
        if pattern is _LABEL_FIRST:
            name, token = share.label_before(match[1], match[3] is not None), match[2]
        else:
            rest = match[2].rstrip()
            last = match.end() == len(text)
            name, token = share.label(rest if last else _TRAIL.sub("", rest)), match[1]
        if not name or name in pairs:
            return None
        pairs[name] = token
        position = match.end()
    return list(pairs.items())


@lru_cache(maxsize=4096)
def _percent(digits: str) -> Number:
    """The percentage of a figure in plain notation; cached, as figures recur from page to page."""
    whole, _, fraction = digits.partition(".")
    return numerals.plain(whole, fraction or None, "")


def compile(spec: FieldSpec) -> Reader:
    """A reader of ratios in the field's bounds and locale; unknown labels read too."""
    ways, unit = numerals.conventions(spec.locale), spec.unit
    least, most = numerals.bounds(spec)
    bounded = (spec.low, spec.high) != (None, None)
    known = frozenset(spec.labels)
    words = r"(?!and )[^\W\d_]++(?>(?:[ '’/&-][^\W\d_]++)*)"
    good = re.compile(rf"{words}(?>(?:\n{words})*)").fullmatch
    cut = re.compile(r", ((?:0|[1-9][0-9]?|100)(?:\.[0-9]{1,2})?)% ?").split
    pointed = ways[0].point == "."

    def quick(text: str) -> list[dict[str, Value]] | None:
        """The shares of a text in the commonest spelling, where everything but figures is a label.
        None for any other spelling; [] if a label is repeated."""
        parts = cut(text)
        if parts.pop() or not parts:
            return None
        names = parts[::2]
        if len(set(names)) < len(names):
            return []
        if not known.issuperset(names) and not good("\n".join(names)):
            return None
        percents = [_percent(digits) for digits in parts[1::2]]
        if bounded and not (least <= min(percents) and max(percents) <= most):
            return None
        return [{"label": n, "percent": p} for n, p in zip(names, percents, strict=True)]

    def general(text: str) -> Reading:
        if len(text) > numerals.LONGEST:
            return PARTIAL
        pairs = _pairs(numerals.tidy(_BREAK.sub(" ", text)))
        if not pairs:
            return numerals.refused(text)
        found = share.readings(pairs, ways)
        return numerals.settle(found, unit, lambda shares: share.inside(spec, shares))

    def read(text: str) -> Reading:
        if text and share.broken(text):
            return PARTIAL
        if pointed and len(text) <= numerals.LONGEST:
            shares = quick(text.replace("\n", " "))
            if shares is not None:
                return make((shares, unit, None, ())) if shares else PARTIAL
        return general(text)

    return read


def render(value: Value, spec: FieldSpec, style: str) -> str:
    """The ratio as text, its shares separated by a space; glued: by nothing; lines: one per line;
    bullets: one per line after `- `; semicolons; brackets `Red (29.7%), …`; figure-first."""
    between = {"glued": "", "lines": "\n", "bullets": "\n- ", "semicolons": "; ", "bracket": ", "}
    text = between.get(style, ", " if style == "figure-first" else " ").join(
        share.render(one, spec, style) for one in value
    )
    return "- " + text if style == "bullets" else text


def schema(spec: FieldSpec) -> dict[str, Value]:
    """An array of shares."""
    return {"type": "array", "items": share.schema(spec), "minItems": 1}


def sample(spec: FieldSpec, part: str, realistic: bool) -> Samples:
    """All groups of the vocabulary (wild: the first few), with shares that sum to 100."""
    labels = spec.labels or share.SAMPLES

    def make(chooser: Chooser, used: Sequence[str]) -> Value:
        left, rest = 1000, len(used) - 1
        shares = []
        for label in used[:-1]:
            tenths = min(left - rest, max(1, bell(chooser, 0, 2 * left // (rest + 1))))
            shares.append({"label": label, "percent": TENTHS[tenths]})
            left -= tenths
            rest -= 1
        shares.append({"label": used[-1], "percent": TENTHS[left]})
        return shares

    if realistic:
        chooser = Seeded(spec.name)
        return tuple([make(chooser, labels) for _ in range(RATIOS)])
    return lambda chooser: make(chooser, labels[: chooser.integer(1, len(labels))])


TYPE = FieldType(
    name="ratio",
    compile=compile,
    render=render,
    schema=schema,
    sample=sample,
    styles=("plain", "glued", "lines", "bullets", "semicolons", "bracket", "figure-first"),
    lines=True,
    joint=share.JOINT,
    options=frozenset({"bounds", "labels"}),
    roles=frozenset({SHARE, WHOLE}),
    numbers=lambda value: [one["percent"] for one in value],
    labels=lambda value: [one["label"] for one in value],
    naming=GROUP,
)
