"""What a page costs beside ttp, which reads the bare strings of the same tables, by kind of page.

    python -m tests.benchmarks.ratios [TURNS] [KIND ...]

Ours is `extract` with all bundled grammars, and the record as JSON; ttp reads the pipe layout of
the page (spoilt pages: the very text). A turn is ten fresh pages, first ours and then ttp's, all in
one process and in processor time. Prints for each kind the median of the ratios of
all turns (20 unless told), their quartiles, and milliseconds a page. `EXTRACTOR_CORPUS` names a
folder with real pages; without it, samples stand in. Needs ttp (extra `test`).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import cycle, islice
from statistics import median, quantiles
from time import process_time

from extractor import extract, grammars, load_grammar
from extractor.model import Cell
from extractor.synthesis.fuzzing.choices import Replayed
from extractor.synthesis.layouts import WRITERS, look
from extractor.tokenizer.blocks import tables

from .pages import varied
from .peer import Peer

TURNS, PAGES = 20, 10
#: lines that no grammar knows, as they stand around pages on the web
UNKNOWN = (
    "Sign in or create a free account to save this page",
    "Related: how to write a resume that gets you hired",
    "Updated by our editorial team in March, and reviewed by two experts.",
    "The figures on this page come from several public sources and change from year to year.",
    "Advertisement",
    "Subscribe to our newsletter to get career advice every week.",
    "Did you find this comparison of two jobs helpful? Tell us what you think of it.",
    "People who looked at these jobs also looked for jobs that pay more than the average.",
    "Read more about the skills that employers in the United States ask for",
    "Back to top",
)

#: from a page in the pipe layout to the page of a kind
Kind = Callable[[str], str]


def ended(count: int, page: str) -> str:
    """The page with so many unknown lines at its end."""
    return page + "".join([f"{line}\n" for line in islice(cycle(UNKNOWN), count)])


def spread(page: str) -> str:
    """The page with an unknown line after each of its first ten lines that are no table's."""
    unknown = iter(UNKNOWN)
    lines = page.splitlines()
    return "".join(
        [
            f"{line}\n" + ("" if "|" in line else next((f"{n}\n" for n in unknown), ""))
            for line in lines
        ]
    )


def laid_out(layout: str, page: str) -> str:
    """The page with its tables in another layout, written as plainly as it can be."""
    how = look(Replayed(()), layout)
    parts: list[str] = []
    done = 0
    for table in tables(page):
        found = [table.header, *[(row.label, *row.pieces) for row in table.rows]]
        head, *rows = [[_cell(page, cell) for cell in cells] for cells in found]
        titles = [title for title in head if title]
        body = [(row[0], row[1 : len(titles) + 1]) for row in rows]
        written = WRITERS[layout](titles, body, **how.options)
        assert written is not None, layout
        parts += [*page[done : table.start].splitlines(), written.rstrip("\n")]
        done = table.end
    parts += page[done:].splitlines()
    return ("\n\n" if how.airy else "\n").join(parts) + "\n"


def _cell(page: str, cell: Cell) -> str:
    return page[slice(*cell)]


def cut(page: str) -> str:
    """The page up to the middle of one of its tables."""
    return page[: page.rindex("|", 0, 2 * len(page) // 3)]


def joined(page: str) -> str:
    """The page, and half of it once more."""
    return page + page[len(page) // 2 :]


def lossy(page: str) -> str:
    """The page without every ninth line, and every eleventh twice."""
    lines = page.splitlines()
    kept = [line for number, line in enumerate(lines, 1) if number % 9]
    return "".join([f"{line}\n" * (1 + (n % 11 == 0)) for n, line in enumerate(kept, 1)])


KINDS: Mapping[str, Kind] = {
    "clean pipe": str,
    "clean gfm": partial(laid_out, "gfm"),
    "1 unknown line at the end": partial(ended, 1),
    "10 unknown lines at the end": partial(ended, 10),
    "40 unknown lines at the end": partial(ended, 40),
    "10 unknown lines in the prose": spread,
    **{name: partial(laid_out, name) for name in ("tabbed", "grid", "aligned", "stacked")},
    **{name: partial(laid_out, name) for name in ("glued", "spaced")},
    "spoilt: cut": cut,
    "spoilt: joined": joined,
    "spoilt: lines lost and doubled": lossy,
}


def turns(kind: str, count: int, peer: Peer) -> Iterator[tuple[float, float]]:
    """Seconds a page, ours and ttp's, for each turn."""
    known = tuple(load_grammar(name) for name in grammars())
    pages = varied()
    make = KINDS[kind]
    for turn in range(count + 1):
        bare = list(islice(pages, PAGES))
        texts = [make(page) for page in bare]
        shown = texts if kind.startswith("spoilt") else bare
        begun = process_time()
        for text in texts:
            extract(text, known).to_json()
        between = process_time()
        for page in shown:
            peer.read(page)
        done = process_time()
        if turn:
            yield (between - begun) / PAGES, (done - between) / PAGES


def main(count: int, kinds: list[str]) -> None:
    """Measures and prints."""
    peer = Peer(load_grammar("occupation-comparison"))
    print(f"{'page':<32} {'ratio':>6} {'quartiles':>15}   ms, ttp's ms")
    for kind in kinds:
        found = list(turns(kind, count, peer))
        ratios = [ours / theirs for ours, theirs in found]
        low, _, high = quantiles(ratios, n=4)
        ours, theirs = (1e3 * median(times) for times in zip(*found, strict=True))
        shown = f"{low:.2f} to {high:.2f}"
        print(
            f"{kind:<32} {median(ratios):>6.2f} {shown:>15}   {ours:.2f}, {theirs:.2f}", flush=True
        )


if __name__ == "__main__":
    asked = sys.argv[2:]
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else TURNS,
        [kind for kind in KINDS if not asked or any(one in kind for one in asked)],
    )
