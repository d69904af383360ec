"""Reads back the records that `convert` wrote."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any, TypeVar, overload

import orjson
from pydantic import BaseModel

from extractor.dumps.inputs import find
from extractor.dumps.readers import opening
from extractor.dumps.writers import FORMATS, format_of
from extractor.errors import InputError, SettingError

M = TypeVar("M", bound=BaseModel)


@overload
def read_records(path: str | os.PathLike[str]) -> Iterator[dict[str, Any]]: ...
@overload
def read_records(path: str | os.PathLike[str], model: type[M]) -> Iterator[M]: ...
def read_records(
    path: str | os.PathLike[str], model: type[M] | None = None
) -> Iterator[dict[str, Any]] | Iterator[M]:
    """The records of a file that `convert` wrote: JSON lines, JSON or Parquet, compressed or not.

    Each is a dict, as `Record.to_dict()` returns it, or a `model`: `load_grammar(…).model`, or one
    from `extractor schema --pydantic`. Raises `SettingError` for another format, `InputError` for a
    line that is not a record, pydantic's `ValidationError` for one that does not fit the model.
    """
    place = os.fspath(path)
    kind = format_of(place)
    if kind not in _READERS:
        known = ", ".join(name for name in FORMATS if name in _READERS)
        raise SettingError(f"{place}: records can be read from {known}")
    rows = _READERS[kind](place)
    return rows if model is None else map(model.model_validate, rows)


def _lines(path: str) -> Iterator[dict[str, Any]]:
    with opening(*find([path], ())) as opened:
        for number, line in enumerate(opened.stream, 1):
            if line.strip():
                yield _record(line, f"{path}:{number}")


def _array(path: str) -> Iterator[dict[str, Any]]:
    with opening(*find([path], ())) as opened:
        try:
            whole: list[dict[str, Any]] = orjson.loads(opened.stream.read())
        except ValueError as error:
            raise InputError(f"{path}: not JSON: {error}") from None
    yield from whole


def _record(line: bytes, place: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = orjson.loads(line)
        if found["entities"] is not None:
            return found
    except (ValueError, KeyError, TypeError):
        pass
    raise InputError(f"{place}: not a record (facts and other lines cannot be read here)")


def _columns(path: str) -> Iterator[dict[str, Any]]:
    from extractor.dumps.writers.parquet import records

    return records(path)


_READERS = {"jsonl": _lines, "json": _array, "parquet": _columns}
