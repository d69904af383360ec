"""Stops runs over a dump with Ctrl-C at random moments, and goes on with each.

    python -m tests.batch.interrupts 100

prints a line a trial: the processor time until the run ended, what it had kept, in documents, and
what was wrong, if anything.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import NamedTuple

from .conftest import extractor

DOCUMENTS = 2_000
PAGE = """\
It typically takes 2-4 years to become both a roofer and an actuary.
| Roofer | Actuary | |
| Yearly salary | ${salary},250 | $112,030 |
| Growth rate | -2% | - |
"""
JOB = ("convert", "d.jsonl", "-o", "o.jsonl", "-q")
MANIFEST = Path("o.jsonl.parts", "manifest.jsonl")


class Trial(NamedTuple):
    """A run that was stopped after `seconds` of processor time (inf: it was done before), with
    `kept` documents done; `wrong` says what should not be, "" where all is well."""

    seconds: float
    kept: int
    wrong: str


def trials(count: int, seed: int, folder: Path) -> Iterator[Trial]:
    """Stops so many runs, each within the time that a whole one takes, Python's own start apart."""
    rows = [{"id": n, "text": PAGE.format(salary=30 + n % 9)} for n in range(DOCUMENTS)]
    (folder / "d.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    begun = perf_counter()
    assert extractor(*JOB, cwd=folder).returncode == 0
    longest = perf_counter() - begun
    wanted = (folder / "o.jsonl").read_bytes()
    chooser = random.Random(seed)
    for _ in range(count):
        (folder / "o.jsonl").unlink()
        yield _trial(chooser.uniform(longest / 20, longest), wanted, folder)


def _trial(after: float, wanted: bytes, folder: Path) -> Trial:
    command = [sys.executable, "-m", "extractor", *JOB]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE) as running:
        try:
            running.wait(after)
        except subprocess.TimeoutExpired:
            running.send_signal(signal.SIGINT)
        assert running.stderr is not None
        said = running.stderr.read().decode("utf-8")
        seconds = inf
        if running.returncode is None:
            _, status, used = os.wait4(running.pid, 0)
            running.returncode = os.waitstatus_to_exitcode(status)
            seconds = used.ru_utime + used.ru_stime
        code = running.returncode
    kept = _kept(folder, code)
    wrong = "" if code in (0, 130) and "Traceback" not in said else f"exit code {code}: {said}"
    again = extractor(*JOB, "--resume", cwd=folder)
    if again.returncode or (folder / "o.jsonl").read_bytes() != wanted:
        wrong += f" --resume: exit code {again.returncode}: {again.stderr}"
    return Trial(seconds, kept, wrong)


def _kept(folder: Path, code: int) -> int:
    if code == 0:
        return DOCUMENTS
    manifest = folder / MANIFEST
    lines = manifest.read_bytes().splitlines()[1:] if manifest.exists() else []
    return json.loads(lines[-1])["tally"]["documents"] if lines else 0


if __name__ == "__main__":
    with TemporaryDirectory() as place:
        for one in trials(int(sys.argv[1]), 1, Path(place)):
            print(f"{one.seconds:.2f} s: {one.kept:,} kept {one.wrong}", flush=True)
