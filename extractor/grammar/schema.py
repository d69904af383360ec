"""The shape of a grammar file: what TOML may say, checked by pydantic.

This is only the shape; that names refer to each other and patterns make sense is the loader's and
the compiler's to check. Every `description` here is what a grammar's author reads in an error.
"""

from __future__ import annotations

from math import isfinite
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Family = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
Patterns = str | list[str]
#: what `[sections.columns]` calls the column of the entities' titles
TITLE = "title"


def listed(texts: Patterns | None) -> list[str]:
    """The texts of a key that may hold one, several or none."""
    return [] if texts is None else [texts] if isinstance(texts, str) else texts


def _number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise PydanticCustomError("number", "a finite number goes here, without quotes")
    return value


Bound = Annotated[int | float, BeforeValidator(_number)]


def _entities(value: Any) -> Any:
    ends = value if isinstance(value, list) and len(value) == 2 else [value, value]
    if value in ("rows", "columns") or (
        all([type(end) is int and 1 <= end <= MOST_ENTITIES for end in ends]) and ends[0] <= ends[1]
    ):
        return value
    wanted = f'a number from 1 to {MOST_ENTITIES} goes here, two as in [2, 5], "columns" or "rows"'
    raise PydanticCustomError("entities", wanted)


#: columns of entities that a page may have
MOST_ENTITIES = 26
Entities = Annotated[int | tuple[int, int] | Literal["columns", "rows"], BeforeValidator(_entities)]


class Part(BaseModel):
    """Base of all parts: unknown keys are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Field_(Part):
    """`[fields.NAME]`: one thing that can be known of an entity."""

    type: str
    unit: str | None = None
    units: list[str] = []
    bounds: tuple[Bound, Bound] | None = None
    labels: str | None = None
    small: str | None = None
    names: str | None = None
    yes: list[str] = []
    no: list[str] = []
    description: str


class Each(Part):
    """`[sections.each]`: a part that stands once for each entity, in the order of the columns."""

    heading: Patterns | None = None
    text: Name | None = None
    list: Name | None = None


class Section(Part):
    """`[[sections]]`: a part of the page, in the page's order; any may be missing."""

    name: Name
    heading: Patterns | None = None
    expected: bool = False
    sentences: dict[Name, Patterns] = {}
    table: dict[Name, Patterns] = {}
    cells: dict[str, Patterns] = {}
    columns: dict[Name, Patterns] = {}
    lines: dict[Name, Patterns] = {}
    each: Each | None = None

    @property
    def labels(self) -> dict[str, Patterns]:
        """What names the fields of the section's table: its rows or, where entities are rows, its
        columns but that of the titles."""
        return self.table or {n: spelt for n, spelt in self.columns.items() if n != TITLE}

    @property
    def spoken(self) -> dict[str, Patterns]:
        """The section's sentences and lines, by name."""
        return {**self.sentences, **self.lines}


class Scales(Part):
    """`field` × `by` is `to`, within the rounding of what is printed."""

    kind: Literal["scales"]
    field: Name
    by: Bound
    to: Name


class Between(Part):
    """`field` lies in `range`."""

    kind: Literal["between"]
    field: Name
    range: Name


class Sums(Part):
    """The shares of `field` sum to `to`, within the rounding of what is printed."""

    kind: Literal["sums"]
    field: Name
    to: Bound


class Follows(Part):
    """`field` is the `end` of the range `of`, in the same unit."""

    kind: Literal["follows"]
    field: Name
    end: Literal["low", "high"]
    of: Name


class Ranks(Part):
    """`field` grows as `by` falls (`first` is the highest) or rises (`first` is the lowest);
    entities that are equal in `by` may share a rank or stand in any order."""

    kind: Literal["ranks"]
    field: Name
    by: Name
    first: Literal["highest", "lowest"]


class Differs(Part):
    """A comparison's amount `by` is how far the subject's `field` is from the object's, in percent
    of the object's."""

    kind: Literal["differs"]
    field: Name
    by: Name


class Jumps(Part):
    """No two entities of a page are further apart in `field` than by `factor`."""

    kind: Literal["jumps"]
    field: Name
    factor: Annotated[Bound, Field(gt=1)]


Rule = Annotated[
    Scales | Between | Sums | Follows | Ranks | Differs | Jumps, Field(discriminator="kind")
]


#: what rules may be of
RULE_KINDS: tuple[str, ...] = tuple(
    get_args(kind.model_fields["kind"].annotation)[0] for kind in get_args(get_args(Rule)[0])
)


class Expectation(Part):
    """What one example must give: a value of a field of an entity (no `value`: missing)."""

    entity: str
    field: Name
    value: Any = None
    unit: str | None = None


class Example(Part):
    """`[[examples]]`: a text and all the facts that it must give, no more and no less."""

    text: str
    expect: list[Expectation]


class GrammarFile(Part):
    """A whole grammar file."""

    family: Family
    description: str
    locale: str | None = None
    entities: Entities
    titles: Name | None = None
    missing: list[str] = []
    filler: list[str] = []
    ignore: list[str] = []
    boilerplate: list[str] = []
    relations: dict[str, Literal[">", "<", "=", "max", "min"]] = {}
    synonyms: dict[Name, list[str]] = {}
    vocabularies: dict[Name, list[str]] = {}
    fields: Annotated[dict[Name, Field_], Field(min_length=1)]
    sections: Annotated[list[Section], Field(min_length=1)]
    rules: list[Rule] = []
    examples: list[Example] = []

    @property
    def counts(self) -> tuple[int, int]:
        """The fewest and the most entities that a page may have."""
        if isinstance(self.entities, str):
            return 1, MOST_ENTITIES
        return (self.entities, self.entities) if isinstance(self.entities, int) else self.entities
