"""Each code on whole pages: the faults that must raise it, and the near misses that must not.

The pages stand in pages.toml, as edits of clean samples.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

import pytest

from extractor import Grammar, extract, load_grammar
from extractor.grammar import GrammarFile, compile_grammar
from extractor.rules import BETWEEN_PAGES, KINDS

#: no bundled grammar stops a search, or has open synonyms: tests/grammar/test_hostile.py and
#: tests/engine/test_reworded.py have pages for these
OF_OTHER_GRAMMARS = {"RES004", "RES005"}
HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CORPUS = tomllib.loads((HERE / "pages.toml").read_text("utf-8"))
SAMPLE = CORPUS.pop("sample")


@lru_cache
def sample(code: str) -> str:
    """The clean page that a code's pages are edits of."""
    name: str = CORPUS[code].get("sample", SAMPLE)
    return (ROOT / "samples" / name).read_text("utf-8")


@lru_cache
def grammar(code: str) -> Grammar:
    """The bundled grammar of a code's sample, with the lines that the code needs."""
    family = Path(CORPUS[code].get("sample", SAMPLE)).parent.name
    more = CORPUS[code].get("grammar")
    if more is None:
        return load_grammar(family)
    text = (ROOT / "grammars" / f"{family}.toml").read_text("utf-8")
    return compile_grammar(GrammarFile.validated(tomllib.loads(f"{text}\n{more}")))


def edited(text: str, edits: list[str]) -> str:
    """A page with some edits."""
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


def found(code: str, edits: list[str]) -> set[str]:
    """The codes of an edited page."""
    page = edited(sample(code), edits)
    return {finding.code for finding in extract(page, grammar=grammar(code)).findings}


def others(edits: list[str]) -> set[str]:
    """The codes that a page must have besides its own."""
    finds = [edit.removeprefix("finds: ") for edit in edits if edit.startswith("finds: ")]
    return {code for listed in finds for code in listed.split()}


def cases(kind: str) -> list[object]:
    """All cases of one kind, named by code and edit."""
    return [
        pytest.param(code, edits, id=f"{code}: {edits[0]}")
        for code, corpus in CORPUS.items()
        for edits in corpus[kind]
    ]


def test_every_code_of_a_page_has_pages() -> None:
    alone = {c.code for kind in KINDS if kind not in BETWEEN_PAGES for c in kind.codes}
    assert set(CORPUS) == alone - OF_OTHER_GRAMMARS
    assert all(min(len(c["raises"]), len(c["passes"])) >= 3 for c in CORPUS.values())


@pytest.mark.parametrize("code", CORPUS)
def test_the_samples_are_clean(code: str) -> None:
    assert found(code, []) == set()


@pytest.mark.parametrize(("code", "edits"), cases("raises"))
def test_raises_the_code(code: str, edits: list[str]) -> None:
    assert found(code, edits) == {code, *others(edits), *CORPUS[code].get("also", ())}


@pytest.mark.parametrize(("code", "edits"), cases("passes"))
def test_near_misses_pass(code: str, edits: list[str]) -> None:
    assert edited(sample(code), edits) != sample(code)
    assert found(code, edits) == others(edits)
