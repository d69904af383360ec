"""What a grammar file may say and still make no sense: settings that nothing heeds, rules about
fields of the wrong type, parts that are empty or stand twice.

In: a grammar file of the right shape. Out: mistakes, each with its dotted key and what to do.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..fields import by_name
from .schema import Field_, GrammarFile, Rule

_FIGURES = ("money", "count", "number", "percent")
_RANGES = ("money-range", "duration")
#: by rule kind, the keys that name fields and the types that these may have
_WANTED: dict[str, dict[str, tuple[str, ...]]] = {
    "scales": {"field": _FIGURES, "to": _FIGURES},
    "between": {"field": _FIGURES, "range": _RANGES},
    "sums": {"field": ("ratio",)},
    "follows": {"field": ("count", "number"), "of": _RANGES},
    "jumps": {"field": _FIGURES},
}

Mistake = tuple[str, str]


def mistakes(file: GrammarFile) -> Iterator[Mistake]:
    """Every mistake as (dotted key, what is wrong and what to do)."""
    for key, texts in (("missing", file.missing), ("boilerplate", file.boilerplate)):
        if not all(text.strip() for text in texts):
            yield key, "an empty text stands for nothing; remove it"
    for name, words in file.vocabularies.items():
        if not words:
            yield f"vocabularies.{name}", "list at least one word"
    for name, field in file.fields.items():
        yield from _field(f"fields.{name}", field)
    yield from _sections(file)
    for number, rule in enumerate(file.rules, 1):
        yield from _rule(f"rules.{number}", rule, file)


def _field(key: str, field: Field_) -> Iterator[Mistake]:
    kind = by_name(field.type)
    if kind is None:
        return
    given = {"unit": field.unit, "units": field.units, "bounds": field.bounds}
    given |= {"labels": field.labels, "small": field.small}
    for setting, value in given.items():
        if value and setting not in kind.options and (setting, value) != ("unit", kind.unit):
            heeded = ", ".join(sorted(kind.options)) or "no setting"
            yield f"{key}.{setting}", f"a {field.type} does not heed it ({heeded}); remove it"
    if field.bounds and field.bounds[0] > field.bounds[1]:
        low, high = field.bounds
        yield f"{key}.bounds", f"{low} is more than {high}; turn them round"


def _sections(file: GrammarFile) -> Iterator[Mistake]:
    seen: set[str] = set()
    for section in file.sections:
        key = f"sections.{section.name}"
        if section.name in seen:
            yield key, "another section has this name; give each its own"
        seen.add(section.name)
        each = section.each
        if each is not None and (each.text is None) == (each.list is None):
            yield f"{key}.each", "say what stands there: `text` or `list`, with a field's name"
        for name in filter(None, (each.text, each.list) if each else ()):
            if name not in file.fields:
                setting = "text" if each and each.text == name else "list"
                yield f"{key}.each.{setting}", f"no field is called {name!r}; add [fields.{name}]"
        for name, labels in section.table.items():
            listed = [labels] if isinstance(labels, str) else labels
            if not all(label.strip() for label in listed):
                yield f"{key}.table.{name}", "an empty label names no row; remove it"
            if name not in file.fields:
                yield f"{key}.table.{name}", f"no field is called {name!r}; add [fields.{name}]"


def _rule(key: str, rule: Rule, file: GrammarFile) -> Iterator[Mistake]:
    for setting, types in _WANTED[rule.kind].items():
        name = getattr(rule, setting)
        field = file.fields.get(name)
        if field is None:
            yield f"{key}.{setting}", f"no field is called {name!r}; add [fields.{name}]"
        elif field.type not in types:
            wanted = " or ".join(types)
            yield (
                f"{key}.{setting}",
                f"{name!r} is of type {field.type}; {rule.kind} needs {wanted}",
            )
