"""What each layout costs beside the pipe layout, for the same pages.

    python -m tests.benchmarks.layouts [PAGES]

Each sheet is written in every layout; pages take turns between the layouts, so that a machine whose
speed drifts slows all of them. Prints the time a page and the ratio to pipe.
"""

from __future__ import annotations

import sys
from time import perf_counter

from extractor import extract, load_grammar
from extractor.synthesis import LAYOUTS, Seeded, page
from extractor.synthesis.layouts import Look, write

ROUNDS = 5


def main(count: int) -> None:
    """Measures and prints; the best of `ROUNDS` rounds counts."""
    grammar = load_grammar("occupation-comparison")
    texts: dict[str, list[str]] = {layout: [] for layout in LAYOUTS}
    for number in range(count):
        sheet = page(grammar, Seeded(f"layout-{number}"), "pipe").sheet
        written = {layout: write(sheet, Look(layout)) for layout in LAYOUTS}
        if all(written.values()):
            for layout, text in written.items():
                texts[layout].append(text or "")
    best = dict.fromkeys(LAYOUTS, float("inf"))
    for _ in range(ROUNDS):
        spent = dict.fromkeys(LAYOUTS, 0.0)
        for same in zip(*texts.values(), strict=True):
            for layout, text in zip(texts, same, strict=True):
                started = perf_counter()
                extract(text, grammar)
                spent[layout] += perf_counter() - started
        best = {layout: min(best[layout], spent[layout]) for layout in LAYOUTS}
    pages = len(texts["pipe"])
    for layout, seconds in best.items():
        print(f"{layout:<8} {1e3 * seconds / pages:.3f} ms a page, {seconds / best['pipe']:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
