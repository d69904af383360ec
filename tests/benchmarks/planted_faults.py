"""How many planted faults are found under their own code, and what is said of clean pages.

    python -m tests.benchmarks.planted_faults [PAGES] [SEED]

Each page is checked as it is and with one fault; layouts and kinds of faults take turns. What a
page raises without the fault (a row that can be cut in two ways) is no finding of the fault.
Every miss, and every finding on a clean page, is told with the number that makes its page again.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict

from extractor import extract, load_grammar
from extractor.synthesis import LAYOUTS, Seeded, page
from extractor.synthesis.faults import BORDERED, FAULTS
from extractor.synthesis.faults.planting import plant

#: pages that a line names
SHOWN = 30


def main(count: int, seed: str) -> None:
    """Measures and prints."""
    grammar = load_grammar("occupation-comparison")
    total: Counter[str] = Counter()
    found: Counter[str] = Counter()
    beside: Counter[str] = Counter()
    noise: defaultdict[str, list[int]] = defaultdict(list)
    missed: defaultdict[str, list[int]] = defaultdict(list)
    pages = number = 0
    while pages < count:
        number += 1
        fault = FAULTS[number % len(FAULTS)]
        layout = LAYOUTS[number // len(FAULTS) % len(LAYOUTS)]
        if fault.bordered and layout not in BORDERED:
            continue
        clean = page(grammar, Seeded(f"fault{seed}-{number}"), layout)
        planted = plant(fault, clean.sheet, clean.look, Seeded(f"change{seed}-{number}"))
        if planted is None:
            continue
        pages += 1
        before = {f.code for f in extract(clean.text, grammar=grammar).findings} - clean.codes
        after = {f.code for f in extract(planted.text, grammar=grammar).findings}
        for key in (f"{fault.name} ({fault.code})", layout, "all"):
            total[key] += 1
            found[key] += fault.code in after
            beside[key] += bool(after - clean.codes - before - {fault.code})
        if fault.code not in after:
            missed[f"{fault.name} {layout}"].append(number)
        for code in before:
            noise[f"{code} {layout}"].append(number)
    for key, of in sorted(total.items()):
        share = f"{found[key] / of:7.2%} found"
        print(f"{key:<34} {of:>6}  {share}  {beside[key] / of:6.2%} with another code beside")
    for what, told in (("not found", missed), ("findings on clean pages", noise)):
        print(f"{what}: {sum(map(len, told.values()))}")
        for key, numbers in sorted(told.items()):
            print(f"  {key:<30} {len(numbers):>4}: {' '.join(map(str, numbers[:SHOWN]))}")


if __name__ == "__main__":
    main(int((sys.argv[1:2] or ["2000"])[0]), (sys.argv[2:3] or [""])[0])
