"""What is known of a field type stands in its module: no other module names a type or imports one.

A type's name may be an ordinary word (`count`, `text`), so a string that equals one counts as a
name of a type where it can be nothing else: it is compared with, or handed over as, a type, or it
stands in a list of nothing but types' names.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import extractor
from extractor.fields import TYPES

ROOT = Path(extractor.__file__).parent
MODULES = sorted(path for path in ROOT.rglob("*.py") if path.parent != ROOT / "fields")
NAMES = {kind.name for kind in TYPES}
#: names that mean nothing but a type
PLAIN = {name for name in NAMES if "-" in name} | {"money", "ordinal", "duration", "quantity"}
#: modules of types that are a library as well: how texts fold, what ends a number in English
LIBRARIES = {"text", "ordinal"}
TYPE_MODULES = {kind.compile.__module__.rpartition(".")[2] for kind in TYPES} - LIBRARIES


def named(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Each place of a module that names a type: its line, and what stands there."""
    for node in ast.walk(tree):
        for value in _values(node):
            if isinstance(value, ast.Constant) and value.value in NAMES:
                yield value.lineno, str(value.value)
        if isinstance(node, ast.Constant) and node.value in PLAIN:
            yield node.lineno, str(node.value)
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith("fields"):
            yield from ((node.lineno, a.name) for a in node.names if a.name in TYPE_MODULES)
        if isinstance(node, ast.ImportFrom) and "fields." in (node.module or ""):
            name = (node.module or "").rpartition(".")[2]
            yield from [(node.lineno, name)] if name in TYPE_MODULES else []


def _values(node: ast.AST) -> list[ast.expr]:
    """The expressions of a node that can only be types where they are strings."""
    if isinstance(node, ast.Compare) and _is_type(node.left):
        return [part for one in node.comparators for part in _parts(one)]
    if isinstance(node, ast.Call):
        return [
            *(word.value for word in node.keywords if word.arg == "type"),
            *(node.args[:1] if _called(node) == "by_name" else ()),
            *(node.args[1:2] if _called(node) == "FieldSpec" else ()),
        ]
    parts = [part for part in _parts(node) if part is not None]
    alone = len(parts) > 1 and all(isinstance(p, ast.Constant) and p.value in NAMES for p in parts)
    return parts if alone else []


def _is_type(node: ast.expr) -> bool:
    """Whether an expression is `….type` or `kind.name`."""
    return isinstance(node, ast.Attribute) and (
        node.attr == "type" or (node.attr == "name" and ast.unparse(node.value).endswith("kind"))
    )


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _parts(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        return node.elts
    if isinstance(node, ast.Dict):
        return [key for key in node.keys if key is not None]
    return [node] if isinstance(node, ast.Constant) else []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_other_module_names_a_type(path: Path) -> None:
    assert list(named(ast.parse(path.read_text("utf-8")))) == []


@pytest.mark.parametrize(
    "code",
    [
        'spec.type == "text"',
        'kind.name in ("text", "place")',
        'LOOSE = {"text": 0.5, "list": 0.4}',
        'FieldSpec("title", "text")',
        'FieldSpec(name="title", type="text")',
        'by_name("count")',
        'wanted = "money-range"',
        "from ..fields import duration",
        "from extractor.fields.money import AMOUNT",
    ],
)
def test_a_name_of_a_type_is_seen(code: str) -> None:
    assert len(set(named(ast.parse(code)))) >= 1


@pytest.mark.parametrize(
    "code",
    ['row["text"]', '{"text": 1, "start": 2}', 'place == "text"', "from ..fields import reader"],
)
def test_an_ordinary_word_is_none(code: str) -> None:
    assert list(named(ast.parse(code))) == []
