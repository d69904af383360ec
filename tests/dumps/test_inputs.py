"""What a user names becomes sources: in a fixed order, each with one name however it was called."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from extractor.dumps.choosing import Choice
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


# inputs, names
NAMED = [
    (["b.txt"], ["b.txt"]),
    (["b.txt", "a.txt"], ["b.txt", "a.txt"]),
    (["b.txt", "./b.txt", "deep/../b.txt"], ["b.txt"]),
    (["."], ["a.txt", "b.txt", "x.jsonl.gz", "deep/a.txt", "deep/c.TXT"]),
    (["deep"], ["deep/a.txt", "deep/c.TXT"]),
    (["./deep/"], ["deep/a.txt", "deep/c.TXT"]),
    (["deep/a.txt"], ["deep/a.txt"]),
    (["a.txt", "deep/a.txt"], ["a.txt", "deep/a.txt"]),
    (["*.txt"], ["a.txt", "b.txt"]),
    (["**/*.txt"], ["a.txt", "b.txt", "deep/a.txt"]),
    (["x.pdf"], ["x.pdf"]),
    (["-", "-"], ["stdin"]),
]

# inputs, what the error says
REFUSED = [
    ("bb.txt", "no such file or folder; did you mean 'b.txt'?"),
    ("nowhere/b.txt", "there is no folder 'nowhere'"),
    ("*.doc", "no file matches"),
    ("empty", "no file to read in this folder (looked for .txt, .jsonl)"),
    ("web", "(looked for .txt, .jsonl); --html converts the HTML in it"),
]


@pytest.mark.parametrize(("inputs", "names"), NAMED)
def test_inputs_become_sources(folder: Path, inputs: list[str], names: list[str]) -> None:
    assert [source.name for source in find(inputs, SUFFIXES)] == names


@pytest.mark.parametrize("given", ["deep/a.txt", "deep", "{here}/deep/a.txt", "{link}/deep/*.txt"])
def test_a_file_has_one_name_however_it_is_called(folder: Path, given: str) -> None:
    link = folder.with_name(folder.name + "-link")
    link.symlink_to(folder)
    first, *_ = find([given.format(here=folder, link=link)], SUFFIXES)
    assert first.name == "deep/a.txt"
    assert Path(first.name).read_text() == "deep/a.txt"


def test_a_file_outside_of_the_working_folder_has_its_whole_path(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder / "deep")
    names = [source.name for source in find(["../a.txt", f"{folder}/a.txt", "."], SUFFIXES)]
    assert names == [f"{folder}/a.txt", "a.txt", "c.TXT"]


@pytest.mark.parametrize(("given", "said"), REFUSED)
def test_what_is_not_there_is_named(folder: Path, given: str, said: str) -> None:
    (folder / "empty").mkdir()
    (folder / "web").mkdir()
    (folder / "web" / "page.HTM").write_text("<html>")
    with pytest.raises(InputError) as error:
        find([given], SUFFIXES)
    assert str(error.value).startswith(given)
    assert said in str(error.value)


def test_a_suffix_makes_no_two_names_alike(folder: Path) -> None:
    with pytest.raises(InputError) as error:
        find(["nofile.txt"], SUFFIXES)
    assert str(error.value) == "nofile.txt: no such file or folder"


def test_a_name_with_the_signs_of_a_glob_is_a_name(folder: Path) -> None:
    (folder / "[a].txt").write_text("x")
    assert [source.path for source in find(["[a].txt"], SUFFIXES)] == ["[a].txt"]


def test_the_runs_own_files_are_not_read(folder: Path) -> None:
    assert [s.name for s in find(["."], SUFFIXES, skip=["b.txt", "x.jsonl.gz"])] == [
        "a.txt",
        "deep/a.txt",
        "deep/c.TXT",
    ]
    with pytest.raises(InputError, match="would overwrite it"):
        find(["b.txt"], SUFFIXES, skip=["b.txt"])


# the start of a JSON lines file, whether it is an output of this program
STARTS = [
    ('{"document":"a.txt","path":"a.txt","family":"f"}', True),
    ('{"document":"a \\"b\\".txt","entity":"E","field":"f"}', True),
    ('{"document": "a", "entity": "E", "text": "t"}', True),
    ('{"document":null,"path":"d.jsonl","line":3,"reason":"not JSON"}', True),
    ('{"entity":"E","field":"f","value":1}', True),
    ('{"code": "AGR001", "entity": "E"}', True),
    ('{"fingerprint": "a", "count": 1}', True),
    ('{"document":"a","text":"t"}', False),
    ('{"code":"7","text":"t"}', False),
    ('{"id":"a","text":"t","path":"p"}', False),
    ("", False),
]


@pytest.mark.parametrize(("start", "own"), STARTS)
def test_what_this_program_wrote_is_read_where_it_is_named_alone(
    folder: Path, start: str, own: bool
) -> None:
    (folder / "deep" / "o.jsonl").write_text(start)
    for given in ("deep", "deep/*"):
        names = [source.name for source in find([given], SUFFIXES)]
        assert ("deep/o.jsonl" not in names) is own
    assert len(find(["deep/o.jsonl"], SUFFIXES)) == 1


@pytest.mark.parametrize(
    ("include", "exclude", "names"),
    [
        ([], ["deep/*"], ["a.txt", "b.txt", "x.jsonl.gz"]),
        ([], ["a.txt", "*.gz"], ["b.txt", "deep/c.TXT"]),
        (["a.*"], [], ["a.txt", "deep/a.txt"]),
        (["a.*", "b.*"], ["deep/*"], ["a.txt", "b.txt"]),
        (["deep/a.txt"], [], ["deep/a.txt"]),
    ],
)
def test_globs_choose_files(
    folder: Path, include: list[str], exclude: list[str], names: list[str]
) -> None:
    choice = Choice(include, exclude)
    assert [source.name for source in find(["."], SUFFIXES, choice=choice)] == names
    assert len(find(["b.txt", "deep/a.txt"], SUFFIXES, choice=choice)) == 2
    with pytest.raises(InputError, match=r"--include and --exclude leave no file to read"):
        find(["."], SUFFIXES, choice=Choice(include, ["*"]))


def test_a_name_that_is_no_utf8_can_be_printed(folder: Path) -> None:
    try:
        open(b"\xff.txt", "w").close()
    except OSError:
        pytest.skip("this file system takes no such names")
    (source,) = find([os.fsdecode(b"\xff.txt")], SUFFIXES)
    assert source.name == "\\xff.txt"
