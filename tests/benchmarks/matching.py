"""What pages of ours cost in a batch, beside the bare library, and what a second worker gives.

    python -m tests.benchmarks.matching [PAGES]

A dump of pages in all layouts, none of anything else. By turns, the medians of three rounds: the
bare `extract` and its JSON in one process, and `convert` with one worker, in seconds of processor
time; `convert` with one and with two workers, by the clock, which needs a machine that is idle.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from time import perf_counter

import orjson

from .dump import pages
from .refusing import converting, took

ROUNDS = 3

BARE = """
import sys, orjson
from extractor import extract, grammars, load_grammar
known = tuple(load_grammar(name) for name in grammars())
with open(sys.argv[1], "rb") as lines, open(sys.argv[2], "wb") as out:
    for line in lines:
        row = orjson.loads(line)
        out.write(extract(row["text"], grammar=known, document=row["id"]).to_json() + b"\\n")
"""


def main(count: int) -> None:
    """Measures and prints."""
    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder, "d.jsonl")
        with open(dump, "wb") as file:
            for number, text in enumerate(islice(cycle(pages()), count)):
                file.write(orjson.dumps({"id": str(number), "text": text}) + b"\n")
        bare = [sys.executable, "-c", BARE, str(dump), str(Path(folder, "bare.jsonl"))]
        one = converting(str(dump), folder)
        used: dict[str, list[float]] = {"bare": [], "one": []}
        clock: dict[str, list[float]] = {"one": [], "two": []}
        for _ in range(ROUNDS):
            used["bare"].append(took(partial(subprocess.run, bare, check=True)))
            begun = perf_counter()
            used["one"].append(took(partial(subprocess.run, one, check=True)))
            clock["one"].append(perf_counter() - begun)
            begun = perf_counter()
            subprocess.run([*one, "--workers", "2"], check=True)
            clock["two"].append(perf_counter() - begun)
    cost = median(used["one"]) / median(used["bare"])
    gain = median(clock["one"]) / median(clock["two"])
    print(f"{count:,} pages: bare {median(used['bare']):.2f} s, one worker {cost:.2f} of it")
    print(f"by the clock: one {median(clock['one']):.2f} s, two workers {gain:.2f} times as fast")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
