"""A small dump: pages of ours among text that is none, and a line that is broken."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SAMPLES = Path(__file__).parents[2] / "samples" / "occupation-comparison"
PAGES = [path.read_text() for path in sorted(SAMPLES.glob("*.txt"))]
OTHER = "Best paying company: a matter of taste. " * 20


def rows(count: int) -> list[dict[str, str]]:
    """Documents, one in ten a page of ours."""
    return [
        {"url": f"https://example.org/{n}", "text": PAGES[n % len(PAGES)] if n % 10 == 3 else OTHER}
        for n in range(count)
    ]


def write_jsonl(path: Path, count: int, broken: bool = True) -> Path:
    lines = [json.dumps(row) for row in rows(count)]
    if broken:
        lines.insert(count // 2, '{"text": "yearly salary')
    path.write_text("\n".join(lines) + "\n")
    return path


def extractor(*args: object, **more: Any) -> subprocess.CompletedProcess[str]:
    """Runs the command as a process."""
    command = [sys.executable, "-m", "extractor", *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, **more)


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    return write_jsonl(tmp_path / "d.jsonl", 400)


def lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text().splitlines()]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What an undisturbed run of the small dump gives, by the names of its files."""
    folder = tmp_path_factory.mktemp("whole")
    dump = write_jsonl(folder / "d.jsonl", 400)
    done = extractor("convert", dump.name, "-o", "o.jsonl", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert len(lines(folder / "o.jsonl")) == 40
    return {name: (folder / name).read_bytes() for name in ("o.jsonl", "o.rejects.jsonl")}


SMALL = """
import importlib, os, signal, sys
from extractor.batch import shards, units
units.UNIT_BYTES, units.UNIT_PIECES, shards.SHARD_BYTES = 30_000, 20, 20_000
def dies(place, calls):
    module, owner, name = place.split(".")
    home = getattr(importlib.import_module("extractor.batch." + module), owner)
    before, made = getattr(home, name), []
    def dying(*given):
        made.append(1)
        if len(made) == calls:
            os.kill(os.getpid(), signal.SIGKILL)
        return before(*given)
    setattr(home, name, dying)
"""
RUN = """
import sys
from extractor.cli import main
if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
"""


def small_units(
    *args: object, cwd: Path, dies: tuple[str, int] | None = None
) -> subprocess.Popen[bytes]:
    """The command with so small units and shards that even this dump has many. `dies`: before
    which call of which method it is killed."""
    code = SMALL + (f"dies{dies}" if dies else "") + RUN
    command = [sys.executable, "-c", code, *map(str, args)]
    return subprocess.Popen(command, cwd=cwd, stderr=subprocess.PIPE)
