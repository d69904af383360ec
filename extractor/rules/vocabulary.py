"""`vocabulary`: names come from the list that the grammar gives their field, each once.

In: an entity's values of fields with `labels` (groups of shares and ratios, names of texts, codes
of places), and ratios that do not read because of a repeated label. Out: a finding for each value
with an unlisted or repeated name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from extractor.fields import of_type
from extractor.fields.base import CODE as STATE
from extractor.fields.base import GROUP, ITSELF, WHOLE, FieldSpec, Value
from extractor.model import Finding, Page
from extractor.rules.base import Code, Compiled, Constraint, Kind, Setting, Values
from extractor.rules.wording import listing, of_value, quoted, short, stated, subject, told
from extractor.troubles import Where

LABEL = Code(
    "VOC001",
    "unknown-label",
    "warning",
    checks="Every group of a share or ratio is one that the grammar lists for the field.",
    matters="A misspelt group, or other text read as one, splits one group in two.",
    example="Kettles are red or blue: 'colours of Kettle Shop has an unknown label, Bleu: Red, 40%"
    " Bleu, 60% in table:sales'.",
    settle="Add the label to the vocabulary if the site uses it; otherwise correct it.",
)
REPEATED = Code(
    "VOC002",
    "repeated-label",
    "error",
    checks="A ratio names each of its groups once.",
    matters="One of the two shares belongs to a group that is now missing.",
    example="'colours of Kettle Shop has a label more than once, Red: Red, 40% Red, 60% in"
    " table:sales'.",
    settle="Most likely, one of them is the group that the vocabulary has and the list lacks.",
)
NAME = Code(
    "VOC003",
    "not-in-vocabulary",
    "warning",
    checks="If a field has a closed list of names, its text is one of them.",
    matters="The name is misspelt, or the cell holds a value of another row; joins on it find"
    " nothing.",
    example="'colour of Red Kettle is not in its vocabulary: Rde in table:overview'.",
    settle="Correct the name, or add it to the vocabulary.",
)
CODE = Code(
    "VOC004",
    "unknown-state-code",
    "warning",
    checks="A place ends in a state code that the grammar lists for the field.",
    matters="A wrong code moves the place across the country, or shows that the cell was cut in the"
    " wrong place.",
    example="'origin of Red Kettle has an unknown state code, XY: Springfield, XY in"
    " table:overview'.",
    settle="Correct the code, or add it to the vocabulary if the field covers more than one"
    " country.",
)

#: the code of an unknown name, by its role in the value
CODE_OF = {GROUP: LABEL, ITSELF: NAME, STATE: CODE}
Wrong = Callable[[Value], list[str]]


def _message(code: Code, wrong: list[str]) -> str:
    """The words between a field's name and its text."""
    if code is NAME:
        return "is not in its vocabulary"
    names = listing([short(name) for name in wrong])
    kind = {
        LABEL: "has an unknown label",
        REPEATED: "has a label more than once",
        CODE: "has an unknown state code",
    }[code]
    return f"{kind}, {names}" if names else kind


class Vocabulary(NamedTuple):
    """Names that `wrong` finds in a value of `field` are reported under `code`."""

    field: str
    code: Code
    wrong: Wrong

    def holds(self, values: Values) -> bool:
        """Whether a known value has no wrong name."""
        value = values.get(self.field)
        return value is None or not self.wrong(value)

    def check(self, page: Page) -> Iterator[Finding]:
        """A finding for each entity whose value has a wrong name."""
        for entity, values in enumerate(page.values):
            value = values.get(self.field)
            if value is not None and (wrong := self.wrong(value)):
                words = f"{_message(self.code, wrong)}: {stated(page, entity, self.field)}"
                yield of_value(self.code, page, entity, self.field, words)


def _of(spec: FieldSpec) -> Iterator[Vocabulary]:
    """The checks that a field's type and labels call for."""
    kind, known = of_type(spec), frozenset(spec.labels)
    names = kind.labels
    if names is not None and known:
        yield Vocabulary(
            spec.name,
            CODE_OF[kind.naming],
            lambda value: (
                []
                if known.issuperset(found := names(value))
                else [name for name in found if name not in known]
            ),
        )


def repeats(spec: FieldSpec, text: str) -> list[str]:
    """The field's labels that occur more than once in a text that did not read as a ratio."""
    if WHOLE not in of_type(spec).roles or not spec.labels:
        return []
    longest_first = sorted(spec.labels, key=len, reverse=True)
    found = re.findall("|".join(map(re.escape, longest_first)), text)
    return [label for label in dict.fromkeys(found) if found.count(label) > 1]


def speak_of_repeated(page: Page, where: Where, spec: FieldSpec) -> Finding:
    """The finding for a text that did not read because it repeats a label."""
    words = _message(REPEATED, repeats(spec, where.text))
    whose = subject(page, where.entity, where.field)
    return told(REPEATED, f"{whose} {words}: {quoted(where)}", page, where)


def _build(setting: Setting) -> Compiled:
    all_ = [one for spec in setting.specs.values() for one in _of(spec)]
    return Compiled(
        tuple(one.check for one in all_),
        tuple(Constraint((one.field,), one.holds) for one in all_),
    )


CODES = (LABEL, REPEATED, NAME, CODE)
KIND = Kind("vocabulary", CODES, _build)
