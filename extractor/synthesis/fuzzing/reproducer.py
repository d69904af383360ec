"""A failure as a file that people can read and `--replay` can run again.

The choices make the page again; its text and both results are included for people.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from functools import partial
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    NonNegativeInt,
    ValidationError,
)

from extractor.errors import SettingError
from extractor.record import to_json
from extractor.synthesis.layouts import LAYOUTS

from .laws import ENGINE
from .recipe import Recipe, cook
from .runner import Bench, Found, Plan
from .trial import Failure


def _one_of(known: Collection[str], name: str) -> str:
    if name not in known:
        raise ValueError(f"{name!r} is none of {', '.join(known)}")
    return name


Name = Annotated[str, Field(max_length=1000)]


class Reproducer(BaseModel):
    """The file. `choices` None means the page as its seed makes it; `lines` is the page, `read` the
    text that was read if it has noise or a fault."""

    model_config = ConfigDict(extra="forbid")

    reproducer: Literal[2] = 2
    law: Annotated[str, AfterValidator(partial(_one_of, tuple(ENGINE)))]
    layout: Annotated[str, AfterValidator(partial(_one_of, LAYOUTS))]
    field: Name
    kind: str
    came: str
    wanted: str
    grammar: str
    target: str | None
    seconds: float
    partial: bool
    seed: Name
    realistic: bool
    choices: list[NonNegativeInt] | None
    pieces: Annotated[int, Field(ge=0, le=100_000)]
    lines: list[str]
    read: list[str] = []


def reproducer(found: Found, plan: Plan) -> Reproducer:
    """What the file of a failure holds."""
    how, failure = found.recipe, found.failure
    values = failure._asdict() | {"read": failure.read.split("\n") if failure.read else []}
    values |= {name: getattr(plan, name) for name in ("grammar", "target", "seconds", "partial")}
    values |= {name: getattr(how, name) for name in ("realistic", "choices", "pieces")}
    return Reproducer(**values, seed=how.name, lines=found.text.split("\n"))


def written(kept: Reproducer) -> bytes:
    """The file's bytes: one key per line, the page line by line."""
    lines = []
    for key, value in kept.model_dump().items():
        text = to_json(value).decode("utf-8")
        if key in ("lines", "read") and value:
            text = "[\n  " + ",\n  ".join(to_json(v).decode("utf-8") for v in value) + "\n ]"
        lines.append(f" {to_json(key).decode('utf-8')}: {text}")
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode("utf-8")


def name(found: Found) -> str:
    """A file name that says what failed."""
    failure = found.failure
    words = (failure.law, failure.layout, failure.kind, failure.field, found.first)
    text = "-".join(word for word in words if word)
    safe = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in text)
    return "-".join(part for part in safe.split("-") if part)[:150] + ".json"


def load(path: str) -> Reproducer:
    """Reads a file. Raises SettingError if it is not one that `written` wrote."""
    try:
        return Reproducer.model_validate(json.loads(Path(path).read_bytes()))
    except OSError as error:
        raise SettingError(f"{path}: {error.strerror}") from None
    except ValidationError as error:
        first = error.errors()[0]
        key = "".join([f"{part}: " for part in first["loc"]])
        raise SettingError(f"{path}: {key}{first['msg']}; use a file that fuzz saved") from None
    except ValueError:
        raise SettingError(f"{path}: not JSON; use a file that fuzz saved") from None


def replay(kept: Reproducer, plan: Plan) -> tuple[str, Failure | None]:
    """The page made again, and the failure if it still occurs. Raises SettingError if the grammar
    or the generator has changed and these choices make another page."""
    how = Recipe(
        kept.seed,
        kept.layout,
        kept.realistic,
        None if kept.choices is None else tuple(kept.choices),
        kept.pieces,
    )
    bench = Bench(plan)
    made = cook(bench.grammar, how)
    if made is None or made.text.split("\n") != kept.lines:
        raise SettingError(
            "the grammar or the generator has changed and writes another page; run fuzz again"
        )
    return made.text, bench.fails(how, (kept.law, kept.layout, kept.field, kept.kind))
