"""Kills a run again and again at random moments and lets it go on; the bytes must be the same.

    python tests/benchmarks/kills.py DUMP 100

Prints how often it was killed, and in how many rounds, each of which ended with the bytes of an
undisturbed run.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path

#: small shards, so that a dump of some megabytes has many
CODE = """
import sys
from extractor.batch import shards, units
units.UNIT_BYTES, shards.SHARD_BYTES, shards.SHARD_INPUT = 200_000, 40_000, 1_000_000
from extractor.cli import main
if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
"""


def command(dump: str, output: Path, workers: int) -> list[str]:
    rest = ["-o", str(output), "--resume", "-q", "--workers", str(workers)]
    return [sys.executable, "-c", CODE, "convert", dump, *rest]


def digest(folder: Path) -> list[str]:
    return [sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())]


def main(dump: str, kills: int) -> None:
    chosen = random.Random(0)
    with tempfile.TemporaryDirectory() as base:
        whole = Path(base, "whole")
        whole.mkdir()
        begun = time.monotonic()
        subprocess.run(command(dump, whole / "o.jsonl", 1), check=True)
        length = time.monotonic() - begun
        killed = rounds = 0
        while killed < kills:
            folder = Path(base, f"round{rounds}")
            folder.mkdir()
            while True:
                running = subprocess.Popen(command(dump, folder / "o.jsonl", 1))
                try:
                    running.wait(chosen.uniform(0.3, length) if killed < kills else None)
                except subprocess.TimeoutExpired:
                    running.kill()
                    running.wait()
                    killed += 1
                    continue
                assert running.returncode == 0, running.returncode
                break
            assert digest(folder) == digest(whole), f"round {rounds} differs"
            rounds += 1
        print(f"killed {killed} times in {rounds} rounds of {length:.1f} s; all bytes the same")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
