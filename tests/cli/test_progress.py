"""Progress is told at once and fits the terminal; Ctrl-C keeps what is done, whenever it comes."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import random
import re
import signal
import struct
import subprocess
import sys
import termios
from pathlib import Path
from typing import Any

import pytest

from extractor.cli.options import seconds

from .conftest import Run, install, toy_extract

WIDTH = 50


def on_terminal(*args: str, cwd: Path) -> str:
    """What a command writes to a terminal of `WIDTH` columns."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, WIDTH, 0, 0))
    command = [sys.executable, "-m", "extractor", *args]
    with subprocess.Popen(command, cwd=cwd, stderr=theirs, stdout=subprocess.DEVNULL) as running:
        os.close(theirs)
        written = b""
        try:
            while piece := os.read(ours, 4096):
                written += piece
        except OSError:  # the other end is closed
            pass
        assert running.wait(60) == 0
    os.close(ours)
    return written.decode()


def test_progress_begins_at_once_and_fits_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "d.jsonl").write_text(json.dumps({"text": "no page of ours"}) + "\n")
    page = "| Roofer | Actuary | |\n| Yearly salary | $31,250 | $112,030 |\n"
    (tmp_path / "a.txt").write_text(page)
    written = on_terminal("convert", "d.jsonl", "a.txt", cwd=tmp_path)
    first, *_, last = [line for line in re.split("[\r\n]+", written) if line.strip()]
    assert re.match(r" +0%\|.*\| starting", first)
    assert last.startswith("2 documents: 1 record")
    shown = [line for line in re.split("[\r\n]+", written) if "%|" in line]
    assert shown and max(map(len, shown)) <= WIDTH
    assert "%|" not in on_terminal("convert", "a.txt", "-q", cwd=tmp_path)


@pytest.mark.parametrize("dump", ["d.jsonl", "d.csv", "pages"])
@pytest.mark.parametrize("seed", [0, *(pytest.param(n, marks=pytest.mark.slow) for n in (1, 2, 3))])
def test_ctrl_c_keeps_what_is_done_and_the_run_goes_on_to_the_same_bytes(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dump: str, seed: int
) -> None:
    pages = [f"toy\nRoof {number}\nWall 0\n" + "x" * 2_000 for number in range(300)]
    (tmp_path / "d.jsonl").write_text("".join(json.dumps({"text": p}) + "\n" for p in pages))
    (tmp_path / "d.csv").write_text("text\n" + "".join(f'"{page}"\n' for page in pages))
    (tmp_path / "pages").mkdir()
    for number, page in enumerate(pages):
        (tmp_path / "pages" / f"{number:03}.txt").write_text(page)
    assert run("convert", dump, "-o", "whole.jsonl").code == 0
    chance = random.Random(seed)
    left = 0

    def stopping(text: str, **rest: Any) -> Any:
        nonlocal left
        left -= 1
        if left == 0:
            signal.raise_signal(signal.SIGINT)
        return toy_extract(text, **rest)

    install(monkeypatch, stopping)
    kept, stops = 0, 0
    while True:
        left = due = chance.randint(1, 100)
        outcome = run("convert", dump, "-o", "o.jsonl", "--resume", "-q")
        if outcome.code == 0:
            break
        assert outcome.code == 130
        stops += 1
        now = sum(
            part.read_bytes().count(b"\n") for part in Path("o.jsonl.parts").glob("part-*.jsonl")
        )
        assert now - kept >= due  # all that was begun
        assert now - kept <= due + 64  # and little more
        kept = now
    assert stops >= 3
    assert Path("o.jsonl").read_bytes() == Path("whole.jsonl").read_bytes()


@pytest.mark.parametrize(
    ("text", "found"),
    [("90", 90), ("90s", 90), ("1.5m", 90), ("10m", 600), ("2h", 7200), ("0.5", 0.5)],
)
def test_a_time_has_a_unit(text: str, found: float) -> None:
    assert seconds(text) == found


@pytest.mark.parametrize("text", ["", "0", "-1", "m", "10x", "1m2s", "1e3", "nan", "10mm", "1 m"])
def test_a_time_that_is_none_is_refused(run: Run, text: str) -> None:
    outcome = run("convert", "x", f"--timeout={text}")
    assert outcome.code == 2
    assert "is not a duration; write 90, 90s, 1.5m or 2h" in outcome.err
