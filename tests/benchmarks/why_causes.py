"""How often `why` names the true cause first, and among its first three, by kind and by layout.

    python -m tests.benchmarks.why_causes [PAGES PER KIND] [SEED] [KIND]

Every page has one planted change (see tests/review/planted.py); the layouts take turns.
"""

from __future__ import annotations

import sys
from collections import Counter
from time import perf_counter

from extractor import Grammar, load_grammar
from extractor.review.why import diagnose
from extractor.synthesis import LAYOUTS
from tests.review.planted import KINDS, Planted


def rank(page: Planted, grammar: Grammar) -> int:
    """The place of the true cause among those named, counted from 1; 0 when it is not named."""
    causes = diagnose(page.text, [grammar]).causes
    for number, cause in enumerate(causes, 1):
        if cause.kind == page.cause and cause.name in page.names:
            return number
    return 0


def main(count: int, seed: str, only: list[str]) -> None:
    """Measures and prints."""
    grammar = load_grammar("occupation-comparison")
    first: Counter[str] = Counter()
    three: Counter[str] = Counter()
    total: Counter[str] = Counter()
    started = perf_counter()
    for kind in KINDS:
        if only and kind.__name__ not in only:
            continue
        done = number = 0
        while done < count:
            number += 1
            page = kind(grammar, f"why{seed}-{number}", LAYOUTS[number % len(LAYOUTS)])
            if page is None:
                continue
            done += 1
            found = rank(page, grammar)
            for key in (page.kind, f"{page.kind} / {page.layout}", "all"):
                total[key] += 1
                first[key] += found == 1
                three[key] += 0 < found <= 3
            if found != 1:
                print(
                    f"why{seed}-{number}",
                    page.layout,
                    page.cause,
                    page.names,
                    page.what,
                    "rank",
                    found,
                )
    for key, pages in total.items():
        hits = f"first {first[key] / pages:6.1%}  in three {three[key] / pages:6.1%}"
        print(f"{key:<32} {pages:>5}  {hits}")
    print(f"{perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main(int((sys.argv[1:2] or ["200"])[0]), (sys.argv[2:3] or [""])[0], sys.argv[3:4])
