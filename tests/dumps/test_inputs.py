"""What a user names becomes sources: in a fixed order, with short ids that are never doubled."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from extractor.dumps.inputs import find
from extractor.errors import InputError

SUFFIXES = (".txt", ".jsonl")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("b.txt", "a.txt", "deep/c.TXT", "deep/a.txt", "x.jsonl.gz", "x.pdf", ".h.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


# inputs, ids
NAMED = [
    (["b.txt"], ["b"]),
    (["b.txt", "a.txt"], ["b", "a"]),
    (["b.txt", "b.txt"], ["b"]),
    (["."], ["a.txt", "b", "x", "deep/a.txt", "c"]),
    (["deep"], ["a", "c"]),
    (["a.txt", "deep/a.txt"], ["a.txt", "deep/a.txt"]),
    (["*.txt"], ["a", "b"]),
    (["**/*.txt"], ["a.txt", "b", "deep/a.txt"]),
    (["x.pdf"], ["x"]),
    (["-"], ["stdin"]),
]

# inputs, what the error says
REFUSED = [
    ("bb.txt", "no such file or folder; did you mean 'b.txt'?"),
    ("nowhere/b.txt", "there is no folder 'nowhere'"),
    ("*.doc", "no file matches"),
    ("empty", "no file to read in this folder (looked for .txt, .jsonl)"),
]


@pytest.mark.parametrize(("inputs", "ids"), NAMED)
def test_inputs_become_sources(folder: Path, inputs: list[str], ids: list[str]) -> None:
    assert [source.id for source in find(inputs, SUFFIXES)] == ids


@pytest.mark.parametrize(("given", "said"), REFUSED)
def test_what_is_not_there_is_named(folder: Path, given: str, said: str) -> None:
    (folder / "empty").mkdir()
    with pytest.raises(InputError) as error:
        find([given], SUFFIXES)
    assert str(error.value).startswith(given)
    assert said in str(error.value)


def test_a_name_with_the_signs_of_a_glob_is_a_name(folder: Path) -> None:
    (folder / "[a].txt").write_text("x")
    assert [source.path for source in find(["[a].txt"], SUFFIXES)] == ["[a].txt"]


def test_the_runs_own_files_are_not_read(folder: Path) -> None:
    assert [s.id for s in find(["."], SUFFIXES, skip=["b.txt", "x.jsonl.gz"])] == [
        "a.txt",
        "deep/a.txt",
        "c",
    ]
    with pytest.raises(InputError, match="would write over it"):
        find(["b.txt"], SUFFIXES, skip=["b.txt"])


def test_a_name_that_is_no_utf8_can_be_printed(folder: Path) -> None:
    try:
        open(b"\xff.txt", "w").close()
    except OSError:
        pytest.skip("this file system takes no such names")
    (source,) = find([os.fsdecode(b"\xff.txt")], SUFFIXES)
    assert (source.name, source.id) == ("\\xff.txt", "\\xff")
