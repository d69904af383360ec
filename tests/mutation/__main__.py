"""Do the tests bite? Changes the engine, fields and rules at one place at a time, and runs them.

    python -m tests.mutation [--count 200] [--seed 0] [--skip 0] > mutants.jsonl

Works in a copy of the checkout. A mutant is *killed* when a test fails, or takes too long. Of those
that live, `changes` says whether the records of some hundred pages differ: those that change
nothing there may be no change at all, and are for people to judge.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from .mutants import Mutant, mutants

ROOT = Path(__file__).resolve().parents[2]
#: what is mutated, and the tests nearest to it
NEAREST = {
    "extractor/engine/cutting.py": ("tests/engine", "tests/properties/test_cutting.py"),
    "extractor/engine/settling.py": ("tests/engine", "tests/properties/test_cutting.py"),
    "extractor/engine/rows.py": ("tests/engine",),
    "extractor/fields/*.py": ("tests/fields",),
    "extractor/rules/*.py": ("tests/rules",),
}
#: tests of the whole, for mutants that those let live
WHOLE = (
    "tests/engine",
    "tests/rules",
    "tests/synthesis/test_laws.py",
    "tests/properties/test_cutting.py",
    "tests/properties/test_laws.py",
)
SECONDS = 240

_DIGEST = """
import hashlib
from extractor import extract, load_grammar
from extractor.synthesis import generate
grammar = load_grammar("occupation-comparison")
found = hashlib.sha256()
for realistic in (True, False):
    for page in generate(grammar, 160, "digest", realistic=realistic, faults=0.5):
        found.update(extract(page.text, grammar).to_json())
print(found.hexdigest())
"""


class Place(NamedTuple):
    """A mutant of a file."""

    path: str
    nearest: tuple[str, ...]
    mutant: Mutant


def places(root: Path = ROOT) -> list[Place]:
    """Every mutant there is."""
    return [
        Place(str(path.relative_to(root)), nearest, mutant)
        for pattern, nearest in NEAREST.items()
        for path in sorted(root.glob(pattern))
        for mutant in mutants(path.read_text("utf-8"))
    ]


class Copy:
    """A copy of the checkout, in which tests are run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("extractor", "grammars", "samples", "tests"):
            shutil.copytree(ROOT / name, folder / name)
        for name in ("pyproject.toml", "README.md"):
            shutil.copy(ROOT / name, folder / name)
        self.skipped: list[str] = []

    def run(self, *command: str) -> tuple[int, str]:
        """The exit code (-1: too slow) and what was printed."""
        env = {**os.environ, "PYTHONPATH": str(self.folder), "PYTHONDONTWRITEBYTECODE": "1"}
        child = subprocess.Popen(
            [sys.executable, *command],
            cwd=self.folder,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            out, _ = child.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            return -1, ""
        return child.returncode, out.decode("utf-8", "replace")

    def fails(self, tests: tuple[str, ...], *more: str) -> tuple[int, str]:
        """Whether tests fail: the exit code of pytest, and its report."""
        skips = [f"--deselect={name}" for name in self.skipped]
        return self.run("-m", "pytest", "-q", "-p", "no:cacheprovider", *skips, *more, *tests)

    def failing(self) -> list[str]:
        """Tests that fail without any mutant: they tell nothing."""
        every = {name for names in NEAREST.values() for name in names} | set(WHOLE)
        _, told = self.fails(tuple(sorted(every)), "-rf")
        return [line.split(" ")[1] for line in told.splitlines() if line.startswith("FAILED ")]

    def digest(self) -> str:
        """What the records of some hundred pages are."""
        return self.run("-c", _DIGEST)[1]

    def kills(self, place: Place) -> str:
        """What kills a mutant: the tests nearest to it, those of the whole, or "" for nothing."""
        for name, tests in (("nearest", place.nearest), ("whole", WHOLE)):
            if self.fails(tests, "-x")[0] != 0:
                return name
        return ""


def main() -> None:
    """Tries a sample of all mutants, and writes a line for each."""
    parser = argparse.ArgumentParser(prog="tests.mutation")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--skip", type=int, default=0, metavar="N", help="mutants of the sample tried already"
    )
    parser.add_argument("--deselect", action="append", metavar="TEST", help="fails anyhow")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        copy = Copy(Path(scratch) / "copy")
        copy.skipped = args.deselect or copy.failing()
        every, digest = places(copy.folder), copy.digest()
        sample = random.Random(args.seed).sample(every, min(args.count, len(every)))
        for place in sample[args.skip :]:
            path = copy.folder / place.path
            source = path.read_text("utf-8")
            path.write_text(place.mutant.applied(source), "utf-8")
            killed = copy.kills(place)
            changes = None if killed else copy.digest() != digest
            path.write_text(source, "utf-8")
            told = {"path": place.path, **place.mutant._asdict()}
            print(json.dumps({**told, "killed": killed, "changes": changes}), flush=True)


if __name__ == "__main__":
    main()
