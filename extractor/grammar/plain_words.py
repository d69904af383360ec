"""Mistakes of shape in plain words: what pydantic and tomllib say of a file, for its author.

In: their errors. Out: a line per mistake: the dotted key (lists count from 1), what is wrong, what
to write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from extractor.deferred import deferred
from extractor.errors import did_you_mean

from .schema import FAMILY, RULES, Each, Example, Expectation, Field_, GrammarFile, Section

if TYPE_CHECKING:
    from tomllib import TOMLDecodeError

    from pydantic import ValidationError

#: messages by pydantic's error types
_WORDS = {
    "string_type": "a text goes here, in quotes",
    "list_type": "a list goes here, in brackets",
    "dict_type": "a table goes here, with keys of its own",
    "dataclass_type": "a table goes here, with keys of its own",
    "bool_type": "true or false goes here, without quotes",
    "int_type": "a whole number goes here, without quotes",
    "too_short": "give at least one",
    "missing": "must be given",
    "union_tag_not_found": "name its `kind`",
}
#: lists of tables, which TOML writes in double brackets
LISTS = ("sections", "rules", "examples")
#: what pydantic adds to the key of a value that may be a text or a list
_KINDS = ("str", "list[str]", "[key]")
_TWICE = deferred(r"Cannot declare \((.*?),?\) twice(.*)")
_AGAIN = deferred(r"Cannot overwrite a value(.*)")
#: where a mistake is, what tomllib says of a value that is none, and most characters of its line
_LINE, _VALUE, MOST_SHOWN = deferred(r"\(at line (\d+)"), "Invalid value", 60


def of_shape(error: ValidationError) -> list[str]:
    """The mistakes of a file whose values have the wrong shape."""
    known = error.title == GrammarFile.__name__
    lines: dict[str, str] = {}
    meant: set[str] = set()
    found = error.errors(include_url=False)
    for mistake in found:
        if mistake["type"] == "unexpected_keyword_argument" and known:
            *at, name = mistake["loc"]
            hint = did_you_mean(str(name), _keys(tuple(at)))
            if hint:
                meant.add(_key((*at, hint.split("'")[1])))
    for mistake in found:
        key = _key(mistake["loc"])
        if mistake["type"] == "missing" and key in meant:
            continue  # it is there, misspelt
        if mistake["loc"][-1:] == ("str",) and isinstance(mistake["input"], list):
            continue  # expected text or a list, got a list: its mistakes have their own lines
        lines.setdefault(key, " ".join(_said(mistake, known)))
    return [f"{key}: {said}" for key, said in lines.items()]


def _key(at: tuple[Any, ...]) -> str:
    """A place as a dotted key, without the names that pydantic gives to kinds of values."""
    parts = [
        str(part + 1) if isinstance(part, int) else part
        for before, part in zip(("", *at), at, strict=False)
        if part not in _KINDS
        and not (isinstance(before, int) and at[0] == "rules" and part in RULES)
    ]
    return ".".join(parts) or "the file"


def _said(mistake: Mapping[str, Any], known: bool) -> Iterator[str]:
    kind, at, wrong = mistake["type"], mistake["loc"], mistake["input"]
    shown = "" if isinstance(wrong, dict | list) else f", not {wrong!r}"
    if kind == "unexpected_keyword_argument":
        hint = did_you_mean(at[-1], _keys(at[:-1])) if known else ""
        yield f"no such key{hint or '; remove it or fix its spelling'}"
    elif kind == "missing":
        yield _WORDS[kind]
    elif kind == "string_pattern_mismatch":
        family = mistake["ctx"]["pattern"] == FAMILY
        fit = re.sub(r"[^a-z0-9]+", "-" if family else "_", wrong.casefold()).strip("-_")
        marks = "digits and dashes" if family else "digits and _"
        named = f"; write {fit}" if fit[:1].isalpha() else ""
        yield f"a name has small letters, {marks}, the first a letter{shown}{named}"
    elif kind == "list_type" and at in [(name,) for name in LISTS]:
        yield f"write [[{at[0]}]] for [{at[0]}]: there may be several"
    elif kind == "list_type" and isinstance(wrong, str):
        yield f'write it as a list: ["{wrong}"]'
    elif at[-1:] == ("str",):
        yield f"a text goes here, in quotes, or a list of texts{shown}"
    elif kind == "union_tag_invalid":
        name = mistake["ctx"]["tag"]
        hint = did_you_mean(name, RULES) or f"; use {', '.join(RULES)}"
        yield f"no rule is of the kind {name!r}{hint}"
    else:
        put = "write " if kind == "literal_error" else "must be "
        said = mistake["msg"].replace("Input should be ", put, 1)
        yield f"{_WORDS.get(kind, said[:1].lower() + said[1:])}{shown}"


def _keys(at: tuple[Any, ...]) -> list[str]:
    """The keys that a table of a grammar file may have."""
    match at:
        case ():
            part: type = GrammarFile
        case ("fields", _):
            part = Field_
        case ("rules", _, kind):
            part = RULES[kind]
        case ("sections", _, "each"):
            part = Each
        case ("examples", _, *more):
            part = Expectation if more else Example
        case _:
            part = Section
    return [field.name for field in fields(part)]


def of_syntax(error: TOMLDecodeError, text: str) -> str:
    """The mistake of a file that is not TOML."""
    if again := _AGAIN.match(str(error)):
        lists = ", ".join([f"[[{name}]]" for name in LISTS])
        return f"this key has a value already{again[1]}; write it once, and in full {lists}"
    twice = _TWICE.match(str(error))
    if twice is None:
        at = _LINE.search(str(error))
        line = text.split("\n")[int(at[1]) - 1].strip() if at else ""
        shown = f", in {line[:MOST_SHOWN]!r}" if line else ""
        return f"not TOML: {error}{shown}{'; text needs plain quotes' * (_VALUE in str(error))}"
    name = twice[1].replace("'", "").replace(", ", ".")
    todo = f"write [[{name}]] for each" if name in LISTS else "join the two, or rename one"
    return f"[{name}] is there twice{twice[2]}; {todo}"
