"""How many planted faults are found under their own code, and what is said of clean pages.

    python -m tests.benchmarks.planted_faults [PAGES]

Each page is checked as it is and with one fault; layouts and kinds of faults take turns. What a
page raises without the fault (a row that can be cut in two ways) is no finding of the fault.
"""

from __future__ import annotations

import sys
from collections import Counter

from extractor import extract, load_grammar
from extractor.synthesis import LAYOUTS, Seeded, page
from extractor.synthesis.faults import FAULTS, shows
from extractor.synthesis.layouts import write


def main(count: int) -> None:
    """Measures and prints."""
    grammar = load_grammar("occupation-comparison")
    total: Counter[str] = Counter()
    found: Counter[str] = Counter()
    beside: Counter[str] = Counter()
    noise: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    pages = seed = 0
    while pages < count:
        seed += 1
        fault = FAULTS[seed % len(FAULTS)]
        layout = LAYOUTS[seed // len(FAULTS) % len(LAYOUTS)]
        if not shows(fault, layout):
            continue
        clean = page(grammar, Seeded(f"fault-{seed}"), layout)
        changed = fault.change(clean.sheet, Seeded(f"change-{seed}"))
        text = write(changed, clean.look) if changed else None
        if text is None:
            continue
        pages += 1
        before = {f.code for f in extract(clean.text, grammar=grammar).findings} - clean.codes
        after = {f.code for f in extract(text, grammar=grammar).findings}
        for key in (f"{fault.name} ({fault.code})", "all"):
            total[key] += 1
            found[key] += fault.code in after
            beside[key] += bool(after - clean.codes - before - {fault.code})
        if fault.code not in after:
            missed[f"{fault.name} {layout}"] += 1
        for code in before:
            noise[f"{code} {layout}"] += 1
    for key, number in sorted(total.items()):
        share = f"{found[key] / number:7.2%} found"
        print(
            f"{key:<34} {number:>6}  {share}  {beside[key] / number:6.2%} with another code beside"
        )
    print(f"not found, by fault and layout: {dict(missed.most_common())}")
    print(f"clean pages with a finding, by code and layout: {dict(noise.most_common())}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)
