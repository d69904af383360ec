"""The shape of a grammar file.

In: parsed TOML. Out: a `GrammarFile`. A user's file is `validated` by pydantic. A bundled one,
which the tests validate, is just `built`, since importing pydantic takes longer than reading a
page. Only the shape is checked here; the compiler checks that names exist and patterns make sense.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from math import isfinite
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, LiteralString

from extractor.tokenizer.view import typed

if TYPE_CHECKING:
    from pydantic import TypeAdapter


class Check:
    """An annotation for pydantic: a function to call on the value, or the arguments of a `Field`.
    It imports pydantic only when pydantic asks for it."""

    def __init__(self, check: Callable[[Any], Any] | None = None, **constraints: Any) -> None:
        self.check, self.constraints = check, constraints

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Any]) -> Any:
        from pydantic import BeforeValidator, Field

        if self.check is not None:
            return handler(Annotated[source, BeforeValidator(self.check)])
        return handler(Annotated[source, Field(**self.constraints)])


Name = Annotated[str, Check(pattern=r"^[a-z][a-z0-9_]*$")]
#: the pattern of families' names
FAMILY = r"^[a-z][a-z0-9-]*$"
Family = Annotated[str, Check(pattern=FAMILY)]
Patterns = str | list[str]
#: the name of the title column in `[sections.columns]`
TITLE = "title"


def listed(texts: Patterns | None) -> list[str]:
    """The texts of a key that can have one, several or none."""
    return [] if texts is None else [texts] if isinstance(texts, str) else texts


def _number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise _mistake("number", "a finite number goes here, without quotes")
    return value


def _mistake(kind: LiteralString, wanted: LiteralString) -> Exception:
    from pydantic_core import PydanticCustomError

    return PydanticCustomError(kind, wanted)


Bound = Annotated[int | float, Check(_number)]


def _ends(value: Any) -> Any:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise _mistake("bounds", "two numbers go here, as in [5, 500]")
    return value


def _entities(value: Any) -> Any:
    ends = value if isinstance(value, list | tuple) and len(value) == 2 else [value, value]
    if value in ("rows", "columns") or (
        all([type(end) is int and 1 <= end <= MOST_ENTITIES for end in ends]) and ends[0] <= ends[1]
    ):
        return value
    wanted = f'a number from 1 to {MOST_ENTITIES} goes here, two as in [2, 5], "columns" or "rows"'
    raise _mistake("entities", wanted)


#: limit of entity columns on a page
MOST_ENTITIES = 26
Entities = Annotated[int | tuple[int, int] | Literal["columns", "rows"], Check(_entities)]


@dataclass(frozen=True, kw_only=True)
class Part:
    """Base of all parts of a grammar file; forbids unknown keys."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}


@dataclass(frozen=True, kw_only=True)
class Field_(Part):
    """`[fields.NAME]`: a field of an entity."""

    type: str
    unit: str | None = None
    units: list[str] = field(default_factory=list)
    bounds: Annotated[tuple[Bound, Bound], Check(_ends)] | None = None
    labels: str | None = None
    small: str | None = None
    names: str | None = None
    kilo: Literal[1000, 1024] | None = None
    bare: Annotated[bool, Check(strict=True)] = False
    single: Annotated[bool, Check(strict=True)] = False
    yes: list[str] = field(default_factory=list)
    no: list[str] = field(default_factory=list)
    description: str


@dataclass(frozen=True, kw_only=True)
class Each(Part):
    """`[sections.each]`: a part repeated for each entity, in the order of the columns."""

    heading: Patterns | None = None
    text: Name | None = None
    list: Name | None = None


@dataclass(frozen=True, kw_only=True)
class Section(Part):
    """`[[sections]]`: a part of the page, in the page's order; any may be missing."""

    name: Name
    heading: Patterns | None = None
    expected: Annotated[bool, Check(strict=True)] = False
    sentences: dict[Name, Patterns] = field(default_factory=dict)
    table: dict[Name, Patterns] = field(default_factory=dict)
    cells: dict[str, Patterns] = field(default_factory=dict)
    columns: dict[Name, Patterns] = field(default_factory=dict)
    lines: dict[Name, Patterns] = field(default_factory=dict)
    each: Each | None = None

    @property
    def labels(self) -> dict[str, Patterns]:
        """The labels of the section's table: of its rows or, if entities are rows, of its columns
        without the title column."""
        return self.table or {n: spelt for n, spelt in self.columns.items() if n != TITLE}

    @property
    def spoken(self) -> dict[str, Patterns]:
        """The section's sentences and lines, by name."""
        return {**self.sentences, **self.lines}


@dataclass(frozen=True, kw_only=True)
class Scales(Part):
    """`field` × `by` is `to`, within the rounding of what is printed."""

    kind: Literal["scales"]
    field: Name
    by: Bound
    to: Name


@dataclass(frozen=True, kw_only=True)
class Between(Part):
    """`field` lies in `range`."""

    kind: Literal["between"]
    field: Name
    range: Name


@dataclass(frozen=True, kw_only=True)
class Sums(Part):
    """The shares of `field` sum to `to`, within the rounding of what is printed."""

    kind: Literal["sums"]
    field: Name
    to: Bound


