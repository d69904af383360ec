"""How long a call of the command line takes, in times of bare Python: `--version`, and one page.

    python -m tests.benchmarks.startup

CPU seconds of the process and the system, the median of several calls by turns; modules have their
bytecode, as in an installation.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
from pathlib import Path

ROUNDS = 25
ROOT = Path(__file__).parents[2]
PAGE = ROOT / "samples" / "occupation-comparison" / "lineman-vs-chairperson.txt"
CALLS = {
    "python -c pass": ["-c", "pass"],
    "extractor --version": ["-m", "extractor", "--version"],
    "extractor convert PAGE": ["-m", "extractor", "convert", str(PAGE)],
}


def spent(arguments: list[str]) -> float:
    """The CPU seconds of one call."""
    environment = {name: v for name, v in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, check=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Prints a line a call."""
    for arguments in CALLS.values():
        spent(arguments)
    rounds = [[spent(arguments) for arguments in CALLS.values()] for _ in range(ROUNDS)]
    medians = [statistics.median(column) for column in zip(*rounds, strict=True)]
    for name, seconds in zip(CALLS, medians, strict=True):
        print(f"{name:24} {seconds * 1000:4.0f} ms  {seconds / medians[0]:5.1f}")


if __name__ == "__main__":
    main()
