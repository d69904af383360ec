"""`python -m tests.matrix`: the matrix of real HTML-to-text tools, as a page shows it.

Generated HTML pages go through every tool that is installed; what the engine reads in each text is
held against what the page states. `--update FILE` puts the table between the file's markers,
`--keep FOLDER` writes the text of every case that is not right, with the case above it. `--generic`
reads the tables of all bundled families without their grammars. Exit code 1 when any value is
wrong.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path

from extractor import grammars, load_grammar
from extractor.synthesis.scoring import Case

from .running import OnCase, Sample, run, run_shapes, samples, shapes_table, table
from .shapes import Shown, total
from .tools import TOOLS, available


def main() -> int:
    """Runs the command; returns the exit code."""
    parser = ArgumentParser(prog="python -m tests.matrix", description=__doc__)
    parser.add_argument("--grammar", default="occupation-comparison", metavar="NAME|FILE")
    parser.add_argument("--pages", type=int, default=40, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    parser.add_argument("--tool", action="append", metavar="NAME")
    parser.add_argument("--update", type=Path, metavar="FILE")
    parser.add_argument("--keep", type=Path, metavar="FOLDER")
    parser.add_argument("--generic", action="store_true")
    args = parser.parse_args()
    if args.generic:
        return _generic(args.pages, args.seed, args.tool or TOOLS, args.update)
    grammar = load_grammar(args.grammar)
    pages = list(samples(grammar, args.pages, args.seed))
    scores = run(grammar, pages, args.tool, *([_keeper(args.keep)] if args.keep else []))
    shown = table(scores)
    print(shown, end="")
    if args.update:
        update(args.update, "matrix", shown)
    return int(any(one is not None and one.counts["wrong"] for one in scores.values()))


def _generic(pages: int, seed: int, tools: Iterable[str], path: Path | None) -> int:
    known = [load_grammar(name) for name in grammars()]
    made = [(grammar, list(samples(grammar, pages, seed))) for grammar in known]
    versions = available()
    found: dict[str, Shown] = {}
    for tool in [tool for tool in tools if versions[tool] is not None]:
        found[tool] = total([run_shapes(grammar, some, tool) for grammar, some in made])
    shown = shapes_table(found)
    print(shown, end="")
    if path:
        update(path, "shapes", shown)
    return int(any([one.wrong for one in found.values()]))


def update(path: Path, name: str, shown: str) -> None:
    """Puts a table between the markers of a file."""
    first, last = f"<!-- {name} -->", f"<!-- /{name} -->"
    before, begin, rest = path.read_text("utf-8").partition(first)
    _, end, after = rest.partition(last)
    if not begin or not end:
        sys.exit(f"{path}: put {first} and {last} where the table is to stand")
    path.write_text(f"{before}{first}\n\n{shown}\n{last}{after}", "utf-8")


def _keeper(folder: Path) -> OnCase:
    folder.mkdir(parents=True, exist_ok=True)
    seen: set[str] = set()

    def keep(tool: str, page: Sample, text: str, case: Case) -> None:
        name = f"{case.kind}.{tool}.{page.name}"
        if name not in seen:
            seen.add(name)
            (folder / f"{name}.txt").write_text(text, "utf-8")
            (folder / f"{name}.html").write_text(page.html, "utf-8")
        with (folder / "cases.txt").open("a", encoding="utf-8") as log:
            log.write(
                f"{case.kind} {tool} {page.name} {case.fact.entity} | {case.fact.field} | "
                f"{case.fact.place}: {case.fact.value!r} -> {case.got!r} {case.findings}\n"
            )

    return keep


if __name__ == "__main__":
    sys.exit(main())
