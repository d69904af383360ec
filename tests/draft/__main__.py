"""`python -m tests.draft [--pages 500] [--seed 0] [--grammar NAME]`: drafts of five generated pages
of each bundled grammar, read against others; with `--keep FOLDER` the drafts, and pages with a
wrong value, are written there. Exit code 1 where a value is wrong without a finding."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path

from extractor import grammars, load_grammar

from .measuring import Measured, measure

OUTCOMES = ("stated", "read", "right", "otherwise", "besides", "wrong", "silent")
#: what is known of sentences besides
LEARNT = ("known", "legible")


def told(family: str, got: Measured) -> str:
    """A family's lines."""
    lines = []
    for kind in ("table", "prose"):
        counts = [
            f"{got.counts[kind, name]} {name}"
            for name in (*OUTCOMES, *(LEARNT if kind == "prose" else ()))
        ]
        of = f" ({got.share(kind, 'read'):.1%} of what the bundled grammar reads)"
        lines.append(f"{family} {kind}: {got.share(kind):.1%}{of} right; {', '.join(counts)}")
    layouts = sorted({kind for kind, _ in got.counts if kind.startswith("table:")})
    lines.append("  " + ", ".join([f"{k[6:]} {got.share(k, 'read'):.0%}" for k in layouts]))
    lines.append(f"  fields with their types: {len(got.found)} of {len(got.fields)}")
    lines += [f"    {n}: {w}" for n, w in got.fields.items() if n not in got.found]
    return "\n".join(lines)


def main() -> int:
    """Runs the command; returns the exit code."""
    parser = ArgumentParser(prog="python -m tests.draft", description=__doc__)
    parser.add_argument("--pages", type=int, default=500, metavar="N")
    parser.add_argument("--seed", default="0", metavar="S")
    parser.add_argument("--grammar", action="append", metavar="NAME|FILE")
    parser.add_argument("--keep", type=Path, metavar="FOLDER")
    args = parser.parse_args()
    silent = 0
    for family in args.grammar or grammars():
        got = measure(load_grammar(family), args.pages, args.seed)
        print(told(family, got), flush=True)
        silent += len(got.silent)
        if args.keep:
            args.keep.mkdir(parents=True, exist_ok=True)
            (args.keep / f"{family}.toml").write_text(got.text, "utf-8")
            for number, text in enumerate(got.silent):
                (args.keep / f"{family}-{number}.txt").write_text(text, "utf-8")
    return int(silent > 0)


if __name__ == "__main__":
    sys.exit(main())
