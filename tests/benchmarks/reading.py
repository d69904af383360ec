"""What a dump costs in each format, beside its JSON lines and beside datatrove's own reader.

    python -m tests.benchmarks.reading FOLDER

`FOLDER` is one that dump.py wrote. Each format is converted by a process; datatrove, where it is
installed, reads the JSON lines in one task, with a filter that keeps all. By turns, in seconds of
processor time: the medians of five rounds, after one that does not count.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from .refusing import converting, took

ROUNDS = 5

DATATROVE = """
import sys, tempfile
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.filters import LambdaFilter
from datatrove.pipeline.readers import JsonlReader

def keep(document):
    return True

if __name__ == "__main__":
    read = JsonlReader(sys.argv[1], glob_pattern="d.jsonl", id_key="url")
    with tempfile.TemporaryDirectory() as logs:  # it does not do again what is done there
        LocalPipelineExecutor([read, LambdaFilter(keep)], tasks=1, logging_dir=logs).run()
"""


def main(dump: Path) -> None:
    """Measures and prints."""
    with tempfile.TemporaryDirectory() as folder:
        commands = {path.name: converting(str(path), folder) for path in sorted(dump.iterdir())}
        if find_spec("datatrove"):
            commands["datatrove"] = [sys.executable, "-c", DATATROVE, str(dump)]
        times: dict[str, list[float]] = {name: [] for name in commands}
        for number in range(ROUNDS + 1):
            for name, command in commands.items():
                spent = took(partial(subprocess.run, command, check=True, capture_output=True))
                if number:
                    times[name].append(spent)
    lines = median(times["d.jsonl"])
    for name, found in times.items():
        print(f"{name:<14} {median(found):6.2f} s, {median(found) / lines:.2f} of d.jsonl")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
