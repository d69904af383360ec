"""No pattern repeats a group possessively: Python before 3.11.5 matches that wrongly.

(`(?:a b)*+` forgets to step back over what its last, failed turn has taken; python/cpython#106052.
`(?>(?:a b)*)` says the same and is matched rightly everywhere.)
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "extractor").rglob("*.py"))

_GROUP = re.compile(r"(?<!\\)\)(?:[*+?]|\{[0-9]*,?[0-9]*\})\+")


def test_the_patterns_looked_for_are_found() -> None:
    assert _GROUP.search(r"(?:a[0-9]++)*+")
    assert _GROUP.search(r"(?:a){2,}+")
    assert not _GROUP.search(r"[0-9]++ \)++ (?>(?:a)*) (a)+")


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_group_is_repeated_possessively(path: Path) -> None:
    texts = [
        node.value
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert [text for text in texts if _GROUP.search(text)] == []
