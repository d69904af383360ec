"""`python -m tests.damage`: random spoilt pages of every family and layout, and what is silently
wrong in their records, by damage and layout.

    python -m tests.damage [--pages 20000] [--seed 0] [--keep FOLDER] [--only DAMAGE]
                            [--generic | --unknown]

`--generic` reads them without a grammar, `--unknown` rows of other labels beside those of the
grammar. `--keep` writes each page with a silently wrong value,
what came of it above. Exit code 1 where any value is silently wrong.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path

from .running import run, table


def main() -> int:
    """Runs the command; returns the exit code."""
    parser = ArgumentParser(prog="python -m tests.damage", description=__doc__)
    parser.add_argument("--pages", type=int, default=20_000, metavar="N")
    parser.add_argument("--seed", default="0", metavar="S")
    parser.add_argument("--grammar", action="append", metavar="NAME|FILE")
    parser.add_argument("--only", action="append", metavar="DAMAGE")
    parser.add_argument("--generic", action="store_true")
    parser.add_argument("--unknown", action="store_const", const="generic")
    parser.add_argument("--keep", type=Path, metavar="FOLDER")
    args = parser.parse_args()
    tried: Counter[tuple[str, str]] = Counter()
    wrong: Counter[tuple[str, str]] = Counter()
    way = args.generic, args.unknown
    for case in run(args.pages, args.seed, args.grammar, args.only, *way):
        tried[case.damage, case.layout] += 1
        wrong[case.damage, case.layout] += len(case.silent)
        if case.silent and args.keep:
            args.keep.mkdir(parents=True, exist_ok=True)
            told = "\n".join(map(repr, case.silent))
            path = args.keep / f"{case.damage}-{case.layout}-{case.name}.txt"
            path.write_text(f"{told}\n{'=' * 40}\n{case.text}", "utf-8")
    print(table(tried, wrong), end="")
    return int(any(wrong.values()))


if __name__ == "__main__":
    sys.exit(main())
