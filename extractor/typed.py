"""Records as pydantic models: `Record[E]`, whose entities have the family's own model.

`load_grammar(name).model` is the model of a family's records, made from these and the family's
fields; `extractor schema --pydantic` prints it as code. The output of `Record.to_dict()` and
`extractor convert` validates, and `model_dump(mode="json", exclude_unset=True)` gives it back. A
field that the page never mentions, or does not settle, is None and not set.
"""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

#: half-open, in characters of the source
Span = tuple[int, int]


class Part(BaseModel):
    """Base of the parts of a record; other keys are errors."""

    model_config = ConfigDict(extra="forbid", protected_namespaces=(), populate_by_name=True)


class Entity(Part):
    """One of the things that a page compares. A family's model adds its fields."""

    title: str


class Claim(Part):
    """A comparison in words; `amount` and `unit` are the stated difference."""

    field: str
    subject: str
    relation: str
    object: str | None
    start: int
    end: int
    amount: Any = None
    unit: str | None = None


class Finding(Part):
    """A rule's complaint about the page."""

    code: str
    severity: str
    message: str
    entity: str | None
    field: str | None
    spans: list[Span]


class Candidate(Part):
    """A value that a field may have; `unit` if it is not the field's own."""

    value: Any
    unit: str | None = None
    spans: list[Span]


class Open(Part):
    """A field that the page mentions but does not settle: the code that says why, and the policy
    that settled it anyway."""

    why: str
    candidates: list[Candidate]
    settled: str | None = None


E = TypeVar("E", bound=Entity)


class Record(Part, Generic[E]):
    """One page's record. `evidence` and `open` are keyed by JSON Pointer. `path`, and in a dump
    `line` and `id`, give the source of the text; they are unset if it is from no file."""

    document: str
    path: str | None = None
    line: int | None = None
    id: str | None = None
    family: str
    layout: str
    metadata: dict[str, Any]
    entities: list[E]
    claims: list[Claim]
    findings: list[Finding]
    evidence: dict[str, list[Span]]
    open: dict[str, Open] = Field(default_factory=dict)
    residue: list[Span]
