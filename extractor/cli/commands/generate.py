"""`extractor generate`: writes pages whose facts are known."""

from __future__ import annotations

import os
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections import deque
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from extractor.cli.command import FINE, Command
from extractor.cli.options import add_making, not_negative
from extractor.dumps.target import STDOUT, output_to, writing
from extractor.errors import SettingError

if TYPE_CHECKING:
    from extractor.synthesis import GeneratedPage

ABOUT = """\
Writes pages of a family with all their facts and the codes of the findings that they should
give: test data for parsers, a benchmark for tools. The same seed gives the same pages.
Writes one JSON line per page (id, text, layout, fault, facts, claims, codes) or, into a
folder, ID.txt, ID.facts.jsonl, and pages.jsonl with the rest."""

EXAMPLES = """\
  extractor generate --grammar my-family.toml --count 100 -o pages.jsonl
  extractor generate --grammar my-family.toml --layout glued --layout stacked -o folder/
  extractor generate --grammar my-family.toml --faults 0.5 --seed 7 | extractor validate -
"""


#: pages to give a process at a time
BATCH = 256


def configure(parser: ArgumentParser) -> None:
    """Declares the arguments."""
    add_making(parser)
    parser.add_argument(
        "--count", type=not_negative, default=10, metavar="N", help="(default: %(default)s)"
    )
    parser.add_argument(
        "--faults",
        type=_share,
        default=0.0,
        metavar="RATE",
        help="the share of pages with one planted fault, 0 to 1 (default: %(default)s)",
    )
    parser.add_argument("--wild", action="store_true", help="extreme values instead of likely ones")
    parser.add_argument(
        "-o",
        "--output",
        "--output-file",
        default=STDOUT,
        metavar="FILE.jsonl|FOLDER|-",
        help="where to write; a folder ends in / or exists (default: standard output)",
    )


def run(args: Namespace) -> int:
    """Writes the pages; returns the exit code."""
    order = _order(args)
    output: str = args.output
    if output.endswith(os.sep) or os.path.isdir(output):
        _into_folder(order.pages(0, args.count), output)
        return FINE
    with output_to(output) as target:
        for lines in _in_order(order, args.count, args.jobs):
            target.stream.write(lines)
    return FINE


class _Order(NamedTuple):
    """The pages to generate."""

    grammar: str
    seed: str
    layouts: tuple[str, ...]
    realistic: bool
    faults: float

    def pages(self, first: int, count: int) -> Iterator[GeneratedPage]:
        """`count` pages from page `first` on."""
        from extractor import load_grammar
        from extractor.synthesis import generate

        return generate(
            load_grammar(self.grammar),
            count,
            self.seed,
            self.layouts,
            self.realistic,
            self.faults,
            first,
        )

    def lines(self, first: int, count: int) -> bytes:
        """`pages` as JSON lines."""
        return b"".join(
            [
                _line({**_about(page), "text": page.text, **_truth(page)})
                for page in self.pages(first, count)
            ]
        )


def _order(args: Namespace) -> _Order:
    from extractor import load_grammar
    from extractor.grammar import the_family
    from extractor.synthesis import LAYOUTS

    name = the_family(args.grammar)
    load_grammar(name)
    layouts: list[str] = args.layout or list(LAYOUTS)
    for layout in layouts:
        if layout not in LAYOUTS:
            raise SettingError(
                f"--layout: no layout is called {layout!r}; use one of {', '.join(LAYOUTS)}"
            )
    return _Order(name, args.seed, tuple(layouts), not args.wild, args.faults)


def _in_order(order: _Order, count: int, jobs: int) -> Iterator[bytes]:
    """The lines of all pages, made by `jobs` processes; the bytes do not depend on their number."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    shares = ((first, min(BATCH, count - first)) for first in range(0, count, BATCH))
    if jobs == 1:
        for first, size in shares:
            yield order.lines(first, size)
        return
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"))
    try:
        waiting = deque(pool.submit(order.lines, *share) for share in islice(shares, 2 * jobs))
        while waiting:
            yield waiting.popleft().result()
            waiting.extend(pool.submit(order.lines, *share) for share in islice(shares, 1))
    finally:
        pool.shutdown(cancel_futures=True)


def _into_folder(pages: Iterator[GeneratedPage], folder: str) -> None:
    with writing(folder):
        os.makedirs(folder, exist_ok=True)
    with output_to(os.path.join(folder, "pages.jsonl")) as index:
        for page in pages:
            path = os.path.join(folder, page.name.replace(os.sep, "_"))
            with writing(path):
                with open(f"{path}.txt", "wb") as text:
                    text.write(page.text.encode("utf-8"))
                with open(f"{path}.facts.jsonl", "wb") as facts:
                    facts.writelines(_line(fact) for fact in _truth(page)["facts"])
                index.stream.write(_line(_about(page)))


def _about(page: GeneratedPage) -> dict[str, Any]:
    return {
        "id": page.name,
        "family": page.sheet.grammar.family,
        "layout": page.layout,
        "fault": page.fault or None,
        "codes": sorted(page.codes),
    }


def _truth(page: GeneratedPage) -> dict[str, Any]:
    return {
        "facts": [
            {"entity": entity, "field": field, "value": value, "unit": unit, "place": place}
            for entity, field, value, unit, place in page.facts
        ],
        "claims": [
            {k: v for k, v in claim._asdict().items() if k != "amount" or v is not None}
            for claim in page.claims
        ],
    }


def _line(value: Any) -> bytes:
    from extractor.record import to_json

    return to_json(value) + b"\n"


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise ArgumentTypeError(f"{text!r} is not a number between 0 and 1")
    return share


COMMAND = Command(
    name="generate",
    summary="pages whose facts are known",
    about=ABOUT,
    examples=EXAMPLES,
    configure=configure,
    run=run,
)
