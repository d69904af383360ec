"""Writes changes into the text of a grammar, keeping comments and order.

In: a grammar file's text and `Change`s. Out: the changed text; a diff of two texts.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from difflib import unified_diff
from pathlib import Path
from typing import Any, NamedTuple

from extractor.dumps.extras import need
from extractor.grammar import Grammar, GrammarFile, compile_grammar
from extractor.review.why.diagnosis import diagnose
from extractor.review.why.evidence import Cause, Change
from extractor.review.why.trial import write

#: most changes for one page
MOST = 20


class Step(NamedTuple):
    """A change: its cause, and the text after it."""

    cause: Cause
    text: str


def patched(text: str, changes: Iterable[Change]) -> str:
    """The text with the changes."""
    whole: Any = need("tomlkit", "--patch").parse(text)
    write(whole, changes)
    found: str = whole.as_string()
    return found


def loaded(text: str, path: Path | None) -> Grammar:
    """The grammar of a file with this text."""
    return compile_grammar(GrammarFile.validated(tomllib.loads(text)), path)


def mended(text: str, path: Path | None, source: str) -> Iterator[Step]:
    """The changes to a grammar's text that read more of a page, likeliest first; none for text that
    fits several parts of the grammar."""
    for _ in range(MOST):
        causes = diagnose(source, [loaded(text, path)]).causes
        cause = next((one for one in causes if one.changes and not one.rivals), None)
        if cause is None:
            return
        text = patched(text, cause.changes)
        yield Step(cause, text)


def difference(old: str, new: str, name: str) -> str:
    """A unified diff, "" if the texts are equal."""
    lines = unified_diff(old.splitlines(keepends=True), new.splitlines(keepends=True), name, name)
    return "".join([line if line.endswith("\n") else f"{line}\n" for line in lines])
