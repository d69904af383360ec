"""Known names: values of text fields learned from other pages, as evidence for cutting rows.

In: a TOML file written by `extractor learn`, with a table per field of each family and a count per
name:

    [kettles.brand]
    "Acme" = 41

Out: `Names`, and grammars that know them. Like a grammar, the file may be untrusted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from extractor.errors import GrammarError
from extractor.fields import by_name

from .compiled import Grammar
from .compiler import compile_grammar
from .limits import MAX_WORDS
from .loader import MOST_TOLD, read_toml
from .schema import Check, Family, GrammarFile, Name

if TYPE_CHECKING:
    from pydantic import TypeAdapter

#: longest file of names, in bytes, and most names of a field: these load within a few seconds
MAX_BYTES = 4_000_000
MAX_NAMES = 50_000

Counts = Mapping[str, int]
Count = Annotated[int, Check(gt=0, strict=True)]
#: counts by name, field and family
Families = dict[Family, dict[Name, dict[str, Count]]]


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """Known names by family and field, with the number of entities that have each. `path` is the
    file that they come from, for messages."""

    counts: Mapping[str, Mapping[str, Counts]]
    path: str = "names"

    def of(self, family: str) -> Names:
        """The names of one family."""
        return Names({name: one for name, one in self.counts.items() if name == family}, self.path)

    def to_toml(self, about: str) -> str:
        """The file's text: families and fields by name; in each field the most common name first,
        ties in alphabetical order. Beyond `MAX_NAMES`, the rarest are dropped."""
        lines = [f"# {line}" for line in about.splitlines()]
        for family, fields in sorted(self.counts.items()):
            for field, counts in sorted(fields.items()):
                ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:MAX_NAMES]
                lines += ["", f"[{family}.{field}]"]
                lines += [f"{_quoted(name)} = {count}" for name, count in ranked]
        return "\n".join(lines) + "\n"


def _quoted(name: str) -> str:
    """A name as a TOML string; names have only printable characters."""
    plain = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'


def load_names(path: str | Path) -> Names:
    """The names of a file. Raises `GrammarError` with every mistake in it."""
    return Names(read_toml(Path(path), "file of names", MAX_BYTES, _counts), str(path))


@cache
def _shape() -> TypeAdapter[Families]:
    from pydantic import TypeAdapter

    return TypeAdapter(Families)


def _counts(raw: dict[str, object]) -> Families:
    families = _shape().validate_python(raw)
    mistakes = [
        f"{family}.{field}: {text}"
        for family, fields in families.items()
        for field, counts in fields.items()
        for text in _too_much(counts)
    ]
    if mistakes:
        raise GrammarError(mistakes[:MOST_TOLD])
    return families


def _too_much(counts: Counts) -> Iterator[str]:
    if len(counts) > MAX_NAMES:
        yield f"{len(counts):,} names are too many; keep to {MAX_NAMES:,}"
    for name in counts:
        if not 0 < len(name.strip()) <= MAX_WORDS:
            yield f"{name[:40]!r} is not a name: use 1 to {MAX_WORDS} characters"


def knowing(grammars: Sequence[Grammar], names: Names) -> list[Grammar]:
    """The grammars, with the names of their families added. Raises `GrammarError` for a family that
    none of them has, or a field that cannot have names."""
    families = {grammar.family for grammar in grammars}
    mistakes = [
        f"{names.path}: {family}: no grammar in use has this family"
        f" ({', '.join(sorted(families)) or 'there is none'}); name its grammar too"
        for family in names.counts
        if family not in families
    ]
    for grammar in grammars:
        mistakes += [f"{names.path}: {m}" for m in _unfit(grammar.file, names)]
    if mistakes:
        raise GrammarError(mistakes[:MOST_TOLD])
    return [_knowing(grammar, names) for grammar in grammars]


def learnable(file: GrammarFile) -> Iterator[str]:
    """The fields that can have names: texts without a closed vocabulary."""
    for name, field in file.fields.items():
        kind = by_name(field.type)
        if kind is not None and "names" in kind.options and field.labels is None:
            yield name


def _unfit(file: GrammarFile, names: Names) -> Iterator[str]:
    fit = list(learnable(file))
    for field in names.counts.get(file.family, ()):
        if field not in fit:
            listed = ", ".join(fit) or "no field"
            yield f"{file.family}.{field}: cannot have names; in this grammar, {listed} can"


@lru_cache(maxsize=64)
def _knowing(grammar: Grammar, names: Names) -> Grammar:
    """A grammar with the names added as open vocabularies of its file."""
    file = grammar.file
    vocabularies, fields = dict(file.vocabularies), dict(file.fields)
    for name, counts in names.counts.get(file.family, {}).items():
        known = vocabularies.get(fields[name].names or "", ())
        listed = f"{name}_names"
        while listed in vocabularies:
            listed += "_"
        vocabularies[listed] = list(dict.fromkeys([*known, *counts]))
        fields[name] = replace(fields[name], names=listed)
    if fields == file.fields:
        return grammar
    made = replace(file, vocabularies=vocabularies, fields=fields)
    return compile_grammar(made, grammar.path)
