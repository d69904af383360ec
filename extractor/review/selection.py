"""Selects the findings to report.

A selector is a code (`AGR001`), a prefix of codes (`AGR`, `RNG0`), a readable name
(`mentions-disagree`) or `ALL`. The longer selector wins; between equally long ones, ignoring wins.
Layers (a settings file, then the command line) apply in order: one with a selection replaces the
earlier layers, one that only ignores subtracts from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import PurePath
from typing import NamedTuple

from extractor.errors import SettingError
from extractor.model import Finding
from extractor.rules import Code, codes, nearest
from extractor.rules.base import SEVERITIES

ALL = "ALL"


class Layer(NamedTuple):
    """The selectors of one source of settings, named `origin`. `select` None: no selection."""

    origin: str
    select: Sequence[str] | None = None
    ignore: Sequence[str] = ()


class Selection(NamedTuple):
    """The selected codes and severities, and the codes to ignore by path (globs)."""

    codes: frozenset[str]
    severities: frozenset[str]
    by_path: tuple[tuple[str, frozenset[str]], ...] = ()

    def wants(self, finding: Finding, document: str, source: str) -> bool:
        """Whether a finding of a document in a source file is selected."""
        if finding.code not in self.codes or finding.severity not in self.severities:
            return False
        return not self.by_path or finding.code not in _ignored(self.by_path, document, source)


def matching(selector: str, origin: str) -> frozenset[str]:
    """The codes that a selector matches. Raises `SettingError` if there are none."""
    text = selector.strip()
    if text.upper() == ALL:
        return frozenset(code.code for code in codes())
    named = frozenset(code.code for code in codes() if _names(text, code))
    if named:
        return named
    raise SettingError(f"{origin}: {selector!r} is not a code; {nearest(text)}")


def _names(text: str, code: Code) -> bool:
    return code.name == text.lower() or bool(text and code.code.startswith(text.upper()))


def _length(selector: str) -> int:
    """The precedence of a selector: its length; a name counts as a whole code, `ALL` as 0."""
    text = selector.strip()
    if text.upper() == ALL:
        return 0
    return len(codes()[0].code) if "-" in text else len(text)


def chosen(layers: Iterable[Layer]) -> frozenset[str]:
    """The codes selected after all layers. Raises `SettingError` for a bad selector."""
    found = {code.code for code in codes()}
    for layer in layers:
        if layer.select is not None:
            found = set()
        steps = [(_length(s), False, s) for s in layer.select or ()]
        steps += [(_length(s), True, s) for s in layer.ignore]
        for _, ignores, selector in sorted(steps):
            named = matching(selector, layer.origin)
            found = found - named if ignores else found | named
    return frozenset(found)


def at_least(severity: str) -> frozenset[str]:
    """A severity and all more severe ones."""
    return frozenset(SEVERITIES[: SEVERITIES.index(severity) + 1])


def ignored_by_path(
    table: dict[str, list[str]], origin: str
) -> tuple[tuple[str, frozenset[str]], ...]:
    """Path globs, each with the codes to ignore for matching paths."""
    return tuple(
        (glob, frozenset().union(*(matching(selector, origin) for selector in selectors)))
        for glob, selectors in table.items()
    )


@lru_cache(maxsize=256)
def _ignored(
    by_path: tuple[tuple[str, frozenset[str]], ...], document: str, source: str
) -> frozenset[str]:
    names = {document, source, PurePath(source).as_posix(), PurePath(source).name}
    found = [gone for glob, gone in by_path if any(fnmatchcase(name, glob) for name in names)]
    return frozenset().union(*found)
