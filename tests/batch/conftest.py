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
OTHER = "The number of the job is a matter of taste. " * 20


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
