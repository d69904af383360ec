"""Each code on whole pages: the faults that must raise it, and the near misses that must not.

The pages stand in pages.toml, as edits of a clean sample. Codes that the cutting of rows without
borders gives, and those that no edit of one sample can show, have their pages in tests/engine.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from extractor import extract
from extractor.rules import BETWEEN_PAGES, KINDS

HERE = Path(__file__).parent
CORPUS = tomllib.loads((HERE / "pages.toml").read_text("utf-8"))
CLEAN = (HERE.parents[1] / "samples" / CORPUS.pop("sample")).read_text("utf-8")
#: codes whose pages are elsewhere: cuts, entities that cannot be told, a rule of another grammar
ELSEWHERE = {"CUT001", "CUT002", "ENT002", "ENT003", "JMP001", "VAL002"}


def edited(edits: list[str]) -> str:
    """The clean page with some edits."""
    text = CLEAN
    for edit in edits:
        kind, _, what = edit.partition(": ")
        lines = text.splitlines(keepends=True)
        if kind == "cut at":
            assert what in text
            text = text[: text.index(what)]
        elif kind in ("drop line", "repeat line", "keep line"):
            found = [n for n, line in enumerate(lines) if what in line]
            assert found, f"no line holds {what!r}"
            chosen = lines[found[0]]
            if kind == "keep line":
                text = chosen
            else:
                lines[found[0]] = "" if kind == "drop line" else chosen * 2
                text = "".join(lines)
        elif kind in ("drop table", "repeat table"):
            start = text.rindex("| Lineman", 0, text.index(f"| {what}"))
            end = text.index("\n", text.rindex("|", start, _after(text, start))) + 1
            text = text[:start] + text[start:end] * (2 * (kind == "repeat table")) + text[end:]
        elif kind != "finds":
            arrow = " => " if " => " in edit else " -> "
            old, new = edit.split(arrow)
            assert text.count(old) == 1 or (arrow == " => " and old in text), old
            text = text.replace(old, new)
    return text


def _after(text: str, start: int) -> int:
    """Where the table that begins at a place has ended: at the first line that is no row."""
    at = start
    while at < len(text) and text[at] == "|":
        at = text.index("\n", at) + 1
    return at


def found(edits: list[str]) -> set[str]:
    """The codes of an edited page."""
    return {finding.code for finding in extract(edited(edits)).findings}


def cases(kind: str) -> list[object]:
    """All cases of one kind, named by code and edit."""
    return [
        pytest.param(code, edits, id=f"{code}: {edits[0]}")
        for code, corpus in CORPUS.items()
        for edits in corpus[kind]
    ]


def test_every_code_of_a_page_has_pages() -> None:
    alone = {c.code for kind in KINDS if kind not in BETWEEN_PAGES for c in kind.codes}
    assert set(CORPUS) == alone - ELSEWHERE
    assert all(min(len(c["raises"]), len(c["passes"])) >= 3 for c in CORPUS.values())


def test_the_sample_is_clean() -> None:
    assert found([]) == set()


@pytest.mark.parametrize(("code", "edits"), cases("raises"))
def test_raises_the_code_and_no_other(code: str, edits: list[str]) -> None:
    assert found(edits) == {code}


@pytest.mark.parametrize(("code", "edits"), cases("passes"))
def test_near_misses_pass(code: str, edits: list[str]) -> None:
    finds = [edit.removeprefix("finds: ") for edit in edits if edit.startswith("finds: ")]
    assert edited(edits) != CLEAN
    assert found(edits) == {code for listed in finds for code in listed.split()}
