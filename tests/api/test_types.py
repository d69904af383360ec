"""A user's program has types, as strict checkers see it, and runs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from extractor import load_grammar

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
USE = """
from extractor import extract, read_records
from occupations import OccupationComparisonRecord

record = OccupationComparisonRecord.model_validate(extract("").to_dict())
pay: float | None = record.entities[0].average_salary
jobs: int | None = record.entities[0].job_count
for one in read_records("r.jsonl", OccupationComparisonRecord):
    print([share.percent for share in one.entities[0].gender_ratio or []])
"""


def mistakes(*files: Path) -> str:
    """What mypy has against some files."""
    pytest.importorskip("mypy")
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", "", *map(str, files)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    return done.stdout if done.returncode else ""


def test_a_program_is_typed() -> None:
    assert mistakes(HERE / "program.py") == ""


def test_generated_code_is_typed(tmp_path: Path) -> None:
    (tmp_path / "occupations.py").write_text(load_grammar("occupation-comparison").model_code())
    (tmp_path / "use.py").write_text(USE)
    assert mistakes(tmp_path / "occupations.py", tmp_path / "use.py") == ""
    (tmp_path / "use.py").write_text(USE.replace("pay: float", "pay: str"))
    assert "float | None" in mistakes(tmp_path / "occupations.py", tmp_path / "use.py")