@dataclass(frozen=True, kw_only=True)
class Follows(Part):
    """`field` is the `end` of the range `of`, in the same unit."""

    kind: Literal["follows"]
    field: Name
    end: Literal["low", "high"]
    of: Name


@dataclass(frozen=True, kw_only=True)
class Ranks(Part):
    """`field` ranks the entities by `by`, the highest or lowest `first`; entities with equal `by`
    may share a rank or be in any order."""

    kind: Literal["ranks"]
    field: Name
    by: Name
    first: Literal["highest", "lowest"]


@dataclass(frozen=True, kw_only=True)
class Differs(Part):
    """The amount `by` of a comparison is the difference between the subject's `field` and the
    object's, in percent of the object's."""

    kind: Literal["differs"]
    field: Name
    by: Name


@dataclass(frozen=True, kw_only=True)
class Jumps(Part):
    """No entity's `field` is more than `factor` times that of another entity on the page."""

    kind: Literal["jumps"]
    field: Name
    factor: Annotated[Bound, Check(gt=1)]


Rule = Annotated[
    Scales | Between | Sums | Follows | Ranks | Differs | Jumps, Check(discriminator="kind")
]


#: the rules by their `kind`
RULES: Mapping[str, type[Rule]] = {
    "scales": Scales,
    "between": Between,
    "sums": Sums,
    "follows": Follows,
    "ranks": Ranks,
    "differs": Differs,
    "jumps": Jumps,
}


@dataclass(frozen=True, kw_only=True)
class Expectation(Part):
    """A fact of an example: a value of a field of an entity (no `value`: missing)."""

    entity: str
    field: Name
    value: Any = None
    unit: str | None = None


@dataclass(frozen=True, kw_only=True)
class Example(Part):
    """`[[examples]]`: a text and exactly the facts that it must give."""

    text: str
    expect: list[Expectation]


def _typed(part: Any) -> Any:
    """A part of a grammar, its texts as views show them; those of examples are pages."""
    if isinstance(part, dict):
        page = "expect" in part
        return {
            _typed(key): value if page and key == "text" else _typed(value)
            for key, value in part.items()
        }
    if isinstance(part, list):
        return [*map(_typed, part)]
    return typed(part) if isinstance(part, str) else part


@dataclass(frozen=True, kw_only=True)
class GrammarFile(Part):
    """A whole grammar file."""

    family: Family
    description: str
    locale: str | None = None
    entities: Entities
    titles: Name | None = None
    missing: list[str] | None = None
    filler: list[str] = field(default_factory=list)
    ignore: list[str] = field(default_factory=list)
    unknown: Literal["generic"] | None = None
    boilerplate: list[str] = field(default_factory=list)
    relations: dict[str, Literal[">", "<", "=", "max", "min"]] = field(default_factory=dict)
    synonyms: dict[Name, list[str]] = field(default_factory=dict)
    vocabularies: dict[Name, list[str]] = field(default_factory=dict)
    fields: Annotated[dict[Name, Field_], Check(min_length=1)]
    sections: Annotated[list[Section], Check(min_length=1)]
    rules: list[Rule] = field(default_factory=list)
    examples: list[Example] = field(default_factory=list)

    @property
    def counts(self) -> tuple[int, int]:
        """The fewest and the most entities that a page may have."""
        if isinstance(self.entities, str):
            return 1, MOST_ENTITIES
        return (self.entities, self.entities) if isinstance(self.entities, int) else self.entities

    @classmethod
    def validated(cls, raw: Mapping[str, Any]) -> GrammarFile:
        """Parsed TOML as a grammar file. Raises pydantic's `ValidationError`."""
        return validator().validate_python(_typed(raw))

    @classmethod
    def built(cls, raw: Mapping[str, Any]) -> GrammarFile:
        """A grammar file from TOML known to be valid: no checks, no pydantic."""
        entities = raw["entities"]
        made: dict[str, Any] = {
            "entities": tuple(entities) if isinstance(entities, list) else entities,
            "fields": {name: _field(part) for name, part in raw["fields"].items()},
            "sections": [_section(part) for part in raw["sections"]],
            "rules": [RULES[rule["kind"]](**rule) for rule in raw.get("rules", ())],
            "examples": [_example(part) for part in raw.get("examples", ())],
        }
        return cls(**{**raw, **made})


def _field(raw: Mapping[str, Any]) -> Field_:
    bounds = {"bounds": tuple(raw["bounds"])} if "bounds" in raw else {}
    return Field_(**{**raw, **bounds})


def _section(raw: Mapping[str, Any]) -> Section:
    each = {"each": Each(**raw["each"])} if "each" in raw else {}
    return Section(**{**raw, **each})


def _example(raw: Mapping[str, Any]) -> Example:
    return Example(text=raw["text"], expect=[Expectation(**one) for one in raw["expect"]])


@cache
def validator() -> TypeAdapter[GrammarFile]:
    """The pydantic validator of grammar files."""
    from pydantic import TypeAdapter

    return TypeAdapter(GrammarFile)
