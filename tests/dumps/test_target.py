"""An output stands in its place whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from extractor.dumps.target import Target
from extractor.errors import OutputError


def test_it_appears_when_it_is_complete(tmp_path: Path) -> None:
    path = tmp_path / "o"
    path.write_text("before")
    target = Target(str(path))
    target.stream.write(b"after")
    assert path.read_text() == "before"
    assert target.commit() == str(path)
    assert path.read_text() == "after"
    assert os.listdir(tmp_path) == ["o"]


def test_what_is_discarded_leaves_nothing(tmp_path: Path) -> None:
    target = Target(str(tmp_path / "o"))
    target.stream.write(b"x")
    target.discard()
    assert os.listdir(tmp_path) == []


def test_what_is_kept_stands_beside_its_place(tmp_path: Path) -> None:
    target = Target(str(tmp_path / "o"))
    target.stream.write(b"x")
    assert Path(target.keep()).read_bytes() == b"x"
    assert os.listdir(tmp_path) == ["o.partial"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("before")
    (tmp_path / "link").symlink_to("real")
    target = Target(str(tmp_path / "link"))
    target.stream.write(b"after")
    target.commit()
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "after"


def test_a_folder_is_no_output(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="is a folder"):
        Target(str(tmp_path))


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "o.partial").mkdir()
    with pytest.raises(OutputError, match="o: cannot be written"):
        Target(str(tmp_path / "o"))
