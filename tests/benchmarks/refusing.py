"""How fast a dump without any page of ours is refused, beside `grep -F` with the same words.

    python -m tests.benchmarks.refusing DUMP.jsonl [DUMP.jsonl.zst]

`DUMP` should hold no page of ours (dump.py with `none`). One process each, by turns; the medians of
five runs, in seconds of processor time.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median


def used() -> float:
    """Seconds of processor time that finished children took, which other work hardly changes."""
    found = resource.getrusage(resource.RUSAGE_CHILDREN)
    return found.ru_utime + found.ru_stime


def took(work: Callable[[], object]) -> float:
    begun = used()
    work()
    return used() - begun


def converting(path: str, folder: str) -> list[str]:
    """The command that converts a dump, and says nothing."""
    output = str(Path(folder, "o.jsonl"))
    return [sys.executable, "-m", "extractor", "convert", path, "-q", "--restart", "-o", output]


def main(path: str) -> None:
    from extractor import grammars, load_grammar
    from extractor.dumps.sieve import sieve_of

    found = sieve_of([load_grammar(name) for name in grammars()])
    assert found is not None
    found.tune(b"")
    with tempfile.TemporaryDirectory() as folder:
        words = Path(folder, "words")
        words.write_bytes(b"\n".join(found.needles) + b"\n")
        search = f"grep -F -c -f {words}"
        shell = f"zstd -dc {path} | {search}" if path.endswith(".zst") else f"{search} {path}"
        environment = {**os.environ, "LC_ALL": "C"}
        convert = converting(path, folder)
        pairs = [
            (
                took(
                    lambda: subprocess.run(shell, shell=True, env=environment, capture_output=True)
                ),
                took(lambda: subprocess.run(convert, check=True)),
            )
            for _ in range(5)
        ]
        grep, ours = (median(times) for times in zip(*pairs, strict=True))
    size = os.path.getsize(path) / 1e6
    print(
        f"{path}: {size:,.0f} MB; grep {grep:.2f} s, extractor convert {ours:.2f} s, "
        f"ratio of rates {grep / ours:.2f}"
    )


if __name__ == "__main__":
    for given in sys.argv[1:]:
        main(given)
