"""Finds and loads grammar files: bundled ones by family name, others by path.

In: a family name or a path. Out: a compiled `Grammar`, or a `GrammarError` that names the file, the
dotted key, the offending text and what to do for each mistake.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from extractor.deferred import deferred
from extractor.errors import GrammarError, SettingError, did_you_mean

from .compiled import Grammar
from .compiler import compile_grammar
from .limits import MAX_BYTES, of_text, of_values
from .plain_words import of_shape, of_syntax
from .schema import GrammarFile

T = TypeVar("T")
#: limit of mistakes reported for one file, which may have thousands
MOST_TOLD = 20
_DIGITS = deferred(r"[0-9_]{4000}")
_PACKAGE = Path(__file__).resolve().parent.parent


@cache
def folder() -> Path:
    """The folder of the bundled grammars: in an installed package, or next to it in a checkout."""
    inside = _PACKAGE / "_grammars"
    return inside if inside.is_dir() else _PACKAGE.parent / "grammars"


@cache
def families() -> tuple[str, ...]:
    """The names of the bundled grammars, sorted."""
    return tuple(sorted(path.stem for path in folder().glob("*.toml")))


def load_grammar(name: str | Path) -> Grammar:
    """The grammar of a bundled family, or of a TOML file. Raises `GrammarError`."""
    if isinstance(name, str) and name in families():
        return _bundled(name)
    path = Path(name)
    if isinstance(name, str) and path.suffix != ".toml":
        raise GrammarError([_unknown(name, path)])
    return _load(path)


def _unknown(name: str, path: Path) -> str:
    """The message for an unknown grammar name."""
    if path.is_file():
        return f"{name}: a grammar file ends in .toml; are page and grammar swapped?"
    own = [file.name for file in Path().glob("*.toml")]
    hint = did_you_mean(name, [*families(), *own]) or "; a file of your own ends in .toml"
    return f"{name}: no grammar has this name (there are: {', '.join(families())}){hint}"


def the_family(name: str | None) -> str:
    """The named family, or the only one. Raises `SettingError` if there are several."""
    if name is None and len(families()) != 1:
        raise SettingError(f"name a page family: {' or '.join(families())}")
    return families()[0] if name is None else name


@cache
def _bundled(name: str) -> Grammar:
    """A bundled grammar; the tests check it, so it is not checked again."""
    path = folder() / f"{name}.toml"
    file = GrammarFile.built(tomllib.loads(path.read_text("utf-8")))
    return compile_grammar(file, path, sound=True)


def _load(path: Path) -> Grammar:
    """A user's grammar, fully checked."""

    def make(raw: dict[str, Any]) -> Grammar:
        if mistakes := list(of_values(raw)):
            raise GrammarError(mistakes[:MOST_TOLD])
        return compile_grammar(GrammarFile.validated(raw), path)

    return read_toml(path, "grammar file", MAX_BYTES, make)


def read_toml(path: Path, what: str, most: int, make: Callable[[dict[str, Any]], T]) -> T:
    """What `make` builds from a TOML file of at most `most` bytes; `what` names the kind of file in
    errors. Raises `GrammarError`, in which each mistake (pydantic's too) starts with the path."""
    from pydantic import ValidationError

    try:
        with path.open("rb") as stream:
            raw = stream.read(most + 1)
        if len(raw) > most:
            raise GrammarError([f"longer than {most} bytes; this is not a {what}"])
        return make(_parsed(raw.decode("utf-8-sig")))  # Windows editors add a byte order mark
    except OSError as error:
        mistakes = [f"{error.strerror}; name a {what} that can be read"]
    except UnicodeDecodeError as error:
        mistakes = [f"byte {error.start} is not UTF-8; save the file as UTF-8"]
    except tomllib.TOMLDecodeError as error:
        mistakes = [of_syntax(error, raw.decode("utf-8-sig"))]
    except ValidationError as error:
        mistakes = of_shape(error)
    except GrammarError as error:
        mistakes = error.mistakes
    raise GrammarError([f"{path}: {mistake}" for mistake in mistakes])


def _parsed(text: str) -> dict[str, Any]:
    """The parsed TOML. Raises `TOMLDecodeError`, and `GrammarError` for what takes too long."""
    if mistakes := list(of_text(text)):
        raise GrammarError(mistakes)
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise GrammarError(["lists or tables are nested too deeply; remove some"]) from None
    except tomllib.TOMLDecodeError:
        raise
    except ValueError as error:  # Python refuses to parse thousands of digits
        line = next((n for n, one in enumerate(text.split("\n"), 1) if _DIGITS.search(one)), 1)
        said = "a number with thousands of digits" if _DIGITS.search(text) else str(error)
        raise GrammarError([f"line {line}: {said}; fix it"]) from None
