"""Small changes to a module that a good test should notice, each at one place.

In: source text. Out: `Mutant`s: where, what stands there, what stands there instead.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

_COMPARE: dict[type[ast.cmpop], tuple[str, str]] = {
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.In: ("in", "not in"),
    ast.NotIn: ("not in", "in"),
    ast.Is: ("is", "is not"),
    ast.IsNot: ("is not", "is"),
}
_ARITHMETIC: dict[type[ast.operator], tuple[str, str]] = {
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "+"),
    ast.FloorDiv: ("//", "*"),
    ast.Div: ("/", "*"),
}


class Mutant(NamedTuple):
    """The text from `start` up to `end` becomes `new`."""

    line: int
    start: int
    end: int
    old: str
    new: str

    def applied(self, source: str) -> str:
        """The module with the change."""
        return source[: self.start] + self.new + source[self.end :]


def mutants(source: str) -> Iterator[Mutant]:
    """Every change to what functions of a module do, in the order of their places."""
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line.encode("utf-8")))
    data = source.encode("utf-8")

    def at(line: int, column: int) -> int:
        return len(data[: starts[line - 1] + column].decode("utf-8"))

    found: dict[tuple[int, int, str], Mutant] = {}
    for function in ast.walk(ast.parse(source)):
        if isinstance(function, ast.FunctionDef):
            for statement in function.body:
                for node in ast.walk(statement):
                    for first, last, new in _changes(node):
                        start = at(first.end_lineno or 0, first.end_col_offset or 0)
                        if first is node:
                            start = at(node.lineno, node.col_offset)
                        end = at(last.lineno, last.col_offset)
                        if last is node:
                            end = at(last.end_lineno or 0, last.end_col_offset or 0)
                        if new is None:
                            continue
                        old = source[start:end]
                        was, _, instead = new.partition("\0")
                        word = new if first is node else old.replace(was, instead, 1)
                        if word != old:
                            number = source.count("\n", 0, start) + 1
                            found[start, end, word] = Mutant(number, start, end, old, word)
    yield from sorted(found.values(), key=lambda one: (one.start, one.end, one.new))


def _changes(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr, str | None]]:
    """Changes of one node: between which parts, and the new text, or old and new parted by NUL."""
    if isinstance(node, ast.Compare):
        for left, operator, right in zip(
            [node.left, *node.comparators], node.ops, node.comparators, strict=False
        ):
            yield left, right, "\0".join(_COMPARE[type(operator)])
    elif isinstance(node, ast.BoolOp):
        words = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
        for left, right in zip(node.values, node.values[1:], strict=False):
            yield left, right, "\0".join(words)
    elif isinstance(node, ast.BinOp) and type(node.op) in _ARITHMETIC:
        yield node.left, node.right, "\0".join(_ARITHMETIC[type(node.op)])
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield node, node, str(not node.value)
    elif isinstance(node, ast.Constant) and type(node.value) is int:
        yield node, node, str(node.value + 1)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node, node, f"bool({ast.unparse(node.operand)})"
    elif isinstance(node, ast.IfExp | ast.If | ast.While):
        yield node.test, node.test, None
