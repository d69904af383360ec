"""A town and its state: `Mahwah, NJ`, `Coeur d'Alene, ID`. The value is {"city", "state"}, the
state as its two capitals (`D.C.` is DC); whether that state exists is not checked."""

from __future__ import annotations

from extractor.deferred import deferred
from extractor.fields.base import (
    CODE,
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
from extractor.fields.text import JOINT, are_cells, fold

#: letters, separated by one or two of the marks that occur in names of towns
_LETTERS = r"(?>(?:[^\W\d_]|[\u0300-\u036f])+)"
_CITY = rf"{_LETTERS}(?>(?:(?:\. ?|[ '’‘/-]){_LETTERS})*)\.?"
_PLACE = deferred(rf"({_CITY}), ?([A-Z]{{2}}|[A-Z]\.[A-Z]\.)")


#: places of generated pages
SAMPLES = (
    ("Tacoma", "WA"), ("Mahwah", "NJ"), ("Washington", "DC"), ("New York", "NY"),
    ("San Jose", "CA"), ("St. Louis", "MO"), ("Coeur d'Alene", "ID"), ("Winston-Salem", "NC"),
    ("Cañon City", "CO"), ("Fort Worth", "TX"), ("Lake Havasu City", "AZ"), ("McAllen", "TX"),
    ("Boston", "MA"), ("Stamford", "CT"), ("Salinas", "CA"), ("Juneau", "AK"),
)  # fmt: skip


def compile(spec: FieldSpec) -> Reader:
    """A reader of places."""
    match_place, unit = _PLACE.fullmatch, spec.unit

    def read(text: str) -> Reading:
        match = match_place(text) or match_place(fold(text))
        if match is None:
            return PARTIAL if text.strip() else EMPTY
        city, state = match.groups()
        if not city[0].isupper():
            return PARTIAL
        return make(({"city": city, "state": state.replace(".", "")}, unit, None, ()))

    return read


def render(value: Value, spec: FieldSpec, style: str) -> str:
    """The place as text: `Mahwah, NJ`; tight `Mahwah,NJ`."""
    return f"{value['city']},{'' if style == 'tight' else ' '}{value['state']}"


def schema(spec: FieldSpec) -> dict[str, Value]:
    """An object of two strings."""
    return {
        "type": "object",
        "properties": {
            "city": {"type": "string", "minLength": 1},
            "state": {"type": "string", "pattern": "^[A-Z]{2}$"},
        },
        "required": ["city", "state"],
        "additionalProperties": False,
    }


def sample(spec: FieldSpec, part: str, realistic: bool) -> Samples:
    """Towns, limited to the states of the vocabulary."""
    codes = frozenset(spec.labels)
    known = [place for place in SAMPLES if not codes or place[1] in codes]
    pairs = known or [(SAMPLES[0][0], code) for code in spec.labels]
    return tuple({"city": city, "state": state} for city, state in pairs)


TYPE = FieldType(
    name="place",
    compile=compile,
    render=render,
    schema=schema,
    sample=sample,
    styles=("plain", "tight"),
    words=True,
    alike=are_cells,
    joint=JOINT,
    options=frozenset({"labels"}),
    roles=frozenset({NAME}),
    labels=lambda value: (value["state"],),
    naming=CODE,
)
