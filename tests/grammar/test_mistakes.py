"""Every mistake of a grammar file is told, with the file, the dotted key and what to do.

The mistakes stand in corpus/mistakes.toml; each spoils one thing of corpus/kettles.toml, or of the
grammar that it is `of`.
"""

from __future__ import annotations

import tomllib
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from extractor import GrammarError, grammars, load_grammar
from extractor.engine import check
from extractor.grammar import GrammarFile

CORPUS = Path(__file__).parent / "corpus"
SOUND = (CORPUS / "kettles.toml").read_text("utf-8")
MISTAKES = tomllib.loads((CORPUS / "mistakes.toml").read_text("utf-8"))["mistakes"]


@pytest.mark.parametrize("mistake", [pytest.param(m, id=m["title"]) for m in MISTAKES])
def test_a_mistake_is_told(mistake: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / f"{mistake.get('of', 'kettles')}.toml"
    sound = (CORPUS / path.name).read_text("utf-8")
    assert mistake["was"] in sound
    path.write_text(sound.replace(mistake["was"], mistake["to"], 1), "utf-8")
    assert check(path) == [f"{path}: {says}" for says in mistake["says"]]


@pytest.mark.parametrize(
    "path",
    [*(CORPUS / f"{name}.toml" for name in ("kettles", "towns", "gadgets", "phones")), *grammars()],
    ids=str,
)
def test_sound_grammars_are_sound(path: Path | str) -> None:
    assert check(load_grammar(path).path or "") == []


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "kettles.toml"
    path.write_text(SOUND.replace("{x.price},", "{x.cost},").replace('"number"', '"numbr"'))
    keys = [line.split(": ")[1] for line in check(path)]
    assert keys == ["fields.volume.type", "sections.opening.sentences.verdict"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe", "byte 0 is not UTF-8; save the file as UTF-8"),
        (b"x" * 1_000_001, "longer than 1000000 bytes; this is not a grammar file"),
        (None, "No such file or directory; name a grammar file that can be read"),
    ],
)
def test_a_file_that_is_no_grammar(content: bytes | None, said: str, tmp_path: Path) -> None:
    path = tmp_path / "kettles.toml"
    if content is not None:
        path.write_bytes(content)
    assert check(path) == [f"{path}: {said}"]


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "kettles.toml"
    path.write_text(SOUND, "utf-8-sig")
    assert check(path) == []


def test_a_misspelt_family_is_guessed_at() -> None:
    with pytest.raises(GrammarError, match="did you mean 'occupation-comparison'"):
        load_grammar("ocupation-comparison")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("kettle", "did you mean 'kettles.toml'?"),
        ("phons", "did you mean 'phones'?"),
        ("zzz", "; a file of your own ends in .toml"),
        ("kettles.txt", "kettles.txt: a grammar file ends in .toml; are page and grammar swapped?"),
    ],
)
def test_a_grammar_that_is_not_there(
    name: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for file in ("kettles.toml", "kettles.txt"):
        (tmp_path / file).write_text("")
    with pytest.raises(GrammarError) as error:
        load_grammar(name)
    assert said in str(error.value)


def test_a_grammar_that_was_read_is_valid_again() -> None:
    text = SOUND.replace("entities    = 2", "entities    = [2, 5]")
    read = GrammarFile.validated(tomllib.loads(text))
    assert GrammarFile.validated(asdict(read)) == read
